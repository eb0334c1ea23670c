"""Aisles side by side, joined by cross aisles: the rectangular part of a floor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Point(NamedTuple):
    """A point of an aisle: its column from the left, and how far from the front in mm (or any whole unit)."""

    column: int
    along: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """Where the columns (aisles) and rows (cross aisles) lie, ascending; whole units of one kind.

    ``closed`` holds (column, row): between that row and the next there is no aisle, only the crossings.
    """

    columns: tuple[int, ...]
    rows: tuple[int, ...]
    closed: frozenset[tuple[int, int]] = frozenset()

    def walk(self, here: Point, there: Point) -> int:
        """The shortest walk between two points, where no aisle is closed."""
        if here.column == there.column:
            return abs(here.along - there.along)
        along = min(abs(here.along - row) + abs(there.along - row) for row in self.rows)
        return abs(self.columns[here.column] - self.columns[there.column]) + along

    def crossing(self, column: int, row: int) -> Point:
        """Where an aisle and a cross aisle meet."""
        return Point(column, self.rows[row])


class Gate(NamedTuple):
    """What it costs to come to a crossing from the start, and to go on from there to the end."""

    arriving: int
    leaving: int


@dataclass(frozen=True, slots=True)
class Errand:
    """What a walk is to do: visit the stops, from a gate to a gate.

    ``gates`` are by (column, row). A walk that begins and ends at one point of the lattice has none: the point is
    one of its stops.
    """

    lattice: Lattice
    stops: frozenset[Point]
    gates: Mapping[tuple[int, int], Gate]


def closed_errand(lattice: Lattice, depot: Point, stops: Iterable[Point]) -> Errand:
    """A walk from a point over all stops and back."""
    return Errand(lattice, frozenset((depot, *stops)), {})
