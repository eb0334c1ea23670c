"""What is short and nowhere else is met by another item, where the customer takes such and the house has said which."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from pickface.catalog import substitutes
from pickface.db import db
from pickface.documents import invoices, papers
from pickface.kits.forms import KitForm
from pickface.kits.service import say_kit
from pickface.orders import service, showing
from pickface.orders.forms import OrderForm
from pickface.returns import announcing
from pickface.returns.forms import ReturnForm
from pickface.shops.told import substitutes_of
from pickface.webhooks import telling
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_packing_and_shipping import packing

LYING = {"TEA": "A-01-01", "GREEN": "A-02-01", "MINT": "B-01-01", "SALT": "A-03-01"}


@pytest.fixture
def shop(floor: Floor) -> Floor:
    """Tea, for which green tea may stand, else mint; and salt, for which nothing may."""
    for sku, place in LYING.items():
        floor.item(sku, name=sku.title())
        floor.stock(place, sku, {"TEA": 5, "GREEN": 2, "MINT": 9, "SALT": 5}[sku])
    stands_for(floor, "TEA", "GREEN", "MINT")
    return floor


def stands_for(floor: Floor, sku: str, *others: str) -> None:
    item, names = floor.items[sku], [floor.items[other] for other in others]
    floor.write(lambda tx: substitutes.say(tx, item, names))


def take_in(floor: Floor, number: str, *, agrees: bool = True, **lines: int) -> int:
    """An order whose customer agrees that another item will do, as the API takes it in."""
    wanted = [{"item": sku, "qty": qty, "price_minor": 990} for sku, qty in lines.items()]
    form = OrderForm.model_validate({"number": number, "substitutes": agrees, "lines": wanted})
    order: int = floor.write(lambda tx: service.create_order(tx, floor.site.id, form)[0])
    floor.orders[number] = order
    return order


def order(floor: Floor, number: str = "1042") -> dict[str, Any]:
    with floor.app.app_context():
        found = showing.show_order(floor.site.id, floor.orders[number])
        db.session.remove()
    return found


def lines(floor: Floor, number: str = "1042") -> list[tuple[str, int, int, str]]:
    """Item, units that are to come, units given up, and what it stands for."""
    found = order(floor, number)["lines"]
    skus = {line["id"]: line["sku"] for line in found}
    return [
        (
            line["sku"],
            line["qty"] - line["given_up"],
            line["given_up"],
            skus.get(line["substitute_for"], ""),
        )
        for line in found
    ]


def picking(floor: Floor, name: str = "Sofia", tote: str = "T0001") -> Person:
    sofia = floor.person(name).next("pick")
    assert sofia
    sofia.scan(tote)
    return sofia


def sku_here(person: Person) -> str:
    return {place: sku for sku, place in LYING.items()}[person.place]


def take(person: Person, qty: int) -> tuple[str, int, Any]:
    """Prove the bin and the item, and take so many; item, how many were asked for, and why."""
    sku = sku_here(person)
    if person.step["kind"] == "go":
        person.scan(person.place)
    asked, why = person.step["qty"], person.step.get("why")
    person.scan(sku)
    if qty > 1:
        person.quantity(qty)
    return sku, asked, why


def test_a_short_pick_goes_on_with_what_the_customer_takes_instead(shop: Floor) -> None:
    take_in(shop, "1042", TEA=5)
    shop.release("1042")
    sofia = picking(shop)
    sofia.scan("A-01-01")
    sofia.scan("TEA")
    assert sofia.act("short", left=0) == "step_done"
    why = {"code": "substitute", "params": {"item": "Tea"}}
    assert sofia.step["why"] == why, "the walk there says it too"
    assert take(sofia, 2) == ("GREEN", 2, why)
    assert take(sofia, 2) == ("MINT", 2, why)
    assert sofia.scan("PACK-1") == "task_done"
    assert shop.inside("T0001") == {"GREEN": 2, "MINT": 2, "TEA": 1}
    assert shop.order_state("1042") == "picked"
    assert lines(shop) == [("TEA", 1, 4, ""), ("GREEN", 2, 0, "TEA"), ("MINT", 2, 0, "TEA")]
    said = [(one["what"], one["units"], one["item"]) for one in order(shop)["changes"]]
    assert said == [("substituted_itself", 2, "MINT"), ("substituted_itself", 2, "GREEN")]
    assert shop.raised() == ["short"], "the bin is counted, and the order is not short"
    shop.check_books()


def test_without_permission_nothing_stands_in(shop: Floor) -> None:
    take_in(shop, "1042", agrees=False, TEA=5)
    shop.release("1042")
    sofia = picking(shop)
    sofia.scans("A-01-01", "TEA")
    sofia.act("short", left=0)
    assert sofia.place == "PACK-1"
    sofia.scan("PACK-1")
    assert lines(shop) == [("TEA", 1, 4, "")]
    assert shop.raised() == ["short", "order_short"]
    shop.check_books()


def test_what_the_house_has_not_named_does_not_stand_in(shop: Floor) -> None:
    take_in(shop, "1042", SALT=3)
    shop.release("1042")
    sofia = picking(shop)
    sofia.scans("A-03-01", "SALT")
    sofia.act("short", left=0)
    sofia.scan("PACK-1")
    assert lines(shop) == [("SALT", 1, 2, "")]
    shop.check_books()


def test_who_has_brought_the_tote_before_it_arrives_leaves_a_second_pick(shop: Floor) -> None:
    take_in(shop, "1042", TEA=3)
    shop.release("1042")
    sofia = picking(shop).go_offline()
    sofia.scans("A-01-01", "TEA")
    sofia.act("short", left=0)
    assert sofia.scan("PACK-1") == "task_done"
    assert set(sofia.come_back()) == {"booked"}
    assert (shop.order_state("1042"), shop.tasks("pick")) == ("released", ["done", "ready"])
    malik = picking(shop, "Malik", "T0002")
    assert take(malik, 2)[:2] == ("GREEN", 2)
    malik.scan("PACK-1")
    assert shop.order_state("1042") == "picked"
    assert lines(shop) == [("TEA", 1, 2, ""), ("GREEN", 2, 0, "TEA")]
    shop.check_books()


def test_an_order_of_which_nothing_is_found_is_sent_as_its_substitute(shop: Floor) -> None:
    take_in(shop, "1042", TEA=2)
    shop.release("1042")
    sofia = picking(shop)
    sofia.scan("A-01-01")
    sofia.act("short", left=0)
    assert take(sofia, 2)[:2] == ("GREEN", 2)
    sofia.scan("PACK-1")
    assert shop.order_state("1042") == "picked"
    assert lines(shop) == [("TEA", 0, 2, ""), ("GREEN", 2, 0, "TEA")]
    shop.check_books()


def test_a_substitute_that_falls_short_itself_gives_way_to_the_next(shop: Floor) -> None:
    take_in(shop, "1042", TEA=2)
    shop.release("1042")
    sofia = picking(shop)
    sofia.scan("A-01-01")
    sofia.act("short", left=0)
    sofia.scan("A-02-01")
    sofia.act("short", left=0)
    assert take(sofia, 2)[:2] == ("MINT", 2)
    sofia.scan("PACK-1")
    assert lines(shop) == [("TEA", 0, 2, ""), ("GREEN", 0, 2, "TEA"), ("MINT", 2, 0, "TEA")]
    assert shop.order_state("1042") == "picked"
    shop.check_books()


def test_where_no_substitute_is_left_the_rest_is_given_up(shop: Floor) -> None:
    stands_for(shop, "TEA", "GREEN")
    take_in(shop, "1042", TEA=5)
    shop.release("1042")
    sofia = picking(shop)
    sofia.scans("A-01-01", "TEA")
    sofia.act("short", left=0)
    assert take(sofia, 2)[:2] == ("GREEN", 2)
    sofia.scan("PACK-1")
    assert shop.order_state("1042") == "picked"
    assert lines(shop) == [("TEA", 1, 4, ""), ("GREEN", 2, 0, "TEA")]
    assert shop.exception("order_short") == {"missing": 2}
    told = _told(shop)
    assert (told["units"], told["given_up"]) == (5, 2), "two of five do not come"
    assert told["substitutes"] == [{"sku": "GREEN", "instead_of": "TEA", "qty": 2, "shipped": 0}]
    shop.check_books()


def _told(floor: Floor) -> dict[str, Any]:
    fact = {"kind": "order.status", "subject": floor.orders["1042"], "detail": "picked"}
    with floor.app.app_context():
        found = telling.data_of(fact)
        db.session.remove()
    assert found is not None
    return found


def test_an_order_that_is_released_in_part_is_sent_with_substitutes(shop: Floor) -> None:
    take_in(shop, "1042", TEA=7, SALT=1)
    shop.release("1042", partial=True)
    assert lines(shop) == [("TEA", 5, 2, ""), ("SALT", 1, 0, ""), ("GREEN", 2, 0, "TEA")]
    sofia = picking(shop)
    taken = []
    while sofia.place != "PACK-1":
        sku = sku_here(sofia)
        taken.append(take(sofia, {"TEA": 5, "GREEN": 2, "SALT": 1}[sku])[0])
    assert sorted(taken) == ["GREEN", "SALT", "TEA"]
    sofia.scan("PACK-1")
    assert shop.order_state("1042") == "picked"
    shop.check_books()


def test_on_a_cart_each_order_gets_its_own(shop: Floor) -> None:
    shop.settings(pick_method="cluster", cart_totes=4, returns_at="R-01")
    take_in(shop, "1042", TEA=3)
    take_in(shop, "1043", agrees=False, TEA=2)
    shop.release_together("1042", "1043")
    sofia = shop.person("Sofia").next("pick")
    assert sofia
    totes = {"Order 1042": "T0001", "Order 1043": "T0002"}
    while (form := sofia.step.get("container")) is not None:
        sofia.scan(totes[form["title"]])
    sofia.scans("A-01-01", "TEA")
    sofia.act("short", left=0)
    sofia.scans("A-02-01", "GREEN")
    assert sofia.step["why"]["code"] == "substitute"
    while not sofia.done and sofia.step["kind"] == "take":
        sofia.scan("T0001")
    sofia.scan("PACK-1")
    assert ("GREEN", 2, 0, "TEA") in lines(shop, "1042")
    assert [line[0] for line in lines(shop, "1043")] == ["TEA"]
    shop.check_books()


def test_a_batch_is_sorted_with_what_stands_in(shop: Floor) -> None:
    shop.settings(pick_method="batch", returns_at="R-01")
    take_in(shop, "1042", TEA=2)
    take_in(shop, "1043", SALT=1, agrees=False)
    shop.release_together("1042", "1043")
    sofia = picking(shop, tote="T0009")
    while sofia.place != "PACK-1":
        if sku_here(sofia) == "TEA":
            sofia.scan("A-01-01")
            sofia.act("short", left=0)
        else:
            take(sofia, 2 if sku_here(sofia) == "GREEN" else 1)
    sofia.scan("PACK-1")
    assert lines(shop) == [("TEA", 0, 2, ""), ("GREEN", 2, 0, "TEA")]
    assert shop.inside("T0009") == {"GREEN": 2, "SALT": 1}
    shop.check_books()


def test_an_order_that_is_cancelled_mid_pick_gives_everything_back(shop: Floor) -> None:
    shop.settings(returns_at="R-01")
    take_in(shop, "1042", TEA=3)
    shop.release("1042")
    sofia = picking(shop)
    sofia.scans("A-01-01", "TEA")
    sofia.act("short", left=0)
    assert sofia.place == "A-02-01"
    shop.cancel("1042")
    held = shop.value("SELECT SUM(qty) FROM reservation")
    assert (shop.order_state("1042"), held) == ("cancelled", 0)
    shop.check_books()


def test_a_component_of_a_kit_has_no_substitute(shop: Floor) -> None:
    kit = shop.item("GIFT")
    form = KitForm.model_validate({"kind": "virtual", "components": [{"item": "TEA", "qty": 2}]})
    shop.write(lambda tx: say_kit(tx, kit, form))
    take_in(shop, "1042", GIFT=2)
    shop.release("1042")
    sofia = picking(shop)
    sofia.scans("A-01-01", "TEA")
    sofia.act("short", left=0)
    sofia.scan("PACK-1")
    assert [line[0] for line in lines(shop)] == ["TEA"]
    shop.check_books()


def test_the_slip_the_invoice_and_the_shop_say_what_was_sent_instead(shop: Floor) -> None:
    take_in(shop, "1042", TEA=3)
    shop.release("1042")
    sofia = picking(shop)
    sofia.scans("A-01-01", "TEA")
    sofia.act("short", left=0)
    take(sofia, 2)
    sofia.scan("PACK-1")
    linh = packing(shop)
    linh.scan("TEA")
    linh.scan("GREEN")
    linh.quantity(2)
    linh.confirm()
    assert linh.confirm() == "task_done"
    malik = shop.person("Malik", "packer").open("LP000100")
    malik.scans("LP000100", "SHIP-1")
    with shop.app.app_context():
        paper = papers.packing_slip(shop.site.id, shop.value("SELECT id FROM shipment"))
        db.session.remove()
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=paper, capture_output=True, check=True
    )
    text = " ".join(done.stdout.decode().split())
    assert "GREEN Green, instead of Tea 2 2" in text
    assert "TEA Tea 1 1" in text
    bill, _ = shop.write(lambda tx: invoices.make(tx, shop.site.id, shop.orders["1042"], sofia.id))
    with shop.app.app_context():
        billed, _, _ = invoices.drawing(shop.site.id, bill)
        db.session.remove()
    assert [(one.name, one.qty, one.price_minor) for one in billed.lines] == [
        ("Tea", 1, 990),
        ("Green, instead of Tea", 2, 990),
    ]
    told = _told(shop)
    assert (told["units"], told["shipped"], told["given_up"]) == (3, 3, 0)
    comes_back = ReturnForm.model_validate(
        {"order": shop.orders["1042"], "lines": [{"item": "TEA", "qty": 2}]}
    )
    shop.write(lambda tx: announcing.announce(tx, shop.site.id, comes_back, sofia.id))
    assert shop.read(
        "SELECT i.sku, l.qty FROM return_line l JOIN item i ON i.id = l.item_id ORDER BY l.id"
    ) == [{"sku": "TEA", "qty": 1}, {"sku": "GREEN", "qty": 1}]
    shop.check_books()


@pytest.mark.parametrize(
    ("told", "allowed"),
    [
        ([("Allow substitutes", "yes")], True),
        ([("substitutes", "no")], False),
        ([("substitution_note", "yes"), (None, 3)], None),
    ],
)
def test_shops_tell_whether_another_item_will_do(
    told: list[tuple[object, object]], allowed: bool | None
) -> None:
    assert substitutes_of(told) is allowed
