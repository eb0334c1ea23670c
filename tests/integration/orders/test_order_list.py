"""The list of orders in any order, page by page, and what a desk says of orders that wait."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from pickface.stock.verify import verify
from tests import builders
from tests.integration.orders.test_orders import stock_up
from tests.office import Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    """A firm with eleven orders of an item that lies in a bin."""
    office = open_office(app)
    office.hire("supervisor")

    item = builders.write(app, lambda tx: builders.make_item(tx, sku="TEA"))
    place = builders.write(app, lambda tx: builders.make_place(tx, office.site_id, "A-01-1"))
    stock_up(office, item, place, 100)
    for number in range(11):
        order = {
            "number": f"N{number:02}",
            "ship_by": 1_000 + number % 4,
            "priority": number % 3 + 1,
        }
        office.desk.post("/orders", {**order, "lines": [{"item": "TEA", "qty": 1}]})
    return office


def paged(office: Office, **asked: Any) -> list[Any]:
    """All orders, three at a time."""
    found, cursor = [], ""
    while True:
        page = office.desk.get("/orders", limit=3, cursor=cursor, **asked)
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = page["next"]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    ("sort", "by"),
    [("number", ("number",)), ("ship_by", ("ship_by",)), ("urgency", ("priority", "ship_by"))],
)
def test_a_sorted_list_has_every_order_once_whatever_the_pages(
    office: Office, sort: str, by: tuple[str, ...], descending: bool
) -> None:
    found = paged(office, sort=sort, descending=str(descending).lower(), state="open")
    keys = [tuple(order[name] for name in (*by, "id")) for order in found]
    assert keys == sorted(keys, reverse=descending)
    assert len({order["id"] for order in found}) == 11


def test_without_an_order_the_newest_are_first_and_a_foreign_cursor_is_refused(
    office: Office,
) -> None:
    ids = [order["id"] for order in paged(office)]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 11
    page = office.desk.get("/orders", limit=3, sort="number")
    office.desk.get("/orders", expect=422, sort="ship_by", cursor=page["next"])
    office.desk.get("/orders", expect=422, cursor="nonsense")


def test_an_order_that_is_kept_back_keeps_its_promise_and_is_not_released(office: Office) -> None:
    lead = office.sign_in("supervisor")
    order = office.desk.get("/orders", number="N03")["items"][0]["id"]
    held = lead.post(f"/orders/{order}/hold", expect=200)
    assert (held["state"], held["lines"][0]["reserved"]) == ("held", 1)
    assert lead.post(f"/orders/{order}/release", expect=409)["params"]["state"] == "held"
    lead.post(f"/orders/{order}/hold", expect=200)
    free = lead.post(f"/orders/{order}/let-go", expect=200)
    assert free["state"] == "open"
    assert [(one["what"], one["person"]) for one in free["changes"]] == [
        ("let_go", "Supervisor"), ("held", "Supervisor"),
    ]  # fmt: skip
    lead.post(f"/orders/{order}/release", expect=200)
    assert lead.post(f"/orders/{order}/hold", expect=409)["code"] == "floor_has_it"
    assert builders.write(office.app, lambda tx: verify(tx.all)) == []


def test_a_hurried_order_hurries_the_work_that_waits_for_it(office: Office) -> None:
    order = office.desk.get("/orders", number="N05")["items"][0]["id"]
    office.desk.post(f"/orders/{order}/release", expect=200)
    changed = office.desk.post(f"/orders/{order}", {"priority": 1}, expect=200, method="PATCH")
    assert (changed["priority"], changed["changes"][0]["priority"]) == (1, 1)
    (task,) = [one for one in office.desk.get("/tasks")["items"] if "N05" in one["title"]]
    assert task["priority"] == 1
    office.desk.post(f"/orders/{order}", {"priority": 10}, expect=422, method="PATCH")
    # Said again it changes nothing, and nothing is noted.
    again = office.desk.post(f"/orders/{order}", {"priority": 1}, expect=200, method="PATCH")
    assert again["changes"] == changed["changes"]


def test_a_cancelled_order_cannot_be_hurried_and_one_that_waits_for_nobody_need_not_be_let_go(
    office: Office,
) -> None:
    lead = office.sign_in("supervisor")
    order = office.desk.get("/orders", number="N06")["items"][0]["id"]
    free = lead.post(f"/orders/{order}/let-go", expect=200)
    assert (free["state"], free["changes"]) == ("open", [])
    lead.post(f"/orders/{order}/cancel", expect=200)
    refused = office.desk.post(f"/orders/{order}", {"priority": 1}, expect=409, method="PATCH")
    assert refused["code"] == "floor_has_it"


def test_an_item_changes_its_zone_and_is_no_longer_dealt_in(office: Office) -> None:
    item = office.desk.get("/items", sku="TEA")["items"][0]["id"]
    refused = office.desk.post(f"/items/{item}", {"zone": "NOWHERE"}, expect=422, method="PATCH")
    assert refused["params"] == {"field": "zone", "zone": "NOWHERE"}
    changed = office.desk.post(f"/items/{item}", {"active": False}, expect=200, method="PATCH")
    assert changed["active"] is False
    assert office.desk.get("/stock/items")["items"][0]["active"] is False
    assert office.desk.post(f"/items/{item}", {}, expect=200, method="PATCH")["active"] is False
