"""Stories of goods that move, told on both databases."""

from __future__ import annotations

import pytest

from pickface.db import Tx
from pickface.errors import BadRequest, NotFound
from pickface.stock.carrying import move_container
from pickface.stock.ledger import (
    Cause,
    NewMove,
    NotFindable,
    SerialConflict,
    adjust,
    forget_long_empty,
    post_moves,
    reconsider,
)
from pickface.stock.on_hand import REMEMBERED_MS
from pickface.stock.reservations import mark_short
from tests import builders as b
from tests.integration.stock.house import House


def test_a_pick_with_its_own_pin_is_five_statements_and_a_lock_where_writers_are_many(
    house: House,
) -> None:
    house.stock(10)
    line = house.order(3)
    [pin] = house.pin(line)

    def pick(tx: Tx) -> tuple[int, str]:
        move = NewMove(
            "pick", house.item, 3, house.bins[0], house.site.floor,
            to_container="T0001", reservation_id=pin.reservation, order_line_id=line,
        )  # fmt: skip
        post_moves(tx, [move], house.cause())
        return tx.statements, tx.dialect

    assert house.write(pick) in {(5, "sqlite"), (6, "postgresql")}
    assert house.qty(house.bins[0]) == 7
    assert house.qty(house.site.floor, "T0001") == 3
    assert house.level() == (10, 0, 7)
    assert house.promised(line) == (0, 0, 3)


def test_goods_come_from_the_supplier_who_is_below_zero(house: House) -> None:
    posted = house.move(12, house.site.supplier, house.bins[0], kind="receive")
    assert len(posted.move_ids) == 1
    assert house.qty(house.site.supplier) == -12
    assert house.level() == (12, 0, 12)


def test_law_17_goods_in_a_station_are_on_hand_but_not_available(house: House) -> None:
    house.move(5, house.site.supplier, house.site.floor)
    assert house.level() == (5, 0, 0)


def test_law_19_a_pick_of_what_the_books_do_not_have_is_found_first(house: House) -> None:
    house.stock(2)
    line = house.order(5)
    posted = house.pick(line, 5)
    [find] = posted.finds
    assert (find.place_id, find.item_id, find.qty) == (house.bins[0], house.item, 3)
    assert find.move_id < posted.move_ids[0]
    assert house.qty(house.bins[0]) == 0
    assert house.qty(house.site.floor, "T0001") == 5
    assert house.qty(house.site.lost_found) == -3


def test_law_19_a_find_in_a_tote_is_found_in_the_tote(house: House) -> None:
    posted = house.move(2, house.site.floor, house.bins[0], from_container="T0001", to_container="")
    assert [(f.place_id, f.container, f.qty) for f in posted.finds] == [
        (house.site.floor, "T0001", 2)
    ]


def test_law_19_goods_that_come_late_explain_a_find(house: House) -> None:
    found = house.move(3, house.bins[0], house.site.floor, to_container="T0001")
    posted = house.move(5, house.site.floor, house.bins[0])
    [back] = posted.reversed
    assert (back.find_id, back.qty, back.left) == (found.finds[0].move_id, 3, 0)
    assert house.qty(house.bins[0]) == 2
    # Taking five off the floor found them there; that find is open still.
    assert house.qty(house.site.lost_found) == -5


def test_law_19_a_find_is_explained_as_far_as_goods_arrive(house: House) -> None:
    found = house.move(5, house.bins[0], house.site.customer)
    first = house.move(2, house.site.supplier, house.bins[0])
    second = house.move(9, house.site.supplier, house.bins[0])
    third = house.move(9, house.site.supplier, house.bins[0])
    assert [(r.find_id, r.qty, r.left) for r in [*first.reversed, *second.reversed]] == [
        (found.finds[0].move_id, 2, 3),
        (found.finds[0].move_id, 3, 0),
    ]
    assert third.reversed == []
    assert house.qty(house.bins[0]) == 15


def test_law_19_a_find_in_a_tote_is_explained_where_the_tote_stands_by_then(house: House) -> None:
    house.stock(5)
    found = house.move(3, house.site.floor, house.bins[1], from_container="T0001")
    house.write(lambda tx: move_container(tx, "T0001", house.bins[2], house.cause()))
    posted = house.move(3, house.bins[0], house.bins[2], to_container="T0001")
    [back] = posted.reversed
    assert (back.find_id, back.qty, back.left) == (found.finds[0].move_id, 3, 0)
    assert (house.qty(house.bins[2], "T0001"), house.qty(house.site.lost_found)) == (0, 0)
    # It explains that once.
    assert house.move(1, house.bins[0], house.bins[2], to_container="T0001").reversed == []


def test_law_19_a_count_of_a_tote_closes_what_was_found_in_it_elsewhere(house: House) -> None:
    house.stock(5)
    house.move(3, house.site.floor, house.bins[1], from_container="T0001")
    house.write(lambda tx: move_container(tx, "T0001", house.bins[2], house.cause()))
    tote = house.key(house.bins[2], container="T0001").bound
    house.write(lambda tx: adjust(tx, **tote, counted_qty=0, cause=house.cause()))
    assert house.move(3, house.bins[0], house.bins[2], to_container="T0001").reversed == []
    assert house.qty(house.bins[2], "T0001") == 3


def test_law_20_an_empty_lot_remembers_its_count_for_a_month(house: House) -> None:
    def counted(tx: Tx) -> int:
        lot = b.make_lot(tx, house.item, "L1")
        b.stock_up(tx, house.site, house.item, house.bins[0], 2, lot_id=lot)
        key = house.key(house.bins[0], lot)
        adjust(tx, **key.bound, counted_qty=0, cause=house.cause())
        return lot

    def remembered(tx: Tx) -> int:
        return int(tx.value("SELECT COUNT(*) FROM balance WHERE lot_id > 0 AND virtual = 0"))

    def later(tx: Tx) -> None:
        tx.now += REMEMBERED_MS + 1
        forget_long_empty(tx, house.bins[0])

    house.write(counted)
    house.write(lambda tx: forget_long_empty(tx, house.bins[0]))
    assert house.write(remembered) == 1
    house.write(later)
    assert house.write(remembered) == 0


def test_law_19_the_oldest_find_is_explained_first(house: House) -> None:
    first = house.move(1, house.bins[0], house.site.customer)
    second = house.move(2, house.bins[0], house.site.customer)
    posted = house.move(2, house.site.supplier, house.bins[0])
    assert [(r.find_id, r.left) for r in posted.reversed] == [
        (first.finds[0].move_id, 0),
        (second.finds[0].move_id, 1),
    ]


def test_law_19_goods_that_were_put_there_after_a_find_do_not_explain_it(house: House) -> None:
    house.move(3, house.bins[0], house.site.customer)
    fresh = house.write(lambda tx: tx.now) + 60_000
    posted = house.move(5, house.site.supplier, house.bins[0], cause=house.cause(happened_at=fresh))
    assert posted.reversed == []
    late = house.move(5, house.site.supplier, house.bins[0], cause=house.cause(happened_at=1))
    assert [r.qty for r in late.reversed] == [3]


def test_law_19_goods_found_by_a_count_do_not_explain_a_find(house: House) -> None:
    house.move(3, house.bins[0], house.site.customer)
    posted = house.write(
        lambda tx: adjust(
            tx,
            item_id=house.item,
            place_id=house.bins[0],
            delta=2,
            cause=house.cause(),
            kind="adjust",
        )
    )
    assert posted.reversed == []
    assert house.qty(house.bins[0]) == 2


def test_law_19_a_count_closes_the_finds_before_it(house: House) -> None:
    house.move(3, house.bins[0], house.site.customer)
    house.write(
        lambda tx: adjust(
            tx, item_id=house.item, place_id=house.bins[0], counted_qty=0, cause=house.cause()
        )
    )
    assert house.move(3, house.site.supplier, house.bins[0]).reversed == []


def test_law_19_a_serial_is_never_found(house: House) -> None:
    def story(tx: Tx) -> None:
        item = b.make_item(tx, tracking="serial")
        serial = b.make_lot(tx, item, "SN1")
        move = NewMove("pick", item, 1, house.bins[0], house.site.floor, serial)
        post_moves(tx, [move], house.cause())

    with pytest.raises(SerialConflict):
        house.write(story)


def test_law_19_a_serial_is_received_once(house: House) -> None:
    def story(tx: Tx) -> None:
        item = b.make_item(tx, tracking="serial")
        serial = b.make_lot(tx, item, "SN1")
        b.stock_up(tx, house.site, item, house.bins[0], 1, lot_id=serial)
        b.stock_up(tx, house.site, item, house.bins[1], 1, lot_id=serial)

    with pytest.raises(SerialConflict):
        house.write(story)


def test_law_19_goods_of_another_owner_are_never_found(house: House) -> None:
    def story(tx: Tx) -> None:
        owner = b.make_owner(tx, "GUEST")
        move = NewMove("pick", house.item, 1, house.bins[0], house.site.floor, owner_id=owner)
        post_moves(tx, [move], house.cause())

    with pytest.raises(NotFindable):
        house.write(story)


@pytest.mark.parametrize("qty", [0, -1])
def test_law_16_a_move_has_units(house: House, qty: int) -> None:
    with pytest.raises(BadRequest):
        house.move(qty, house.site.supplier, house.bins[0])


def test_a_move_goes_somewhere(house: House) -> None:
    with pytest.raises(BadRequest):
        house.move(1, house.bins[0], house.bins[0])


def test_a_move_from_or_to_nowhere_is_refused(house: House) -> None:
    with pytest.raises(NotFound):
        house.move(1, house.bins[0], 999)
    with pytest.raises(NotFound):
        house.move(1, 999, house.bins[0])


def test_an_unknown_item_and_a_place_without_lost_and_found_are_refused(house: House) -> None:
    with pytest.raises(NotFound):
        house.write(
            lambda tx: post_moves(
                tx, [NewMove("move", 999, 1, house.bins[0], house.bins[1])], house.cause()
            )
        )

    def story(tx: Tx) -> None:
        site_id = tx.insert("site", code="BARE", name="Bare")
        one, two = b.make_place(tx, site_id, "A"), b.make_place(tx, site_id, "B")
        post_moves(tx, [NewMove("move", house.item, 1, one, two)], Cause("test:1", site_id))

    with pytest.raises(NotFound):
        house.write(story)


def test_moves_of_one_event_may_follow_each_other(house: House) -> None:
    house.stock(4)
    moves = [
        NewMove("move", house.item, 4, house.bins[0], house.bins[1]),
        NewMove("move", house.item, 4, house.bins[1], house.bins[2]),
    ]
    posted = house.write(lambda tx: post_moves(tx, moves, house.cause()))
    assert posted.finds == []
    assert house.qty(house.bins[2]) == 4


def test_law_17_own_pin_then_free_then_held_then_the_pins_of_others_then_a_find(
    house: House,
) -> None:
    house.stock(10)
    late, early = house.order(2, days=9), house.order(2, days=1)
    [late_pin], [early_pin] = house.pin(late), house.pin(early)
    own = house.order(3)
    [own_pin] = house.pin(own)
    # Ten in the bin: seven pinned, of the three others two are held.
    house.write(lambda tx: mark_short(tx, house.key(house.bins[0]), 8))
    take = {"line": own, "pin": own_pin.reservation}

    assert house.pick(qty=4, **take).loosened == []
    assert (house.qty(house.bins[0]), house.held(house.bins[0])) == (6, 2)
    assert house.pick(qty=2, **take).loosened == []
    assert (house.pinned(house.bins[0]), house.held(house.bins[0])) == (4, 0)
    [loosened] = house.pick(qty=1, **take).loosened
    assert (loosened.reservation_id, loosened.order_line_id, loosened.qty) == (
        late_pin.reservation, late, 1,
    )  # fmt: skip
    posted = house.pick(qty=4, **take)
    assert [(each.reservation_id, each.qty) for each in posted.loosened] == [
        (late_pin.reservation, 1),
        (early_pin.reservation, 2),
    ]
    assert [find.qty for find in posted.finds] == [1]
    assert house.jobs() == sorted([("reserve", str(late)), ("reserve", str(early))])
    assert house.level() == (11, 0, 0)


def test_law_17_a_move_that_leaves_too_little_for_promises_releases_the_latest(
    house: House,
) -> None:
    house.stock(10)
    late, early = house.order(6, days=9), house.order(4, days=1)
    house.reserve(late), house.reserve(early)
    posted = house.move(5, house.bins[0], house.site.scrap)
    assert [(each.order_line_id, each.qty) for each in posted.loosened] == [(late, 5)]
    assert house.promised(late) == (1, 0, 0)
    assert house.level() == (5, 5, 0)


def test_law_17_an_unpinned_order_due_today_beats_a_pinned_one_due_later(house: House) -> None:
    house.stock(5)
    house.stock(5, bin_=1)
    late, early = house.order(5, days=9), house.order(5, days=1)
    [pin] = house.pin(late)
    house.reserve(early)
    other = 1 - house.bins.index(pin.place_id)
    posted = house.move(5, house.bins[other], house.site.scrap)
    assert [(each.order_line_id, each.place_id) for each in posted.loosened] == [
        (late, pin.place_id)
    ]
    assert house.promised(early) == (5, 0, 0)


def test_law_17_replenishment_carries_pins_along(house: House) -> None:
    house.stock(10)
    line = house.order(8)
    house.pin(line)
    posted = house.move(6, house.bins[0], house.bins[1])
    assert posted.loosened == []
    [carried] = posted.carried
    assert (carried.order_line_id, carried.qty, carried.goal.place_id) == (line, 4, house.bins[1])
    assert (house.pinned(house.bins[0]), house.pinned(house.bins[1])) == (4, 4)
    assert house.promised(line) == (0, 8, 0)
    assert house.level() == (10, 8, 2)


def test_law_17_pins_wait_with_goods_that_are_on_their_way(house: House) -> None:
    house.stock(5)
    line = house.order(5)
    house.pin(line)
    posted = house.move(5, house.bins[0], house.site.floor)
    assert posted.loosened == []
    assert house.pinned(house.site.floor) == 5
    assert house.level() == (5, 0, 0)
    house.move(5, house.site.floor, house.bins[1])
    assert house.pinned(house.bins[1]) == 5
    assert house.level() == (5, 5, 0)


def test_law_17_goods_in_quarantine_keep_no_pins(house: House) -> None:
    house.stock(5)
    line = house.order(5)
    house.pin(line)
    posted = house.move(5, house.bins[0], house.quarantine)
    assert [each.qty for each in posted.loosened] == [5]
    assert house.promised(line) == (0, 0, 0)


def test_pins_of_goods_that_go_on_at_once_are_released(house: House) -> None:
    house.stock(5)
    line = house.order(5)
    house.pin(line)
    moves = [
        NewMove("move", house.item, 5, house.bins[0], house.bins[1]),
        NewMove("move", house.item, 5, house.bins[1], house.site.scrap),
    ]
    posted = house.write(lambda tx: post_moves(tx, moves, house.cause()))
    assert [(each.order_line_id, each.qty) for each in posted.loosened] == [(line, 5)]


def test_a_pick_from_another_bin_uses_up_the_promise_all_the_same(house: House) -> None:
    house.stock(3)
    house.stock(5, bin_=1)
    line = house.order(3)
    [pin] = house.pin(line)
    other = 1 - house.bins.index(pin.place_id)
    house.pick(line, 2, bin_=other)
    assert house.promised(line) == (0, 1, 2)
    assert house.level() == (8, 1, 5)


def test_a_pick_by_a_pin_that_was_released_uses_what_the_line_was_given_instead(
    house: House,
) -> None:
    house.stock(3)
    line = house.order(3)
    [pin] = house.pin(line)
    house.write(lambda tx: mark_short(tx, house.key(house.bins[0]), 0))
    house.stock(3, bin_=1)
    assert house.reserve(line) == 3
    house.pick(line, 3, pin=pin.reservation)
    assert house.promised(line) == (0, 0, 3)
    assert house.level() == (6, 0, 3)


def test_a_pick_for_a_line_without_any_promise_is_remembered(house: House) -> None:
    house.stock(3)
    line = house.order(2)
    house.pick(line, 1)
    assert house.promised(line) == (0, 0, 1)
    assert house.reserve(line) == 1


def test_a_pin_without_its_line_is_enough(house: House) -> None:
    house.stock(3)
    line = house.order(2)
    [pin] = house.pin(line)
    house.move(3, house.bins[0], house.site.floor, reservation_id=pin.reservation)
    assert house.promised(line) == (0, 0, 3)


def test_a_pin_that_nobody_knows_is_no_pin(house: House) -> None:
    house.stock(3)
    house.move(3, house.bins[0], house.site.floor, reservation_id=999)
    with pytest.raises(NotFound):
        house.pick(999, 1)


def test_packing_what_was_picked_uses_up_no_promise(house: House) -> None:
    house.stock(5)
    line = house.order(5)
    [pin] = house.pin(line)
    house.pick(line, 3, pin=pin.reservation)
    house.move(
        3, house.site.floor, house.site.floor, kind="pack",
        from_container="T0001", to_container="T0002", order_line_id=line,
    )  # fmt: skip
    assert house.promised(line) == (0, 2, 3)


def test_containers_that_were_emptied_leave_no_rows_behind(house: House) -> None:
    house.stock(3)
    house.move(3, house.bins[0], house.site.floor, to_container="T0001")
    house.move(3, house.site.floor, house.site.customer, from_container="T0001")
    rows = house.write(lambda tx: tx.all("SELECT place_id, container FROM balance WHERE qty = 0"))
    assert [(row["place_id"], row["container"]) for row in rows] == [(house.bins[0], "")]


def test_law_16_weight_goes_along(house: House) -> None:
    house.move(3, house.site.supplier, house.bins[0], weight_g=3100)
    house.move(1, house.bins[0], house.bins[1], weight_g=1050)
    house.move(1, house.bins[0], house.bins[1])
    rows = house.write(
        lambda tx: tx.all("SELECT weight_g FROM balance WHERE virtual = 0 ORDER BY place_id")
    )
    assert [row["weight_g"] for row in rows] == [2050, 1050]


def test_goods_keep_the_day_on_which_they_came(house: House) -> None:
    house.stock(3)
    came = "SELECT first_in_at FROM balance WHERE place_id = :place"
    first = house.write(lambda tx: tx.value(came, place=house.bins[0]))
    house.stock(3, bin_=1)
    house.move(3, house.bins[0], house.bins[1])
    assert house.write(lambda tx: tx.value(came, place=house.bins[1])) == first


def test_a_container_moves_with_its_pins_and_holds(house: House) -> None:
    house.write(lambda tx: move_container(tx, "P0001", house.bins[0], house.cause()))
    house.stock(10, container="P0001")
    line = house.order(4)
    house.pin(line)
    house.write(lambda tx: mark_short(tx, house.key(house.bins[0], container="P0001"), 7))
    posted = house.write(lambda tx: move_container(tx, "P0001", house.site.floor, house.cause()))
    assert [(c.order_line_id, c.qty) for c in posted.carried] == [(line, 4)]
    assert house.level() == (10, 0, 0)
    house.write(lambda tx: move_container(tx, "P0001", house.bins[2], house.cause()))
    at = (house.bins[2], "P0001")
    assert (house.qty(*at), house.pinned(*at), house.held(*at)) == (10, 4, 3)
    assert house.level() == (10, 4, 3)


def test_a_container_that_leaves_the_house_keeps_no_promises(house: House) -> None:
    house.write(lambda tx: move_container(tx, "P0001", house.bins[0], house.cause()))
    house.stock(10, container="P0001")
    line = house.order(4)
    house.pin(line)
    house.write(lambda tx: mark_short(tx, house.key(house.bins[0], container="P0001"), 7))
    posted = house.write(lambda tx: move_container(tx, "P0001", house.site.customer, house.cause()))
    assert [(each.order_line_id, each.qty) for each in posted.loosened] == [(line, 4)]
    assert house.qty(house.site.customer) == 10
    assert house.level() == (0, 0, 0)


def test_an_unknown_container_or_place_is_refused(house: House) -> None:
    for code, place in (("NONE", house.bins[0]), ("", house.bins[0]), ("P0001", 999)):
        with pytest.raises(NotFound):
            house.write(
                lambda tx, code=code, place=place: move_container(tx, code, place, house.cause())
            )


def test_a_recalled_lot_is_promised_to_nobody(house: House) -> None:
    lot = house.write(lambda tx: b.make_lot(tx, house.item))
    house.stock(5, lot_id=lot)
    line = house.order(3)
    house.pin(line)

    def recall(tx: Tx) -> list[int]:
        tx.run("UPDATE lot SET recalled_at = :now WHERE id = :lot", now=tx.now, lot=lot)
        return [each.qty for each in reconsider(tx, house.cause(), lot_id=lot).loosened]

    assert house.write(recall) == [3]
    house.stock(4, lot_id=lot)
    assert house.level() == (9, 0, 0)
    assert house.pin(line) == []


def test_a_bin_that_is_closed_and_opened_again(house: House) -> None:
    house.stock(5)
    line = house.order(3)
    house.reserve(line)
    close = "UPDATE place SET pickable = 1 - pickable WHERE id = :id"

    def turn(tx: Tx) -> int:
        tx.run(close, id=house.bins[0])
        posted = reconsider(tx, house.cause(), place_id=house.bins[0])
        return sum(each.qty for each in posted.loosened)

    assert house.write(turn) == 3
    assert house.level() == (5, 0, 0)
    assert house.write(turn) == 0
    assert house.level() == (5, 0, 5)


def test_law_16_a_recalled_lot_takes_its_serials_along(house: House) -> None:
    lot = house.write(lambda tx: b.make_lot(tx, house.item))
    serial = house.write(lambda tx: b.make_lot(tx, house.item, parent_id=lot))
    house.stock(1, lot_id=serial)

    def recall(tx: Tx) -> None:
        tx.run("UPDATE lot SET recalled_at = :now WHERE id = :lot", now=tx.now, lot=lot)
        reconsider(tx, house.cause(), lot_id=lot)

    house.write(recall)
    assert house.level() == (1, 0, 0)
