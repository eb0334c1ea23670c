"""Goods of clients: an order takes its own owner's goods and nobody else's, from the purchase order to the parcel."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from pickface.orders import splitting
from pickface.orders.forms import OrderForm, OrderLineForm
from pickface.orders.service import OrderExists, create_order
from pickface.owners.forms import OwnerForm
from pickface.owners.service import UnknownOwner, create_owner
from pickface.purchasing import announcing
from pickface.purchasing.delivery_forms import DeliveryForm
from pickface.purchasing.forms import PurchaseOrderForm, PurchaseOrderLineForm
from pickface.purchasing.service import create_purchase_order
from pickface.tasks import planning
from tests import builders
from tests.scenarios.floor import Floor
from tests.scenarios.test_announced_deliveries import sscc
from tests.scenarios.test_nothing_announced import at_the_dock


@pytest.fixture
def floor(app: APIFlask) -> Floor:
    """A house that keeps goods of two clients, all of them tea."""
    floor = Floor(app)
    floor.item("TEA", "4006381333931", tracking="none")
    for code in ("ACME", "BOLT"):
        floor.write(lambda tx, code=code: create_owner(tx, OwnerForm(code=code, name=code.title())))
    return floor


def owner(floor: Floor, code: str) -> int:
    return int(floor.value("SELECT id FROM owner WHERE code = :code", code=code))


def lay(floor: Floor, whose: str, place: str, qty: int) -> None:
    who = owner(floor, whose)
    floor.write(
        lambda tx: builders.stock_up(
            tx, floor.site, floor.items["TEA"], floor.places[place], qty, owner_id=who
        )
    )


def order(floor: Floor, number: str, whose: str | None, qty: int, **more: object) -> int:
    form = OrderForm(number=number, owner=whose, lines=[OrderLineForm(item="TEA", qty=qty)], **more)  # type: ignore[arg-type]
    made, _ = floor.write(lambda tx: create_order(tx, floor.site.id, form))
    floor.orders[number] = made
    return int(made)


def promised(floor: Floor, number: str) -> int:
    return int(
        floor.value(
            "SELECT COALESCE(SUM(r.qty + r.taken), 0) FROM reservation r JOIN order_line l ON l.id = r.order_line_id "
            "WHERE l.order_id = :id",
            id=floor.orders[number],
        )
    )


def left(floor: Floor) -> dict[str, int]:
    """Units on shelves, by whose they are."""
    return {
        row["code"]: int(row["qty"])
        for row in floor.read(
            "SELECT w.code, SUM(b.qty) AS qty FROM balance b JOIN owner w ON w.id = b.owner_id "
            "JOIN place p ON p.id = b.place_id AND p.kind = 'bin' WHERE b.qty > 0 GROUP BY w.code"
        )
    }


def test_an_order_takes_its_owner_s_goods_and_nobody_else_s(floor: Floor) -> None:
    lay(floor, "house", "A-01-01", 5)
    lay(floor, "ACME", "A-02-01", 5)
    lay(floor, "BOLT", "A-03-01", 5)
    order(floor, "1", "ACME", 3)
    floor.release("1")
    linh = floor.person("Linh").next("pick")
    assert linh
    assert linh.task
    assert "A-02-01" in str(linh.task)
    assert "A-01-01" not in str(linh.task)
    assert "A-03-01" not in str(linh.task)
    linh.scan("T0001")
    linh.scan("A-02-01")
    linh.scan("TEA")
    linh.quantity(3)
    assert linh.scan("PACK-1") == "task_done"
    assert left(floor) == {"house": 5, "ACME": 2, "BOLT": 5}
    floor.check_books()


def test_a_short_order_waits_for_goods_of_its_own_owner(floor: Floor) -> None:
    lay(floor, "house", "A-01-01", 50)
    lay(floor, "BOLT", "A-03-01", 50)
    lay(floor, "ACME", "A-02-01", 2)
    order(floor, "1", "ACME", 6)
    assert promised(floor, "1") == 2
    with pytest.raises(planning.NotFullyReserved):
        floor.release("1")
    form = PurchaseOrderForm(
        number="P1", supplier="SUP", owner="ACME", lines=[PurchaseOrderLineForm(item="TEA", qty=4)]
    )
    floor.write(lambda tx: create_purchase_order(tx, floor.site.id, form))
    grace = floor.person("Grace", "receiver").open("P1")
    grace.scan("TEA")
    assert grace.quantity(4) == "need_into"
    assert grace.scan("LP000001") == "counted"
    grace.act("done")
    floor.work_off()
    assert grace.next("putaway")
    assert grace.place == "A-02-01", "beside what is the client's already"
    grace.scan("LP000001")
    assert grace.scan("A-01-01") == "fit_owner"
    assert grace.scan("A-03-01") == "fit_owner"
    assert grace.scan("A-02-01") == "task_done"
    floor.work_off()
    assert left(floor) == {"house": 50, "ACME": 6, "BOLT": 50}
    assert promised(floor, "1") == 6
    floor.release("1")
    linh = floor.person("Linh").next("pick")
    assert linh
    assert "A-01-01" not in str(linh.task)
    floor.check_books()


def test_the_house_waits_too_while_only_clients_have_goods(floor: Floor) -> None:
    lay(floor, "ACME", "A-02-01", 9)
    order(floor, "1", None, 1)
    assert promised(floor, "1") == 0


def test_numbers_of_two_clients_never_meet(floor: Floor) -> None:
    mine, theirs, ours = (order(floor, "7", whose, 1) for whose in ("ACME", "BOLT", None))
    assert len({mine, theirs, ours}) == 3
    assert order(floor, "7", "acme", 1) == mine, "the same again is the one that exists"
    with pytest.raises(OrderExists):
        order(floor, "7", "BOLT", 1, channel="ACME")
    with pytest.raises(UnknownOwner):
        order(floor, "8", "NOBODY", 1)


def test_orders_of_two_owners_never_become_one(floor: Floor) -> None:
    one, other = (
        order(floor, "1", "ACME", 1, channel="web"),
        order(floor, "2", "BOLT", 1, channel="web"),
    )
    with pytest.raises(splitting.OrdersDiffer):
        floor.write(lambda tx: splitting.merge(tx, floor.site.id, one, other, 1))


def test_a_part_that_was_split_off_is_the_same_owner_s(floor: Floor) -> None:
    lay(floor, "ACME", "A-02-01", 4)
    made = order(floor, "1", "ACME", 4)
    line = floor.value("SELECT id FROM order_line WHERE order_id = :id", id=made)
    part, _ = floor.write(lambda tx: splitting.split(tx, floor.site.id, made, {line: 1}, 1))
    assert floor.value("SELECT owner_id FROM orders WHERE id = :id", id=part) == owner(
        floor, "ACME"
    )


def test_goods_of_two_owners_that_a_receiver_mixes_are_told(floor: Floor) -> None:
    lay(floor, "BOLT", "A-03-01", 5)
    form = PurchaseOrderForm(
        number="P1", supplier="SUP", owner="ACME", lines=[PurchaseOrderLineForm(item="TEA", qty=9)]
    )
    floor.write(lambda tx: create_purchase_order(tx, floor.site.id, form))
    grace = floor.person("Grace", "receiver").open("P1")
    grace.scan("TEA")
    assert grace.scan("A-01-01") == "counted"
    assert floor.raised() == []
    grace.scan("TEA")
    assert grace.scan("A-03-01") == "counted", "what a device cannot know is booked"
    assert floor.raised() == ["owners_mixed"]
    assert left(floor) == {"ACME": 2, "BOLT": 5}


def test_goods_that_nobody_announced_are_told_too_where_they_are_laid_to_a_client_s(
    floor: Floor,
) -> None:
    lay(floor, "BOLT", "A-03-01", 5)
    at_the_dock(floor).scans("TEA", "A-03-01")
    assert floor.raised() == ["owners_mixed"]


def test_a_delivery_brings_goods_of_one_owner(floor: Floor) -> None:
    for number, whose in (("P1", None), ("P2", "ACME")):
        line = PurchaseOrderLineForm(item="TEA", qty=4)
        form = PurchaseOrderForm(number=number, supplier="SUP", owner=whose, lines=[line])
        floor.write(lambda tx, form=form: create_purchase_order(tx, floor.site.id, form))
    cartons = [
        {"sscc": sscc(n), "contents": [{"item": "TEA", "qty": 4, "purchase_order": f"P{n}"}]}
        for n in (1, 2)
    ]
    both = DeliveryForm.model_validate({"number": "ASN", "supplier": "SUP", "cartons": cartons})
    with pytest.raises(announcing.DeliveryOfTwoOwners):
        floor.write(lambda tx: announcing.announce(tx, floor.site.id, both))
    one = DeliveryForm.model_validate({"number": "ASN", "supplier": "SUP", "cartons": cartons[1:]})
    floor.write(lambda tx: announcing.announce(tx, floor.site.id, one))
    floor.person("Grace", "receiver").open(sscc(2)).scan(sscc(2))
    got = floor.read(
        "SELECT w.code, SUM(b.qty) AS qty FROM balance b JOIN owner w ON w.id = b.owner_id "
        "WHERE b.qty > 0 GROUP BY w.code"
    )
    assert [(row["code"], int(row["qty"])) for row in got] == [("ACME", 4)]
