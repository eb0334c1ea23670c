"""A customer, or an item, asks for goods that are still good for some days when they leave; the strictest counts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pickface.db import Tx, db
from pickface.orders import showing, splitting, substituting
from pickface.orders.forms import OrderForm
from pickface.orders.service import create_order
from pickface.stock.reservations import reserve_line
from pickface.tasks import planning
from tests.scenarios.floor import Floor
from tests.scenarios.test_shelf_life import available, lacking, milk


def order(floor: Floor, number: str, days: int, *, lot: str = "", **lines: int) -> int:
    """An order that leaves tomorrow, as a shop or a desk takes it."""
    form = OrderForm(
        number=number,
        shelf_days_left=days,
        lines=[{"item": sku, "qty": qty, "lot": lot} for sku, qty in lines.items()],
    )
    made: int = floor.write(lambda tx: create_order(tx, floor.site.id, form)[0])
    floor.orders[number] = made
    return made


def shown(floor: Floor, number: str) -> dict[str, Any]:
    with floor.app.app_context():
        line = showing.show_order(floor.site.id, floor.orders[number])["lines"][0]
        db.session.remove()
    return dict(line)


def day(left: int) -> str:
    return (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=left)).isoformat()


def test_lots_too_short_are_not_promised_and_the_page_says_why_it_waits(floor: Floor) -> None:
    milk(floor, 10, 30)
    order(floor, "1042", 20, MILK=4)
    assert lacking(floor, "1042") == 2
    line = shown(floor, "1042")
    assert (line["lacking"], line["too_short"], line["fresh_from"]) == (2, 2, day(21))
    with pytest.raises(planning.NotFullyReserved):
        floor.release("1042")
    # Others are promised what this one may not have.
    assert available(floor) == 2
    order(floor, "1043", 0, MILK=2)
    assert lacking(floor, "1043") == 0


def test_nobody_without_such_a_wish_takes_what_is_promised_to_it(floor: Floor) -> None:
    milk(floor, 10, 30)
    order(floor, "1042", 20, MILK=2)
    order(floor, "1043", 0, MILK=2)
    floor.release("1043")
    floor.release("1042")
    places = {}
    for name in ("Sofia", "Ben"):
        person = floor.person(name).next("pick")
        assert person
        assert person.task
        person.scan("T0001" if name == "Sofia" else "T0002")
        places[person.task["title"].split()[-1]] = person.place
    assert places == {"1043": "A-01-01", "1042": "A-02-01"}


def test_each_day_that_is_asked_for_has_its_own_goods(floor: Floor) -> None:
    milk(floor, 10, 20, 30)
    order(floor, "1", 5, MILK=4)
    order(floor, "2", 15, MILK=2)
    # Of six units four are promised to who takes any and two to who takes the two later lots: the last two are gone.
    assert (lacking(floor, "1"), lacking(floor, "2")) == (0, 0)
    order(floor, "3", 25, MILK=1)
    assert lacking(floor, "3") == 1


def test_a_stricter_wish_is_not_promised_what_looser_ones_need(floor: Floor) -> None:
    milk(floor, 10, 30)
    order(floor, "1", 20, MILK=1)
    order(floor, "2", 25, MILK=2)
    # Both want the later lot, which has two.
    assert (lacking(floor, "1"), lacking(floor, "2")) == (0, 1)


def test_the_item_asks_as_well_and_the_strictest_counts(floor: Floor) -> None:
    milk(floor, 10, 30)
    floor.write(lambda tx: tx.run("UPDATE item SET shelf_days_left = 15"))
    order(floor, "1042", 3, MILK=3)
    assert (lacking(floor, "1042"), shown(floor, "1042")["fresh_from"]) == (1, day(16))
    order(floor, "1043", 40, MILK=1)
    assert shown(floor, "1043")["fresh_from"] == day(41)


def test_a_lot_that_is_asked_for_by_name_must_be_good_as_well(floor: Floor) -> None:
    milk(floor, 10, 30)
    order(floor, "1042", 20, lot="L1", MILK=1)
    order(floor, "1043", 20, lot="L2", MILK=1)
    assert (lacking(floor, "1042"), lacking(floor, "1043")) == (1, 0)


def test_a_short_bin_is_replaced_by_one_that_is_good_for_long_enough(floor: Floor) -> None:
    milk(floor, 10, 30, 40)
    order(floor, "1042", 20, MILK=2)
    floor.release("1042")
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    assert sofia.place == "A-02-01"
    sofia.scan("A-02-01")
    sofia.act("short", left=0)
    sofia.look_again()
    assert sofia.place == "A-03-01"
    sofia.scan("A-03-01")
    sofia.act("short", left=0)
    floor.work_off()
    # The bin that is left would be too old: nobody is sent there.
    assert floor.order_state("1042") in ("open", "released")
    assert lacking(floor, "1042") == 2
    assert floor.at("A-01-01") == 2


def test_a_substitute_is_good_for_as_long(floor: Floor) -> None:
    milk(floor, 10)
    floor.item("CREAM", tracking="lot_expiry")
    for n, left in ((2, 10), (3, 30)):
        floor.stock(f"A-0{n}-01", "CREAM", 2, lot=f"C{n}", expires_on=day(left))
    number = order(floor, "1042", 20, MILK=3)

    def stand_in(tx: Tx) -> None:
        pair = {"item_id": floor.items["MILK"], "other_id": floor.items["CREAM"], "rank": 1}
        tx.insert_many("substitute", [pair])
        tx.run("UPDATE orders SET substitutes = 1")
        substituting.by_itself(tx, number)

    floor.write(stand_in)
    found = floor.read(
        "SELECT l.qty, l.given_up, i.sku FROM order_line l JOIN item i ON i.id = l.item_id ORDER BY l.id"
    )
    assert [(one["sku"], one["qty"] - one["given_up"]) for one in found] == [("MILK", 1), ("CREAM", 2)]  # fmt: skip


def test_a_part_that_is_split_off_keeps_the_wish_and_what_comes_fresh_serves_it(
    floor: Floor,
) -> None:
    milk(floor, 10, 30)
    order(floor, "1042", 20, MILK=4)
    line = floor.value("SELECT id FROM order_line")
    boss = floor.person("Mara", "manager").id
    other = floor.write(
        lambda tx: splitting.split(tx, floor.site.id, floor.orders["1042"], {line: 2}, boss)[0]
    )
    days = floor.read("SELECT fresh_from FROM order_line")
    assert {one["fresh_from"] for one in days} == {day(21)}
    assert floor.value("SELECT shelf_days_left FROM orders WHERE id = :id", id=other) == 20
    floor.stock("A-03-01", "MILK", 2, lot="L9", expires_on=day(40))
    lines = floor.read("SELECT id FROM order_line ORDER BY id")
    floor.write(lambda tx: [reserve_line(tx, one["id"]) for one in lines])
    assert floor.value("SELECT SUM(qty) FROM reservation") == 4
