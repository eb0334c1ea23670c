"""An address that cannot be right is told, or holds the order, until a desk changes it."""

from __future__ import annotations

from apiflask import APIFlask

from tests.office import open_office

ADDRESS = {
    "customer": "Ada",
    "street": "Am Wall 1",
    "postcode": "28195",
    "city": "Bremen",
    "country": "Germany",
}


def test_an_order_is_held_for_its_address_and_goes_on_once_it_is_changed(app: APIFlask) -> None:
    office = open_office(app)
    desk = office.desk
    desk.post("/items", {"sku": "TEA", "name": "Tea"})
    line = {"item": "TEA", "qty": 1}
    wrong, right = (
        desk.post("/orders", {"number": number, "lines": [line], **ADDRESS, **said})
        for number, said in (("1", {"postcode": "281"}), ("2", {}))
    )
    assert wrong["address_faults"] == [{"field": "postcode", "fault": "postcode", "example": "28195"}]  # fmt: skip
    assert [one["address_faulty"] for one in desk.get("/orders")["items"]] == [False, True]
    desk.post("/site/settings", {"address_check": "hold"}, method="PATCH", expect=200)
    path = f"/orders/{wrong['id']}"
    refused = desk.post(f"{path}/release", expect=409)
    assert (refused["code"], refused["params"]["field"]) == ("address_faulty", "postcode")
    # Of orders that are released together it alone stays, and says why.
    both = desk.post("/orders/release", {"orders": [wrong["id"], right["id"]]}, expect=200)
    assert [one["code"] for one in both["orders"]] == ["address_faulty", "not_fully_reserved"]
    changed = desk.post(f"{path}/address", {**ADDRESS, "postcode": "28197"}, expect=200)
    assert (changed["address_faults"], changed["postcode"]) == ([], "28197")
    assert [(one["what"], one["person"]) for one in changed["changes"]] == [("address", "Manager")]
    assert desk.post(f"{path}/release", expect=409)["code"] == "not_fully_reserved"
    desk.post("/site/settings", {"address_check": "off"}, method="PATCH", expect=200)
    desk.post(f"{path}/address", {**ADDRESS, "city": ""}, expect=200)
    assert desk.get(path)["address_faults"] == []
