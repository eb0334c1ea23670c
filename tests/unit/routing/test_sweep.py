"""The shortest walk over a lattice: against brute force where that can be, and against local search."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pickface.routing import frontier
from pickface.routing.lattice import Errand, Gate, Lattice, Point, closed_errand
from pickface.routing.sweep import NEVER, shortest
from pickface.routing.thread import turn_backs, walk_through
from tests.unit.routing.floors import brute_length, depot_on, lattice, length, stops_on


def walked(floor: Lattice, depot: Point, stops: list[Point]) -> tuple[int, list[Point]]:
    """The length that is claimed, and the walk, which must be of that length and come to every stop."""
    drawing = shortest(closed_errand(floor, depot, stops))
    walk = walk_through(floor, drawing, depot)
    assert walk[0] == walk[-1] == depot
    assert set(stops) <= set(walk)
    assert length(floor, walk) == drawing.cost
    order = [point for point in dict.fromkeys(walk) if point in set(stops)]
    assert length(floor, [depot, *order, depot]) == drawing.cost
    return drawing.cost, walk


@pytest.mark.parametrize("blocks", [1, 2, 3, 4])
def test_a_closed_tour_is_as_short_as_brute_force_can(blocks: int) -> None:
    random = Random(blocks)
    for _ in range(120):
        floor = lattice(blocks, random.randint(1, 6), random.randint(1, 8))
        depot, stops = depot_on(floor, random), stops_on(floor, random, random.randint(0, 7))
        assert walked(floor, depot, stops)[0] == brute_length(floor, depot, stops, depot)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(1, 900), min_size=1, max_size=5),
    st.lists(st.integers(1, 900), min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 2700)), max_size=7),
    st.integers(0, 9),
)
def test_aisles_and_cross_aisles_may_lie_anywhere(
    widths: list[int], depths: list[int], picks: list[tuple[int, int]], at: int
) -> None:
    floor = Lattice(
        tuple(sum(widths[:k]) for k in range(len(widths))),
        tuple(sum(depths[:k]) for k in range(len(depths) + 1)),
    )
    stops = [Point(k % len(floor.columns), y % (floor.rows[-1] + 1)) for k, y in picks]
    depot = floor.crossing(at % len(floor.columns), at % len(floor.rows))
    assert walked(floor, depot, stops)[0] == brute_length(floor, depot, stops, depot)


def test_a_walk_may_begin_and_end_at_different_gates() -> None:
    random = Random(5)
    for _ in range(120):
        floor = lattice(random.randint(1, 3), random.randint(1, 6), random.randint(1, 8))
        stops = stops_on(floor, random, random.randint(1, 6))
        crossings = [
            (column, row) for column in range(len(floor.columns)) for row in range(len(floor.rows))
        ]
        gates = {
            at: Gate(random.choice([NEVER, random.randrange(900)]), random.randrange(900))
            for at in random.sample(crossings, 2)
        } | {crossings[0]: Gate(700, NEVER)}
        gates.setdefault(crossings[-1], Gate(NEVER, 800))
        drawing = shortest(Errand(floor, frozenset(stops), gates))
        walk = walk_through(floor, drawing)
        assert set(stops) <= set(walk)
        came, went = (_cost(floor, gates, walk[0], 0), _cost(floor, gates, walk[-1], 1))
        assert length(floor, walk) + came + went == drawing.cost
        assert drawing.cost == min(
            one.arriving
            + brute_length(floor, floor.crossing(*a), stops, floor.crossing(*b))
            + other.leaving
            for a, one in gates.items()
            for b, other in gates.items()
        )


def _cost(floor: Lattice, gates: dict[tuple[int, int], Gate], point: Point, way: int) -> int:
    return next(gate[way] for at, gate in gates.items() if floor.crossing(*at) == point)


def test_an_aisle_that_is_missing_is_gone_round() -> None:
    floor = Lattice((0, 100, 200), (0, 1000), frozenset({(0, 0)}))
    gates = {(0, 0): Gate(0, NEVER), (0, 1): Gate(NEVER, 0)}
    assert shortest(Errand(floor, frozenset({Point(2, 500)}), gates)).cost == 1400
    with pytest.raises(ValueError, match="no walk"):
        shortest(Errand(floor, frozenset({Point(0, 500)}), gates))


@pytest.mark.parametrize("blocks", [1, 2, 3])
def test_no_local_search_finds_a_shorter_tour_of_sixty(blocks: int) -> None:
    random = Random(40 + blocks)
    floor = lattice(blocks, 20, 20)
    for _ in range(2):
        depot, stops = depot_on(floor, random), stops_on(floor, random, 60)
        best, walk = walked(floor, depot, stops)
        order = [point for point in dict.fromkeys(walk) if point in set(stops)]
        shaken = order[:]
        for _ in range(6):
            assert length(floor, [depot, *improved(floor, depot, shaken), depot]) >= best
            random.shuffle(shaken)
        for _ in range(6):
            cut = sorted(random.sample(range(len(order)), 3))
            kicked = (
                order[: cut[0]] + order[cut[1] : cut[2]] + order[cut[0] : cut[1]] + order[cut[2] :]
            )
            assert length(floor, [depot, *improved(floor, depot, kicked), depot]) >= best


def improved(floor: Lattice, depot: Point, order: list[Point]) -> list[Point]:
    """Reverses stretches (2-opt) until no reversal makes the tour shorter."""
    tour = [depot, *order, depot]
    costs = {here: {there: floor.walk(here, there) for there in tour} for here in tour}
    better = True
    while better:
        better = False
        for first in range(1, len(tour) - 2):
            before, here = tour[first - 1], tour[first]
            for until in range(first + 1, len(tour) - 1):
                there, after = tour[until], tour[until + 1]
                old = costs[before][here] + costs[there][after]
                if costs[before][there] + costs[here][after] < old:
                    tour[first : until + 1] = tour[first : until + 1][::-1]
                    here, better = tour[first], True
    return tour[1:-1]


def test_the_thread_turns_back_only_where_the_drawing_says_so() -> None:
    random = Random(9)
    for _ in range(60):
        floor = lattice(random.randint(1, 3), random.randint(1, 9), 10)
        depot, stops = depot_on(floor, random), stops_on(floor, random, random.randint(1, 20))
        stops = [stop for stop in stops if stop.along not in floor.rows]
        drawing = shortest(closed_errand(floor, depot, stops))
        walk = walk_through(floor, drawing, depot)
        assert turn_backs(walk) == sum(
            step.turns[choice] for step, choice in drawing.chosen if step.kind == "along"
        )


def test_as_many_states_as_the_literature_counts_of_a_floor_of_three_blocks() -> None:
    random = Random(1)
    floor = lattice(3, 12, 20)
    for _ in range(3):
        shortest(closed_errand(floor, floor.crossing(0, 0), stops_on(floor, random, 40)))
    of_three_blocks = {state for state in frontier.along_moves(2) if state < 1 << 16}
    assert 100 <= len(of_three_blocks) <= 113


def test_neighbouring_points_of_a_walk_are_neighbours_on_the_floor() -> None:
    random = Random(3)
    floor = lattice(3, 8, 6)
    depot, stops = depot_on(floor, random), stops_on(floor, random, 25)
    walk = walk_through(floor, shortest(closed_errand(floor, depot, stops)), depot)
    for here, there in pairwise(walk):
        across = abs(here.column - there.column)
        assert across == (here.along == there.along)
        assert not across or here.along in floor.rows
