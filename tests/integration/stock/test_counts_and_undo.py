"""Stories of counting, adjusting and undoing."""

from __future__ import annotations

from typing import Any

import pytest

from pickface.db import Tx
from pickface.errors import BadRequest
from pickface.stock.carrying import move_container
from pickface.stock.ledger import (
    Cause,
    NewMove,
    NotEnough,
    Posted,
    SerialConflict,
    UndoTooLate,
    adjust,
    post_moves,
    reconsider,
    reverse_moves,
)
from pickface.stock.reservations import mark_short
from tests import builders as b
from tests.integration.stock.house import House


def settle(house: House, bin_: int = 0, **values: Any) -> Posted:
    return house.write(
        lambda tx: adjust(
            tx, item_id=house.item, place_id=house.bins[bin_], cause=house.cause(), **values
        )
    )


def undo(house: House, cause: Cause) -> Posted:
    return house.write(lambda tx: reverse_moves(tx, cause.id, house.cause()))


def test_law_20_a_count_settles_with_lost_and_found(house: House) -> None:
    house.stock(10)
    settle(house, counted_qty=7)
    assert (house.qty(house.bins[0]), house.qty(house.site.lost_found)) == (7, 3)
    settle(house, counted_qty=12)
    assert (house.qty(house.bins[0]), house.qty(house.site.lost_found)) == (12, -2)
    assert house.level() == (12, 0, 12)


def test_law_20_a_count_frees_what_was_held_for_it(house: House) -> None:
    house.stock(10)
    house.write(lambda tx: mark_short(tx, house.key(house.bins[0]), 4))
    assert house.level() == (10, 0, 4)
    settle(house, counted_qty=10)
    assert house.level() == (10, 0, 10)


def test_a_count_of_a_bin_that_the_books_do_not_know(house: House) -> None:
    assert settle(house, counted_qty=0).move_ids == []
    settle(house, counted_qty=3)
    assert house.level() == (3, 0, 3)


def test_law_20_a_count_below_the_promises_releases_the_latest(house: House) -> None:
    house.stock(10)
    late, early = house.order(5, days=9), house.order(5, days=1)
    house.pin(late), house.pin(early)
    assert [(each.order_line_id, each.qty) for each in settle(house, counted_qty=6).loosened] == [
        (late, 4)
    ]


def test_an_adjustment_is_more_or_fewer(house: House) -> None:
    house.stock(5)
    settle(house, delta=3, kind="adjust")
    settle(house, delta=-2, kind="adjust")
    assert house.qty(house.bins[0]) == 6
    with pytest.raises(NotEnough) as refused:
        settle(house, delta=-7)
    assert refused.value.params == {"qty": 7, "there": 6}


@pytest.mark.parametrize("values", [{}, {"counted_qty": 1, "delta": 1}, {"counted_qty": -1}])
def test_an_adjustment_says_one_thing(house: House, values: dict[str, int]) -> None:
    with pytest.raises(BadRequest):
        settle(house, **values)


def test_law_19_a_serial_that_is_booked_elsewhere_is_not_counted_in(house: House) -> None:
    def story(tx: Tx) -> None:
        item = b.make_item(tx, tracking="serial")
        serial = b.make_lot(tx, item, "SN1")
        b.stock_up(tx, house.site, item, house.bins[0], 1, lot_id=serial)
        adjust(
            tx,
            item_id=item,
            lot_id=serial,
            place_id=house.bins[1],
            counted_qty=1,
            cause=house.cause(),
        )

    with pytest.raises(SerialConflict):
        house.write(story)


def test_law_15_an_undone_pick_lies_in_its_bin_again_pinned_to_its_line(house: House) -> None:
    house.stock(10)
    line = house.order(3)
    [pin] = house.pin(line)
    cause = house.cause()
    house.pick(line, 3, pin=pin.reservation, cause=cause)
    posted = undo(house, cause)
    assert len(posted.move_ids) == 1
    assert (house.qty(house.bins[0]), house.pinned(house.bins[0])) == (10, 3)
    assert house.promised(line) == (0, 3, 0)
    assert house.level() == (10, 3, 7)


def test_law_15_an_undone_pick_from_another_bin_is_pinned_there(house: House) -> None:
    house.stock(3)
    house.stock(3, bin_=1)
    line = house.order(3)
    [pin] = house.pin(line)
    other = 1 - house.bins.index(pin.place_id)
    cause = house.cause()
    house.pick(line, 2, bin_=other, cause=cause)
    undo(house, cause)
    assert house.pinned(house.bins[other]) == 2
    assert house.promised(line) == (0, 3, 0)


def test_units_that_the_line_gave_up_meanwhile_are_not_promised_again(house: House) -> None:
    house.stock(3)
    line = house.order(3)
    [pin] = house.pin(line)
    cause = house.cause()
    house.pick(line, 3, pin=pin.reservation, cause=cause)
    house.write(lambda tx: tx.run("UPDATE order_line SET given_up = 3 WHERE id = :id", id=line))
    undo(house, cause)
    assert house.promised(line) == (0, 0, 0)
    assert house.level() == (3, 0, 3)


def test_units_that_come_back_to_a_closed_bin_are_promised_by_item(house: House) -> None:
    house.stock(3)
    line = house.order(3)
    [pin] = house.pin(line)
    cause = house.cause()
    house.pick(line, 3, pin=pin.reservation, cause=cause)
    house.stock(9, bin_=1)

    def close(tx: Tx) -> None:
        tx.run("UPDATE place SET pickable = 0 WHERE id = :id", id=house.bins[0])
        reconsider(tx, house.cause(), place_id=house.bins[0])

    house.write(close)
    undo(house, cause)
    assert house.promised(line) == (3, 0, 0)


def test_law_15_an_undone_find_is_no_find(house: House) -> None:
    house.stock(1)
    cause = house.cause()
    found = house.move(4, house.bins[0], house.site.floor, cause=cause)
    posted = undo(house, cause)
    assert [(r.find_id, r.qty, r.left) for r in posted.reversed] == [(found.finds[0].move_id, 3, 0)]
    assert house.qty(house.bins[0]) == 1
    assert house.qty(house.site.lost_found) == 0
    assert house.move(5, house.site.supplier, house.bins[0]).reversed == []


def test_a_find_that_was_explained_by_an_undone_arrival_is_open_again(house: House) -> None:
    house.move(4, house.bins[0], house.site.floor)
    cause = house.cause()
    house.move(4, house.site.supplier, house.bins[0], cause=cause)
    assert [find.qty for find in undo(house, cause).finds] == [4]
    assert house.qty(house.site.lost_found) == -4
    assert [r.left for r in house.move(9, house.site.supplier, house.bins[0]).reversed] == [0]


def test_what_was_explained_meanwhile_is_not_brought_back_twice(house: House) -> None:
    cause = house.cause()
    house.move(4, house.bins[0], house.site.floor, cause=cause)
    house.move(4, house.site.supplier, house.bins[0])
    undo(house, cause)
    assert house.qty(house.bins[0]) == 4
    assert house.qty(house.site.lost_found) == 0


def test_law_15_an_undone_replenishment_carries_pins_back(house: House) -> None:
    house.stock(5)
    line = house.order(5)
    house.pin(line)
    cause = house.cause()
    house.move(5, house.bins[0], house.bins[1], cause=cause)
    undo(house, cause)
    assert house.pinned(house.bins[0]) == 5


def test_law_15_it_is_too_late_when_the_goods_went_on(house: House) -> None:
    house.stock(5)
    cause = house.cause()
    house.move(3, house.bins[0], house.site.floor, cause=cause)
    house.move(1, house.site.floor, house.site.customer)
    with pytest.raises(UndoTooLate):
        undo(house, cause)


@pytest.mark.parametrize("bin_", [0, 1])
def test_law_15_it_is_too_late_after_a_count_at_either_end(house: House, bin_: int) -> None:
    house.stock(5)
    cause = house.cause()
    house.move(3, house.bins[0], house.bins[1], cause=cause)

    def count_later(tx: Tx) -> None:
        tx.now += 1
        there = (2, 3)[bin_]
        adjust(
            tx,
            item_id=house.item,
            place_id=house.bins[bin_],
            counted_qty=there,
            cause=house.cause(),
        )

    house.write(count_later)
    with pytest.raises(UndoTooLate):
        undo(house, cause)


def test_law_15_an_undo_is_not_undone_and_nothing_is_undone_twice(house: House) -> None:
    house.stock(5)
    cause, back = house.cause(), house.cause()
    house.move(3, house.bins[0], house.bins[1], cause=cause)
    house.write(lambda tx: reverse_moves(tx, cause.id, back))
    with pytest.raises(UndoTooLate):
        undo(house, back)
    assert undo(house, cause).move_ids == []
    assert undo(house, house.cause()).move_ids == []


def roll(house: House, place: int, cause: Cause | None = None) -> None:
    house.write(lambda tx: move_container(tx, "P0001", place, cause or house.cause()))


def container_at(house: House) -> int:
    return house.write(
        lambda tx: int(tx.value("SELECT place_id FROM container WHERE code = 'P0001'"))
    )


@pytest.mark.parametrize("where", ["bin", "customer"])
def test_an_undone_container_move_brings_the_container_back(house: House, where: str) -> None:
    house.move(5, house.site.supplier, house.site.floor, to_container="P0001")
    cause = house.cause()
    roll(house, house.bins[0] if where == "bin" else house.site.customer, cause)
    undo(house, cause)
    assert container_at(house) == house.site.floor
    assert house.qty(house.site.floor, "P0001") == 5


def test_law_15_it_is_too_late_when_the_container_got_more_since(house: House) -> None:
    house.move(5, house.site.supplier, house.site.floor, to_container="P0001")
    cause = house.cause()
    roll(house, house.bins[0], cause)
    house.move(1, house.site.supplier, house.bins[0], to_container="P0001")
    with pytest.raises(UndoTooLate):
        undo(house, cause)


def test_law_15_it_is_too_late_when_the_container_went_on(house: House) -> None:
    house.move(5, house.site.supplier, house.site.floor, to_container="P0001")
    cause = house.cause()
    house.move(2, house.site.floor, house.bins[0], cause=cause, from_container="P0001")
    roll(house, house.bins[1])
    with pytest.raises(UndoTooLate):
        undo(house, cause)


def test_what_two_events_moved_is_undone_one_by_one(house: House) -> None:
    house.stock(5)
    first, second = house.cause(), house.cause()
    moves = [NewMove("move", house.item, 1, house.bins[0], house.bins[n]) for n in (1, 2)]
    house.write(lambda tx: post_moves(tx, moves, first))
    house.move(3, house.bins[0], house.bins[1], cause=second)
    undo(house, first)
    assert [house.qty(place) for place in house.bins] == [2, 3, 0]
