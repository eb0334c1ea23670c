"""What unknown goods are is said over HTTP by who leads, once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from apiflask import APIFlask

from tests.office import Desk, Office
from tests.scenarios.floor import Floor


@pytest.fixture
def floor(app: APIFlask) -> Iterator[Floor]:
    """A small warehouse whose books are checked afterwards."""
    floor = Floor(app)
    yield floor
    floor.check_books()


@pytest.fixture
def told(floor: Floor) -> int:
    """The exception of goods that a receiver set aside."""
    floor.item("TEA")
    floor.purchase("PO-1", TEA=2)
    floor.person("Grace", "receiver").open("PO-1").scans("MYSTERY-1", "LP000009", "QUAR-1")
    return int(floor.value("SELECT id FROM exception WHERE kind = 'receipt_unknown'"))


def test_who_leads_says_what_unknown_goods_are_and_the_order_and_the_label_tell(
    floor: Floor, told: int
) -> None:
    office = Office(floor.app, floor.site.id, Desk(floor.app.test_client()))
    for role in ("supervisor", "picker"):
        office.hire(role)
    path = f"/exceptions/{told}/unknown-goods"
    office.sign_in("picker").post(path, {"follow": "supplier"}, expect=403)
    desk = office.sign_in("supervisor")
    both = {"follow": "item", "item": 1, "new": {"sku": "A", "name": "B"}}
    for half in ({"follow": "item"}, {"follow": "supplier", "item": 1}, both):
        desk.post(path, half, expect=422)
    assert (
        desk.post(path, {"follow": "item", "item": "NOT-THERE"}, expect=422)["code"]
        == "item_not_found"
    )
    desk.post("/exceptions/999999/unknown-goods", {"follow": "supplier"}, expect=404)
    assert desk.post(path, {"follow": "item", "item": "TEA"}, expect=200)["state"] == "resolved"
    desk.post(path, {"follow": "item", "item": "TEA"}, expect=409)
    order = desk.get("/purchase-orders")["items"][0]["id"]
    [known] = desk.get(f"/purchase-orders/{order}")["discrepancies"]
    assert (known["kind"], known["sku"], known["code"], known["container"]) == (
        "unknown",
        "TEA",
        "MYSTERY-1",
        "",
    )
    label = desk.get("/lookup", code="LP000009")
    assert (label["unknown"], [one["qty"] for one in label["contents"]]) == ([], [1])
    assert desk.get("/lookup", code="MYSTERY-1")["kind"] == "item"
