"""Goods that have expired, or will too soon for a customer, are promised to nobody, and nobody is sent to them."""

from __future__ import annotations

import datetime as dt

import pytest

from pickface.db import db
from pickface.stock.reservations import reserve_line
from pickface.tasks import planning, shelf_life
from tests.scenarios.floor import Floor


def look(floor: Floor) -> None:
    """A quarter of an hour is over."""
    with floor.app.app_context():
        floor.engine.jobs[shelf_life.JOB](floor.engine.writer, str(floor.site.id))
        db.session.remove()
    floor.work_off()


def milk(floor: Floor, *days: int) -> None:
    """Two milks in each of some bins, that expire in so many days."""
    floor.item("MILK", tracking="lot_expiry")
    today = dt.datetime.now(dt.UTC).date()
    for n, left in enumerate(days, 1):
        expires_on = (today + dt.timedelta(days=left)).isoformat()
        floor.stock(f"A-0{n}-01", "MILK", 2, lot=f"L{n}", expires_on=expires_on)


def available(floor: Floor) -> int:
    return int(floor.value("SELECT pickable - reserved - unreservable FROM stock_level"))


def lacking(floor: Floor, number: str) -> int:
    """Units of an order that are promised to it by nothing."""
    return int(
        floor.value(
            "SELECT SUM(l.qty - COALESCE((SELECT SUM(r.qty + r.taken) FROM reservation r "
            "WHERE r.order_line_id = l.id), 0)) FROM order_line l WHERE l.order_id = :id",
            id=floor.orders[number],
        )
    )


def test_what_has_expired_is_available_to_nobody(floor: Floor) -> None:
    milk(floor, -1, 0, 30)
    look(floor)
    assert available(floor) == 4
    floor.order("1042", release=False, MILK=6)
    assert lacking(floor, "1042") == 2
    with pytest.raises(planning.NotFullyReserved):
        floor.release("1042")
    assert floor.order_state("1042") == "open"


def test_a_site_leaves_its_customers_some_days(floor: Floor) -> None:
    milk(floor, 9, 10)
    floor.settings(shelf_days_left=10)
    look(floor)
    assert available(floor) == 2
    floor.settings(shelf_days_left=9)
    look(floor)
    assert available(floor) == 4
    floor.settings(shelf_days_left=3650)
    look(floor)
    assert available(floor) == 0


def test_who_waited_is_promised_what_is_fresh_and_the_latest_gets_less(floor: Floor) -> None:
    milk(floor, 3, 30)
    floor.order("1042", release=False, MILK=2)
    floor.order("1043", release=False, MILK=2)
    floor.settings(shelf_days_left=7)
    look(floor)
    assert sorted([lacking(floor, "1042"), lacking(floor, "1043")]) == [0, 2]
    floor.settings(shelf_days_left=0)
    look(floor)
    floor.write(
        lambda tx: [
            reserve_line(tx, line["id"]) for line in tx.all("SELECT id FROM order_line ORDER BY id")
        ]
    )
    assert [lacking(floor, "1042"), lacking(floor, "1043")] == [0, 0]


def test_who_is_on_the_way_to_old_goods_is_sent_to_fresh_ones(floor: Floor) -> None:
    milk(floor, 3, 30)
    floor.order("1042", MILK=2)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    assert sofia.place == "A-01-01"
    floor.settings(shelf_days_left=7)
    look(floor)
    sofia.look_again()
    assert sofia.place == "A-02-01"
    sofia.scans("A-02-01", "MILK")
    assert sofia.quantity(2) == "step_done"
    assert sofia.scan("PACK-1") == "task_done"
    assert (floor.at("A-01-01"), floor.inside("T0001")) == (2, {"MILK": 2})


def test_what_was_taken_before_the_news_came_is_in_the_tote(floor: Floor) -> None:
    milk(floor, 3, 30)
    floor.order("1042", MILK=2)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    sofia.go_offline()
    sofia.scans("A-01-01", "MILK")
    sofia.quantity(2)
    floor.settings(shelf_days_left=7)
    look(floor)
    assert set(sofia.come_back()) == {"booked"}
    floor.work_off()
    sofia.look_again()
    assert sofia.scan("PACK-1") == "task_done"
    assert (floor.at("A-02-01"), floor.inside("T0001")) == (2, {"MILK": 2})


def test_goods_that_come_into_a_bin_too_old_are_promised_to_nobody(floor: Floor) -> None:
    floor.settings(shelf_days_left=7)
    look(floor)
    milk(floor, 3, 30)
    assert available(floor) == 2
