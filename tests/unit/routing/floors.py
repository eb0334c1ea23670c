"""Random rectangular floors with a depot and stops, made from a seed."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from pickface.routing.exact import shortest_order
from pickface.routing.lattice import Lattice, Point


def lattice(blocks: int, aisles: int, slots: int) -> Lattice:
    """Slots of a metre, aisles three metres apart, a metre of aisle before and behind each block."""
    rows = tuple(k * (slots * 100 + 200) for k in range(blocks + 1))
    return Lattice(tuple(300 * k for k in range(aisles)), rows)


def stops_on(floor: Lattice, random: Random, count: int) -> list[Point]:
    """Slots anywhere, and now and then a crossing."""
    stops = []
    for _ in range(count):
        column, block = random.randrange(len(floor.columns)), random.randrange(len(floor.rows) - 1)
        slots = (floor.rows[1] - floor.rows[0]) // 100 - 2
        along = floor.rows[block] + 150 + 100 * random.randrange(slots)
        stops.append(Point(column, floor.rows[block] if random.random() < 0.05 else along))
    return stops


def depot_on(floor: Lattice, random: Random) -> Point:
    """Any crossing."""
    return floor.crossing(random.randrange(len(floor.columns)), random.randrange(len(floor.rows)))


def length(floor: Lattice, walk: list[Point]) -> int:
    """The sum of the distances."""
    return sum(floor.walk(here, there) for here, there in pairwise(walk))


def brute_length(floor: Lattice, start: Point, stops: list[Point], end: Point) -> int:
    """The shortest walk by the dynamic programme over sets, which knows nothing of aisles."""
    points = [start, *dict.fromkeys(stops), end]
    costs = [[floor.walk(here, there) for there in points] for here in points]
    order = shortest_order(costs)
    return length(floor, [start, *(points[number] for number in order), end])
