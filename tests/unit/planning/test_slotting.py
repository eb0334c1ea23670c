"""Slotting: what is picked most lies best, and nothing is moved that is not worth it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pickface.planning.slotting import (
    MOST_ORDERS,
    Goods,
    Question,
    Relocation,
    Spot,
    advise,
    arrange,
    preferred,
)
from pickface.routing.floor import Segment, Stop
from pickface.routing.plan import Plan
from pickface.routing.tour import tour

AISLES = 3
BAYS = 4
SEGMENTS = (
    *(Segment(f"A{n}", n * 4_000, 0, n * 4_000, 10_000) for n in range(AISLES)),
    Segment("X0", 0, 0, 8_000, 0, kind="cross"),
    Segment("X1", 0, 10_000, 8_000, 10_000, kind="cross"),
)
HOME = Stop("PACK", 0, 0, "X0")


def spot(aisle: int, bay: int, **more: int | str) -> Spot:
    """A bin; its place is 11 for the first bay of the first aisle."""
    stop = Stop(f"A{aisle}-{bay}", aisle * 4_000, bay * 2_000, f"A{aisle}")
    return Spot(10 * (aisle + 1) + bay, stop, **more)  # type: ignore[arg-type]


SPOTS = tuple(spot(aisle, bay) for aisle in range(AISLES) for bay in range(1, BAYS + 1))


def asked(goods: dict[int, int], orders: list[tuple[int, ...]], **more: object) -> Question:
    """A question: items by the place where they lie, and the orders of four weeks."""
    lying = tuple(Goods(item, place) for item, place in goods.items())
    question = Question(SEGMENTS, HOME, SPOTS, lying, tuple(orders), weeks=4.0)
    return replace(question, **more)  # type: ignore[arg-type]


def test_the_nearest_aisle_comes_first_and_in_it_the_nearest_bin() -> None:
    best = [one.place for one in preferred(Plan(SEGMENTS), HOME, reversed(SPOTS))]
    assert best == [11, 12, 13, 14, 21, 22, 23, 24, 31, 32, 33, 34]


def test_what_is_picked_most_gets_the_best_bin() -> None:
    laid = arrange({7: 3.0, 9: 20.0}, [5, 7, 9], SPOTS)
    assert {item: one.place for item, one in laid.items()} == {9: 11, 7: 12, 5: 13}


def test_fast_goods_go_into_an_empty_better_bin_and_what_it_saves_is_the_walk() -> None:
    (worth,) = advise(asked({1: 34}, [(1,)] * 80)).worth
    assert worth.relocations == (Relocation(1, 34, 11),)
    plan = Plan(SEGMENTS)
    walks = {one.place: tour(plan, HOME, [one.stop], HOME).length_mm for one in SPOTS}
    assert worth.saves_mm_week == (walks[34] - walks[11]) * 80 / 4
    assert worth.picks == 80


def test_a_good_bin_is_cleared_of_slow_goods_first() -> None:
    full = {n: one.place for n, one in enumerate(SPOTS[:-2], 1)}
    orders = [(10,)] * 90 + [(item,) for item in range(1, 10) for _ in range(40)]
    slow = [order for order in orders if order != (1,)] + [(1,)]
    (worth, *_) = advise(asked(full, slow)).worth
    assert worth.relocations == (Relocation(1, 11, 33), Relocation(10, 32, 11))


@pytest.mark.parametrize(
    "why",
    [
        {"orders": ((1,),)},
        {"stays_weeks": 0.0},
        {"goods": (Goods(1, 34, free=False),)},
        {"goods": (Goods(1, 34, weight_g=9),), "spots": tuple(replace(s, max_weight_g=8) for s in SPOTS)},
        {"goods": (Goods(1, 34, volume_mm3=9),), "spots": tuple(replace(s, volume_mm3=8) for s in SPOTS)},
        {"goods": (Goods(1, 34, "B"),), "spots": tuple(replace(s, zone="A") for s in SPOTS)},
        {"taken": frozenset(one.place for one in SPOTS)},
        {"goods": (Goods(1, 11),)},
    ],
    ids=["seldom", "soon over", "promised", "heavy", "large", "other zone", "full", "best already"],
)  # fmt: skip
def test_goods_stay_where_moving_them_is_not_worth_it_or_not_possible(
    why: dict[str, object],
) -> None:
    question = replace(asked({1: 34}, [(1,)] * 80), **why)  # type: ignore[arg-type]
    assert advise(question).worth == ()


def test_nothing_is_moved_twice_and_no_bin_gets_two_goods() -> None:
    goods = {n: one.place for n, one in enumerate(reversed(SPOTS[2:]), 1)}
    orders = [(item,) for item in goods for _ in range(120 // item)]
    found = [one for worth in advise(asked(goods, orders)).worth for one in worth.relocations]
    assert len({one.item for one in found}) == len(found) >= 2
    lying = {place: item for item, place in goods.items()}
    for one in found:
        assert lying.pop(one.origin) == one.item
        assert one.goal not in lying
        lying[one.goal] = one.item


def test_goods_that_are_ordered_together_move_together() -> None:
    advice = advise(asked({1: 34, 2: 33}, [(1, 2)] * 80))
    assert {one.relocations for one in advice.worth} == {
        (Relocation(1, 34, 11),),
        (Relocation(2, 33, 12),),
    }
    assert advice.now_mm_week - advice.then_mm_week == sum(w.saves_mm_week for w in advice.worth)
    assert advise(asked({1: 34, 2: 33}, [(1, 2)] * 80), most=1).worth == (), (
        "alone it saves nothing"
    )


def test_of_many_orders_the_latest_are_walked_and_stand_for_all() -> None:
    early = [(2,)] * 1_000
    advice = advise(asked({1: 34, 2: 33}, early + [(1,)] * MOST_ORDERS))
    assert [one.relocations for one in advice.worth] == [(Relocation(1, 34, 11),)]
    assert advice.now_mm_week == round(32_000 * 1_600 / 4)
