"""Orders to carts: nothing lost, nothing too full, never too many carts, and much less walking."""

from __future__ import annotations

from functools import partial
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pickface.routing import batching
from pickface.routing.batching import Batch, Cart, Load, OrderTooLarge, batch, first_come
from pickface.routing.estimate import rough_length
from pickface.routing.lattice import Point, closed_errand
from pickface.routing.sweep import shortest
from tests.unit.routing.floors import lattice, length
from tests.unit.routing.waves import wave

FLOOR = lattice(2, 12, 20)
DEPOT = FLOOR.crossing(0, 0)
estimate = partial(rough_length, FLOOR, DEPOT)


def walk(points: frozenset[Point]) -> int:
    return shortest(closed_errand(FLOOR, DEPOT, points)).cost


def walked(batches: list[Batch]) -> int:
    return sum(walk(frozenset().union(*(load.points for load in one))) for one in batches)


@settings(deadline=None, max_examples=15)
@given(st.integers(1, 25), st.integers(1, 9), st.randoms(use_true_random=False))
def test_every_order_is_on_one_cart_and_there_are_no_more_carts_than_needed(
    count: int, totes: int, random: Random
) -> None:
    loads = wave(FLOOR, random, count)
    batches = batch(loads, Cart(totes), walk, estimate)
    assert sorted(load.id for one in batches for load in one) == [load.id for load in loads]
    assert all(1 <= len(one) <= totes for one in batches)
    assert len(batches) == -(-count // totes)
    assert batch(loads[::-1], Cart(totes), walk, estimate) == batches


def test_volume_weight_and_urgency_are_kept() -> None:
    random = Random(3)
    loads = [
        Load(x.id, x.points, 1 + k % 2, k % 5, k % 7, cutoff=k % 3, priority=k % 2)
        for k, x in enumerate(wave(FLOOR, random, 30))
    ]
    batches = batch(loads, Cart(6, volume=9, weight=11), walk, estimate)
    assert sum(map(len, batches)) == 30
    for one in batches:
        assert sum(load.totes for load in one) <= 6
        assert sum(load.volume for load in one) <= 9
        assert sum(load.weight for load in one) <= 11
        assert len({load.urgency for load in one}) == 1
    urgencies = [one[0].urgency for one in batches]
    assert urgencies == sorted(urgencies)


def test_an_order_that_no_cart_holds_is_named() -> None:
    with pytest.raises(OrderTooLarge) as refused:
        batch([Load("7", frozenset(), totes=3)], Cart(2), walk, estimate)
    assert refused.value.params == {"order": "7"}


@pytest.mark.parametrize(("totes", "share", "saved"), [(6, 0.27, 0.72), (12, 0.2, 0.77)])
def test_a_wave_walks_a_fraction_of_one_order_at_a_time(
    totes: int, share: float, saved: float
) -> None:
    loads = wave(FLOOR, Random(1), 60)
    alone = sum(length(FLOOR, [DEPOT, *sorted(load.points), DEPOT]) for load in loads)
    together = walked(batch(loads, Cart(totes), walk, estimate))
    assert together <= share * alone
    assert together <= saved * walked(first_come(loads, Cart(totes)))


def test_whoever_has_no_time_gets_carts_that_are_full_and_walk_less_than_as_they_came() -> None:
    loads = wave(FLOOR, Random(2), 61)
    hurried = batch(loads, Cart(6), walk, estimate, think_s=0)
    assert sorted(load.id for one in hurried for load in one) == [load.id for load in loads]
    assert len(hurried) == 11
    assert walked(hurried) < walked(first_come(loads, Cart(6)))


def test_a_wave_five_times_as_large_asks_about_five_times_as_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batching, "PIECE", 24)
    asked: list[frozenset[Point]] = []

    def noted(points: frozenset[Point]) -> int:
        asked.append(points)
        return estimate(points)

    often = []
    for count in (24, 120):
        asked.clear()
        batches = batch(wave(FLOOR, Random(4), count), Cart(6), walk, noted)
        assert len(batches) == count // 6
        often.append(len(asked))
    assert often[1] < 10 * often[0]
