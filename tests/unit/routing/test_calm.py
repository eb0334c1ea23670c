"""Calm walks: hardly longer than the shortest, never more turn-backs, heavy goods first."""

from __future__ import annotations

from random import Random

import pytest

from pickface.routing.calm import SLACK_PCT, calm_walk, calmest, turns_of
from pickface.routing.floor import Segment, Stop
from pickface.routing.lattice import Lattice, Point, closed_errand
from pickface.routing.plan import Plan
from pickface.routing.sweep import shortest
from pickface.routing.thread import turn_backs, walk_through
from pickface.routing.tour import calm_tour, carried, tour
from tests.unit.routing.floors import depot_on, lattice, length, stops_on


@pytest.mark.parametrize("blocks", [1, 2, 3])
def test_a_calm_walk_is_hardly_longer_and_never_turns_back_more(blocks: int) -> None:
    random, calmer = Random(blocks), 0
    for _ in range(150):
        floor = lattice(blocks, random.randint(2, 8), random.randint(2, 9))
        depot, stops = depot_on(floor, random), stops_on(floor, random, random.randint(1, 14))
        errand = closed_errand(floor, depot, stops)
        short = shortest(errand)
        limit = short.cost * (100 + SLACK_PCT) // 100
        drawing = calmest(errand, limit)
        assert drawing.cost <= limit
        assert turns_of(drawing) <= turns_of(short)
        walk = calm_walk(errand, depot)
        assert set(stops) <= set(walk)
        assert length(floor, walk) <= limit
        before = turn_backs(walk_through(floor, short, depot))
        assert turn_backs(walk) <= before
        calmer += turn_backs(walk) < before
    assert calmer > 0


def test_without_slack_a_calm_walk_is_a_shortest_one() -> None:
    random = Random(7)
    for _ in range(60):
        floor = lattice(2, random.randint(2, 6), random.randint(2, 9))
        depot, stops = depot_on(floor, random), stops_on(floor, random, random.randint(1, 9))
        errand = closed_errand(floor, depot, stops)
        assert calmest(errand, shortest(errand).cost).cost == shortest(errand).cost


def test_an_aisle_is_walked_through_rather_than_turned_in_where_that_costs_little() -> None:
    floor = Lattice((0, 300), (0, 10_000))
    stops = [Point(0, 9_900), Point(1, 9_900)]
    errand = closed_errand(floor, floor.crossing(0, 0), stops)
    assert turns_of(shortest(errand)) == 0 or turns_of(calmest(errand, 21_000)) == 0
    assert turn_backs(calm_walk(errand, floor.crossing(0, 0))) == 0


def test_heavy_goods_come_first_on_a_walk_that_ends_where_it_began() -> None:
    plan = Plan((
        Segment("A", 0, 0, 0, 9_000),
        Segment("B", 5_000, 0, 5_000, 9_000),
        Segment("X", 0, 0, 5_000, 0, kind="cross"),
        Segment("Y", 0, 9_000, 5_000, 9_000, kind="cross"),
    ))  # fmt: skip
    home = Stop("HOME", 2_500, 0, "X")
    light, heavy = Stop("A-01", 0, 4_000, "A"), Stop("B-01", 5_000, 4_000, "B")
    for weight_g, first in (({"B-01": 20_000}, heavy), ({"A-01": 20_000}, light)):
        found = calm_tour(plan, home, [light, heavy], home, weight_g)
        assert found.order[0] == first
        assert found.length_mm == tour(plan, home, [light, heavy], home).length_mm
        assert carried(found.order, weight_g) >= carried(found.order[::-1], weight_g)
