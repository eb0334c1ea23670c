"""What people ask about stock."""

from __future__ import annotations

from pickface.db import Tx
from pickface.stock import balances
from pickface.stock.reservations import mark_short
from tests import builders as b
from tests.integration.stock.house import House


def test_the_level_of_an_item_tells_where_it_is(house: House) -> None:
    lot = house.write(lambda tx: b.make_lot(tx, house.item, "L7", "2090-01-01"))
    house.stock(10)
    house.stock(4, bin_=1, lot_id=lot)
    house.pin(house.order(3))
    house.move(2, house.bins[0], house.site.floor, to_container="T0001")
    house.write(lambda tx: mark_short(tx, house.key(house.bins[0]), 5))
    with house.app.app_context():
        found = balances.levels(house.item)
    assert {name: found[name] for name in ("on_hand", "reserved", "available", "incoming")} == {
        "on_hand": 14, "reserved": 3, "available": 6, "incoming": 0,
    }  # fmt: skip
    assert [
        (
            p["place"],
            p["lot"],
            p["expires_on"],
            p["container"],
            p["qty"],
            p["pinned"],
            p["unreservable"],
        )
        for p in found["places"]
    ] == [
        ("A-01-01", "", "", "", 8, 0, 3),
        ("A-02-01", "L7", "2090-01-01", "", 4, 3, 0),
        ("FLOOR", "", "", "T0001", 2, 0, 0),
    ]


def test_incoming_is_what_suppliers_still_owe(house: House) -> None:
    def build(tx: Tx) -> None:
        supplier = b.make_supplier(tx)
        lines = [(house.item, 10), (house.item, 5)]
        order = b.make_purchase_order(tx, house.site.id, supplier, lines)
        tx.run("UPDATE purchase_order_line SET received = 4 WHERE id = :id", id=order.lines[0])
        tx.run("UPDATE purchase_order_line SET received = 9 WHERE id = :id", id=order.lines[1])
        for state in ("receiving", "received", "cancelled"):
            b.make_purchase_order(tx, house.site.id, supplier, [(house.item, 100)], state=state)

    house.write(build)
    with house.app.app_context():
        assert balances.levels(house.item)["incoming"] == 106
        assert balances.levels(house.item, house.site.id)["incoming"] == 106
        assert balances.levels(house.item, 999)["incoming"] == 0


def test_many_items_are_asked_for_at_once(house: House) -> None:
    other = house.write(b.make_item)
    house.stock(5)
    with house.app.app_context():
        assert balances.levels_of_items([house.item, other, house.item]) == {
            house.item: {"on_hand": 5, "reserved": 0, "available": 5, "incoming": 0},
            other: {"on_hand": 0, "reserved": 0, "available": 0, "incoming": 0},
        }
        assert balances.levels_of_items([]) == {}


def test_what_lies_at_a_place_and_in_a_container(house: House) -> None:
    house.stock(5)
    house.move(2, house.bins[0], house.site.floor, to_container="T0001")
    house.move(1, house.bins[0], house.site.floor)
    with house.app.app_context():
        place = balances.contents_of_place(house.site.floor)
        tote = balances.contents_of_container("T0001")
        assert balances.contents_of_container("") == []
    assert [(row["container"], row["qty"]) for row in place] == [("", 1), ("T0001", 2)]
    assert [(row["place"], row["item_id"], row["qty"]) for row in tote] == [
        ("FLOOR", house.item, 2)
    ]
