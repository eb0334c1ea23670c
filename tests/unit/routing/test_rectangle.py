"""The rectangle in a floor plan, and tours that are proved in it from anywhere to anywhere."""

from __future__ import annotations

from random import Random

import pytest

from pickface.demo.site import generate
from pickface.routing.exact import shortest_order
from pickface.routing.floor import Segment, Stop
from pickface.routing.improve import path_cost
from pickface.routing.plan import Plan
from pickface.routing.tour import tour

AISLES = [Segment(f"A{k}", 3_000 * k, 0, 3_000 * k, 20_000) for k in range(1, 5)]
CROSSES = [Segment(f"X{y}", 0, y, 15_000, y, kind="cross") for y in (0, 10_000, 20_000)]
OUTSIDE = [
    Segment("S", 0, -5_000, 15_000, -5_000, kind="cross"),
    Segment("Y1", 1_000, -5_000, 1_000, 0, kind="cross"),
    Segment("Y2", 7_000, -5_000, 7_000, 0, kind="cross"),
]
FLAT = [
    Segment(s.id, s.y1_mm, s.x1_mm, s.y2_mm, s.x2_mm, kind=s.kind)
    for s in [*AISLES, *CROSSES, *OUTSIDE]
]


@pytest.mark.parametrize("segments", [[*AISLES, *CROSSES, *OUTSIDE], FLAT])
def test_aisles_cross_aisles_and_ways_in_are_found(segments: list[Segment]) -> None:
    rectangle = Plan(segments).rectangle
    assert rectangle is not None
    assert rectangle.lattice.columns == (1_000, 3_000, 6_000, 7_000, 9_000, 12_000)
    assert rectangle.lattice.rows == (0, 10_000, 20_000)
    assert rectangle.lattice.closed == {(0, 0), (0, 1), (3, 0), (3, 1)}
    assert rectangle.entries == ((0, 0), (3, 0))


@pytest.mark.parametrize(
    "further",
    [
        pytest.param([Segment("A9", 900, 0, 900, 20_000, one_way=True)], id="a one-way aisle"),
        pytest.param([Segment("A9", 900, 0, 1_900, 20_000)], id="a slanting aisle"),
        pytest.param([Segment("Z", 0, 5_000, 7_000, 5_000, kind="cross")], id="a way across some aisles"),
        pytest.param([Segment("Z", 3_000, 0, 12_000, 20_000, kind="cross")], id="a short cut"),
        pytest.param([Segment(f"Z{y}", 0, y, 15_000, y, kind="cross") for y in (4_000, 6_000)], id="too many blocks"),
    ],
)  # fmt: skip
def test_other_floors_have_none(further: list[Segment]) -> None:
    assert Plan([*AISLES, *CROSSES, *OUTSIDE, *further]).rectangle is None


def test_the_demo_is_a_rectangle_with_three_ways_in() -> None:
    rectangle = Plan(generate().segments).rectangle
    assert rectangle is not None
    assert len(rectangle.lattice.rows) == 3
    assert len(rectangle.entries) == 3


def test_a_proved_tour_is_as_short_as_brute_force_wherever_it_begins_and_ends() -> None:
    random = Random(4)
    plan = Plan([*AISLES, *CROSSES, *OUTSIDE])
    ends = [
        Stop("dock", 2_000, -6_000),
        Stop("pack", 14_000, -6_000),
        Stop("beside", 4_200, 300),
        Stop("crossing", 9_000, 10_000),
        Stop("aisle", 6_000, 3_300, "A2"),
    ]
    for _ in range(80):
        stops = []
        for number in range(random.randint(1, 7)):
            k = random.randint(1, 4)
            stops.append(Stop(f"B{number}", 3_000 * k, random.randrange(0, 20_001, 500), f"A{k}"))
        start, end = random.choice(ends), random.choice(ends)
        found = tour(plan, start, stops, end)
        costs = plan.distance_matrix([start, *stops, end])
        best = [0, *shortest_order(costs), len(costs) - 1]
        assert found.proved
        assert found.length_mm == sum(found.legs) == path_cost(costs, best)


def test_a_hundred_bins_of_the_demo_are_proved() -> None:
    site = generate()
    plan = Plan(site.segments)
    places = {place.code: place.stop() for place in site.places}
    bins = [stop for stop in places.values() if stop.aisle is not None]
    found = tour(plan, places["STAGE-1"], Random(1).sample(bins, 100), places["PACK-2"])
    assert found.proved
    assert found.length_mm == sum(found.legs)
