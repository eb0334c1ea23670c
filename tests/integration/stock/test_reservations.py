"""Stories of promises: reserved when the order enters, pinned at release."""

from __future__ import annotations

import datetime as dt

import pytest

from pickface.db import Tx
from pickface.errors import NotFound
from pickface.stock import promises
from pickface.stock.reservations import (
    give_to_task,
    mark_short,
    pin_line,
    pins_of_line,
    release_line,
    rereserve,
    unpin,
)
from tests import builders as b
from tests.integration.stock.house import House


def dated(house: House, days: int, **values: object) -> int:
    """A lot of the item that expires in some days."""
    day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=days)
    return house.write(lambda tx: b.make_lot(tx, house.item, expires_on=day.isoformat(), **values))


def taken_from(house: House, line: int) -> list[tuple[int, int]]:
    """The bins (by their place in the row) and units that a line is pinned to."""
    return sorted((house.bins.index(pin.place_id), pin.qty) for pin in house.pin(line))


def age(house: House, bin_: int, days: int) -> None:
    """Goods in a bin came some days ago."""
    house.write(
        lambda tx: tx.run(
            "UPDATE balance SET first_in_at = first_in_at - :ms WHERE place_id = :place",
            ms=days * b.DAY_MS,
            place=house.bins[bin_],
        )
    )


def test_law_17_an_order_is_promised_what_there_is(house: House) -> None:
    house.stock(10)
    first, second = house.order(7), house.order(7)
    assert (house.reserve(first), house.reserve(second)) == (7, 3)
    assert house.level() == (10, 10, 0)
    assert house.reserve(house.order(1)) == 0


def test_nothing_is_promised_of_what_never_came(house: House) -> None:
    assert house.reserve(house.order(1)) == 0


def test_law_17_a_line_is_promised_only_what_it_still_wants(house: House) -> None:
    house.stock(10)
    line = house.order(6)
    [pin] = house.pin(line)
    house.pick(line, 2, pin=pin.reservation)
    house.write(lambda tx: tx.run("UPDATE order_line SET given_up = 1 WHERE id = :id", id=line))
    house.write(lambda tx: release_line(tx, line))
    assert house.reserve(line) == 3
    assert house.reserve(line) == 0


@pytest.mark.parametrize("state", ["cancelled", "shipped"])
def test_a_closed_order_is_promised_nothing(house: House, state: str) -> None:
    house.stock(10)
    line = house.order(6)
    house.write(lambda tx: tx.run("UPDATE orders SET state = :state", state=state))
    assert house.reserve(line) == 0


def test_a_line_that_nobody_knows(house: House) -> None:
    with pytest.raises(NotFound):
        house.reserve(999)


def test_several_lines_are_reserved_in_their_order(house: House) -> None:
    house.stock(5)
    one, two = house.order(4), house.order(4)
    assert house.write(lambda tx: rereserve(tx, [two, one])) == {two: 4, one: 1}
    assert house.write(lambda tx: rereserve(tx, [])) == {}


def test_a_released_line_has_no_promises(house: House) -> None:
    house.stock(5)
    house.stock(5, bin_=1)
    line = house.order(8)
    house.pin(line)
    assert house.write(lambda tx: release_line(tx, line)) == 8
    assert house.promised(line) == (0, 0, 0)
    assert house.level() == (10, 0, 10)
    assert house.write(lambda tx: release_line(tx, line)) == 0


def test_law_17_a_line_that_asks_for_a_lot_gets_this_lot_only(house: House) -> None:
    lot, other = dated(house, 90), dated(house, 10)
    house.stock(3, lot_id=lot)
    house.stock(9, bin_=1, lot_id=other)
    line = house.order(5, lot_id=lot)
    assert house.reserve(line) == 3
    assert house.reserve(house.order(5, lot_id=lot)) == 0
    assert taken_from(house, line) == [(0, 3)]


def test_a_lot_that_was_asked_for_by_name_is_left_to_who_asked(house: House) -> None:
    lot, other = dated(house, 10), dated(house, 90)
    house.stock(3, lot_id=lot)
    house.stock(9, bin_=1, lot_id=other)
    named = house.order(2, lot_id=lot)
    house.reserve(named)
    assert taken_from(house, house.order(5)) == [(0, 1), (1, 4)]
    assert taken_from(house, named) == [(0, 2)]


def test_a_serial_is_asked_for_by_its_lot(house: House) -> None:
    lot = dated(house, 90)
    serial = dated(house, 90, parent_id=lot)
    house.stock(1, lot_id=serial)
    house.stock(1, bin_=1)
    assert taken_from(house, house.order(2, lot_id=lot)) == [(0, 1)]


def test_law_17_a_serial_and_its_lot_are_not_promised_twice(house: House) -> None:
    lot, other = dated(house, 90), dated(house, 90)
    one, two = (dated(house, 90, parent_id=lot) for _ in range(2))
    house.stock(1, lot_id=one)
    house.stock(1, bin_=1, lot_id=two)
    house.stock(5, bin_=2, lot_id=other)
    serial, whole = house.order(1, lot_id=one), house.order(2, lot_id=lot)
    assert (house.reserve(serial), house.reserve(whole)) == (1, 1)
    assert house.reserve(house.order(1, lot_id=two)) == 0
    assert (taken_from(house, whole), taken_from(house, serial)) == ([(1, 1)], [(0, 1)])


def test_what_expires_first_goes_first(house: House) -> None:
    late, early = dated(house, 90), dated(house, 10)
    house.stock(4, bin_=2)
    house.stock(4, bin_=0, lot_id=late)
    house.stock(4, bin_=1, lot_id=early)
    assert taken_from(house, house.order(5)) == [(0, 1), (1, 4)]


def test_what_has_expired_is_never_pinned(house: House) -> None:
    house.stock(4, lot_id=dated(house, -1))
    line = house.order(2)
    assert house.pin(line) == []
    assert house.promised(line) == (2, 0, 0)


@pytest.mark.parametrize(
    ("zone", "at", "units"),
    [("Europe/Berlin", "2030-05-01T23:30", 0), ("America/New_York", "2030-05-02T01:00", 2)],
)
def test_goods_expire_with_the_day_of_their_site(
    house: House, zone: str, at: str, units: int
) -> None:
    house.stock(4, lot_id=house.write(lambda tx: b.make_lot(tx, house.item, "MAY", "2030-05-01")))
    line = house.order(2)
    house.reserve(line)

    def pinned(tx: Tx) -> int:
        tx.run("UPDATE site SET timezone = :zone", zone=zone)
        tx.now = int(dt.datetime.fromisoformat(f"{at}+00:00").timestamp() * 1000)
        return sum(pin.qty for pin in pin_line(tx, line))

    assert house.write(pinned) == units


def test_law_19_an_unknown_lot_of_dated_goods_is_promised_to_nobody(house: House) -> None:
    def story(tx: Tx) -> int:
        tx.run("UPDATE item SET tracking = 'lot_expiry' WHERE id = :id", id=house.item)
        return b.make_lot(tx, house.item, "unknown")

    house.stock(4, lot_id=house.write(story))
    assert house.level() == (4, 0, 0)


def test_first_in_first_out_by_the_day(house: House) -> None:
    house.stock(4, bin_=0)
    house.stock(4, bin_=1)
    age(house, 1, days=3)
    assert taken_from(house, house.order(5)) == [(0, 1), (1, 4)]


def test_of_the_same_day_the_fewest_bins(house: House) -> None:
    house.stock(2, bin_=0)
    house.stock(6, bin_=1)
    house.stock(3, bin_=2)
    assert taken_from(house, house.order(6)) == [(1, 6)]
    assert taken_from(house, house.order(4)) == [(0, 1), (2, 3)]


def test_of_equal_bins_the_lower_level(house: House) -> None:
    def high(tx: Tx) -> None:
        tx.run("UPDATE place SET level = '10' WHERE id = :id", id=house.bins[0])
        tx.run("UPDATE place SET level = '2' WHERE id = :id", id=house.bins[1])
        tx.run("UPDATE place SET level = '04' WHERE id = :id", id=house.bins[2])

    house.write(high)
    for bin_ in range(3):
        house.stock(5, bin_=bin_)
    assert taken_from(house, house.order(5)) == [(1, 5)]


def test_a_line_may_need_more_bins_than_are_looked_at_at_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(promises, "BINS_AT_ONCE", 1)
    for bin_ in range(3):
        house.stock(2, bin_=bin_)
    assert taken_from(house, house.order(5)) == [(0, 2), (1, 2), (2, 1)]


def test_law_17_pins_belong_to_a_task_and_can_change_hands(house: House) -> None:
    house.stock(5)
    line = house.order(5)
    house.reserve(line)
    [pin] = house.write(lambda tx: pin_line(tx, line, task_id=7))
    task = "SELECT task_id FROM reservation WHERE id = :id"
    assert house.write(lambda tx: tx.value(task, id=pin.reservation)) == 7
    house.write(lambda tx: give_to_task(tx, [pin.reservation], 8))
    house.write(lambda tx: pin_line(tx, line, task_id=9))
    assert house.write(lambda tx: tx.value(task, id=pin.reservation)) == 8
    assert (pin.place, pin.lot, pin.container, pin.qty) == ("A-01-01", "", "", 5)


def test_law_17_unpinned_goods_stay_promised(house: House) -> None:
    house.stock(5)
    line = house.order(5)
    pins = [pin.reservation for pin in house.pin(line)]
    assert house.write(lambda tx: unpin(tx, [*pins, *pins, 999])) == []
    assert house.promised(line) == (5, 0, 0)
    assert house.pinned(house.bins[0]) == 0
    assert house.level() == (5, 5, 0)
    assert house.write(lambda tx: pins_of_line(tx, line)) == []


def test_unpinned_goods_on_their_way_are_promised_from_what_is_available(house: House) -> None:
    house.stock(5)
    line = house.order(5)
    house.pin(line)
    house.move(5, house.bins[0], house.site.floor)
    house.stock(2, bin_=1)
    pins = house.write(lambda tx: [pin.reservation for pin in pins_of_line(tx, line)])
    [loosened] = house.write(lambda tx: unpin(tx, pins))
    assert (loosened.order_line_id, loosened.qty) == (line, 3)
    assert house.promised(line) == (2, 0, 0)
    assert house.jobs() == [("reserve", str(line))]


def test_law_18_a_short_sends_nobody_else_to_the_same_empty_bin(house: House) -> None:
    house.stock(5)
    line = house.order(3)
    house.pin(line)
    loosened = house.write(lambda tx: mark_short(tx, house.key(house.bins[0]), 0))
    assert [(each.order_line_id, each.qty) for each in loosened] == [(line, 3)]
    assert house.held(house.bins[0]) == 5
    assert house.level() == (5, 0, 0)
    assert house.jobs() == [("reserve", str(line))]
    assert house.reserve(line) == 0


def test_law_18_a_short_releases_the_latest_ship_by_there(house: House) -> None:
    house.stock(10)
    late, early = house.order(4, days=9), house.order(4, days=1)
    house.pin(early), house.pin(late)
    loosened = house.write(lambda tx: mark_short(tx, house.key(house.bins[0]), 5))
    assert [(each.order_line_id, each.qty) for each in loosened] == [(late, 3)]
    assert (house.pinned(house.bins[0]), house.held(house.bins[0])) == (5, 5)


def test_law_18_a_short_also_takes_from_those_who_were_promised_by_item(house: House) -> None:
    house.stock(10)
    line = house.order(8)
    house.reserve(line)
    loosened = house.write(lambda tx: mark_short(tx, house.key(house.bins[0]), 5))
    assert [(each.order_line_id, each.qty) for each in loosened] == [(line, 3)]
    assert house.level() == (10, 5, 0)


def test_law_18_the_last_look_counts(house: House) -> None:
    house.stock(10)
    key = house.key(house.bins[0])
    for left, held in ((2, 8), (7, 3), (20, 0)):
        assert house.write(lambda tx, left=left: mark_short(tx, key, left)) == []
        assert house.held(house.bins[0]) == held


def test_law_18_a_short_in_a_tote_on_the_floor_changes_nothing_that_is_available(
    house: House,
) -> None:
    house.stock(5)
    house.move(3, house.bins[0], house.site.floor, to_container="T0001")
    key = house.key(house.site.floor, container="T0001")
    assert house.write(lambda tx: mark_short(tx, key, 1)) == []
    assert house.held(house.site.floor, "T0001") == 2
    assert house.level() == (5, 0, 2)


def test_a_short_where_the_books_have_nothing(house: House) -> None:
    assert house.write(lambda tx: mark_short(tx, house.key(house.bins[0]), 0)) == []


def test_a_line_that_lost_its_promise_twice_is_queued_once_and_anew(house: House) -> None:
    house.stock(6)
    line = house.order(6)
    house.pin(line)
    key = house.key(house.bins[0])
    house.write(lambda tx: mark_short(tx, key, 4))
    house.write(lambda tx: tx.run("UPDATE job SET leased_until = 99, attempts = 3"))
    house.write(lambda tx: mark_short(tx, key, 2))
    rows = house.write(lambda tx: tx.all("SELECT leased_until, attempts FROM job"))
    assert [tuple(dict(row).values()) for row in rows] == [(0, 0)]


def test_a_promise_grows_as_goods_come_in(house: House) -> None:
    house.stock(2)
    line = house.order(5)
    assert house.reserve(line) == 2
    house.stock(9)
    assert house.reserve(line) == 3
    assert house.write(lambda tx: tx.value("SELECT COUNT(*) FROM reservation")) == 1


def test_a_pin_on_goods_on_their_way_is_released_or_used_up_without_touching_what_is_available(
    house: House,
) -> None:
    house.stock(5)
    one, two = house.order(2), house.order(3)
    house.pin(one), house.pin(two)
    house.move(5, house.bins[0], house.site.floor)
    house.stock(4, bin_=1)
    assert house.write(lambda tx: release_line(tx, one)) == 2
    house.pick(two, 3, bin_=1)
    assert house.promised(two) == (0, 0, 3)
    assert house.pinned(house.site.floor) == 0
    assert house.level() == (9, 0, 1)
