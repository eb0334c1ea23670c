"""Small orders on a floor of two blocks: mostly one to three lines, with a tail."""

from __future__ import annotations

from random import Random

from pickface.routing.batching import Load
from pickface.routing.lattice import Lattice, Point


def wave(floor: Lattice, random: Random, count: int) -> list[Load]:
    """So many orders; after each line another one follows in 45 of 100 cases."""
    loads = []
    for number in range(count):
        lines = 1
        while random.random() < 0.45 and lines < 12:
            lines += 1
        points = frozenset(_slot(floor, random) for _ in range(lines))
        loads.append(Load(f"{number:03}", points))
    return loads


def _slot(floor: Lattice, random: Random) -> Point:
    row = random.randrange(len(floor.rows) - 1)
    slots = (floor.rows[1] - floor.rows[0]) // 100 - 2
    along = floor.rows[row] + 150 + 100 * random.randrange(slots)
    return Point(random.randrange(len(floor.columns)), along)
