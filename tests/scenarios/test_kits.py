"""Virtual kits: the customer's line is the kit, what is promised, picked, packed and sent are its components."""

from __future__ import annotations

from typing import Any

import pytest

from pickface.db import db
from pickface.kits.forms import KitForm
from pickface.kits.service import say_kit
from pickface.orders import service, shipments, showing
from pickface.orders.forms import OrderForm
from pickface.orders.stock_card import stock_card
from tests.scenarios.floor import Floor
from tests.scenarios.test_checking import pick_on


@pytest.fixture
def gifts(floor: Floor) -> Floor:
    """A gift set of two teas and a mug; there are 10 teas and 4 mugs."""
    for sku, place, qty in (("TEA", "A-01-01", 10), ("MUG", "A-02-01", 4)):
        floor.item(sku)
        floor.stock(place, sku, qty)
    make_kit(floor, "GIFT", "virtual", TEA=2, MUG=1)
    return floor


def make_kit(floor: Floor, sku: str, kind: str, **parts: int) -> int:
    """An item that is made of others."""
    kit = floor.items.get(sku) or floor.item(sku)
    components = [{"item": part, "qty": qty} for part, qty in parts.items()]
    form = KitForm.model_validate({"kind": kind, "components": components})
    floor.write(lambda tx: say_kit(tx, kit, form))
    return kit


def take_in(floor: Floor, number: str, **lines: int) -> int:
    """An order as the API, an import and a shop's webhook take it in."""
    wanted = [{"item": sku, "qty": qty, "price_minor": 990} for sku, qty in lines.items()]
    form = OrderForm.model_validate({"number": number, "lines": wanted})
    order: int = floor.write(lambda tx: service.create_order(tx, floor.site.id, form)[0])
    floor.orders[number] = order
    return order


def shown(floor: Floor, number: str) -> dict[str, Any]:
    with floor.app.app_context():
        found = showing.show_order(floor.site.id, floor.orders[number])
        db.session.remove()
    return found


def kit(floor: Floor, number: str) -> dict[str, int]:
    names = ("qty", "reserved", "shipped", "returned", "given_up")
    return {name: shown(floor, number)["kits"][0][name] for name in names}


def card(floor: Floor, sku: str) -> dict[str, Any]:
    with floor.app.app_context():
        found = stock_card(floor.site.id, sku)
        db.session.remove()
    return found


def test_an_order_for_a_kit_keeps_the_customers_line_and_promises_its_components(
    gifts: Floor,
) -> None:
    assert card(gifts, "GIFT")["available"] == 4
    take_in(gifts, "1042", GIFT=3, TEA=1)
    order = shown(gifts, "1042")
    assert [(k["sku"], k["line_no"], k["qty"], k["price_minor"]) for k in order["kits"]] == [
        ("GIFT", 1, 3, 990)
    ]
    of_kit = order["kits"][0]["id"]
    lines = [(one["sku"], one["qty"], one["reserved"], one["kit"]) for one in order["lines"]]
    assert lines == [("TEA", 1, 1, None), ("TEA", 6, 6, of_kit), ("MUG", 3, 3, of_kit)]
    kits = card(gifts, "GIFT")
    assert (kits["on_hand"], kits["reserved"], kits["available"]) == (0, 3, 1)
    assert kits["promise"]["days"][0]["available"] == 1
    # The same order again is the one that is there, also after the kit is made of something else.
    make_kit(gifts, "GIFT", "virtual", MUG=1)
    assert take_in(gifts, "1042", GIFT=3, TEA=1) == order["id"]
    assert len(shown(gifts, "1042")["lines"]) == 3


def test_a_kit_is_sent_when_all_of_it_is_and_the_slip_says_so_in_kits(gifts: Floor) -> None:
    take_in(gifts, "1042", GIFT=2, TEA=1)
    gifts.release("1042")
    sofia = gifts.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    pick_on(sofia)
    linh = gifts.person("Linh", "packer").open("T0001")
    linh.scan("LP000100")
    linh.scan("TEA")
    linh.quantity(3)
    linh.scan("MUG")
    linh.act("full")
    linh.scan("LP000101")
    linh.scan("TEA")
    linh.quantity(2)
    linh.scan("MUG")
    linh.confirm()
    assert linh.confirm() == "task_done"
    parcels = gifts.read("SELECT id FROM shipment ORDER BY container_code")
    assert slip(gifts, parcels[0]["id"]) == [
        ("GIFT", 1, 2), ("TEA", 2, 4), ("MUG", 1, 2), ("TEA", 1, 1),
    ]  # fmt: skip
    linh.open("LP000101")
    linh.scans("LP000101", "SHIP-1")
    assert (kit(gifts, "1042")["shipped"], gifts.order_state("1042")) == (1, "packed")
    linh.open("LP000100")
    linh.scans("LP000100", "SHIP-1")
    assert (kit(gifts, "1042")["shipped"], gifts.order_state("1042")) == (2, "shipped")
    assert gifts.at("CUSTOMER", "TEA") == 5


def slip(floor: Floor, shipment: int) -> list[tuple[str, int, int]]:
    with floor.app.app_context():
        lines = shipments.packing_slip(floor.site.id, shipment).lines
        db.session.remove()
    return [(line.sku, line.shipped, line.ordered) for line in lines]


def test_a_component_that_falls_short_makes_the_kit_short(gifts: Floor) -> None:
    take_in(gifts, "1042", GIFT=2)
    gifts.release("1042")
    sofia = gifts.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    while sofia.place != "PACK-1":
        sofia.scan(sofia.place)
        assert sofia.task
        sku = sofia.task["script"]["items"][str(sofia.step["item"])]["sku"]
        sofia.scan(sku)
        if sku == "MUG":
            sofia.act("short", left=0)
        else:
            sofia.quantity(4)
    sofia.scan("PACK-1")
    assert kit(gifts, "1042") == {
        "qty": 2, "reserved": 0, "shipped": 0, "returned": 0, "given_up": 1,
    }  # fmt: skip
    assert "order_short" in gifts.raised()


def test_a_cancelled_order_gives_its_components_back(gifts: Floor) -> None:
    take_in(gifts, "1042", GIFT=3)
    assert card(gifts, "GIFT")["available"] == 1
    gifts.cancel("1042")
    assert (card(gifts, "GIFT")["available"], card(gifts, "TEA")["available"]) == (4, 10)
    assert kit(gifts, "1042")["reserved"] == 0
