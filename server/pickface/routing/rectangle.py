"""The rectangular part of a floor plan: aisles side by side, cross aisles over all of them, ways in from outside."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pickface.routing.crossings import find_crossings
from pickface.routing.floor import Segment
from pickface.routing.lattice import Lattice, Point
from pickface.routing.network import Network, Position

MOST_CROSS_AISLES: Final = 4
"""With more, proving a tour takes longer than a person should wait."""

Crossing = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A segment as the lattice sees it: across (at this y) or along (at this x), from ``begin`` on."""

    across: bool
    at: int
    begin: int
    sign: int

    def spot(self, offset: int) -> tuple[int, int]:
        """The x and y of a point of it."""
        reached = self.begin + self.sign * offset
        return (reached, self.at) if self.across else (self.at, reached)

    def covers(self, low: int, high: int, length: int) -> bool:
        """Whether it leads from one place to the other."""
        ends = sorted((self.begin, self.begin + self.sign * length))
        return ends[0] <= low and high <= ends[1]


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A lattice, the segments (by index) that make it, and the crossings where the outside leads in.

    Nothing outside is a short cut between two of its points, so a shortest walk can be sought inside.
    """

    lattice: Lattice
    lines: dict[int, Line]
    entries: tuple[Crossing, ...]

    def point(self, position: Position) -> Point | None:
        """A position as a point of an aisle, if it is one."""
        line = self.lines.get(position.segment)
        if line is None:
            return None
        x, y = line.spot(position.offset_mm)
        column = _index(self.lattice.columns, x)
        within = self.lattice.rows[0] <= y <= self.lattice.rows[-1]
        return Point(column, y) if column is not None and within else None

    def position(self, crossing: Crossing) -> Position:
        """A crossing as a position on its cross aisle."""
        x, y = self.lattice.columns[crossing[0]], self.lattice.rows[crossing[1]]
        index, line = next(
            (i, line) for i, line in self.lines.items() if line.across and line.at == y
        )
        return Position(index, abs(x - line.begin))

    def doors(self, position: Position, stops: Iterable[Point]) -> list[Crossing] | None:
        """The crossings one of which every walk from here to a stop passes first; None if there may be none."""
        line = self.lines.get(position.segment)
        if line is None:
            return list(self.entries)
        x, y = line.spot(position.offset_mm)
        columns, rows = _beside(self.lattice.columns, x), _beside(self.lattice.rows, y)
        if len(columns) == 1 and len(rows) == 2:
            low, high = (self.lattice.rows[row] for row in rows)
            if any(stop.column == columns[0] and low < stop.along < high for stop in stops):
                return None
        return [(column, row) for column in columns for row in rows]


def find_rectangle(segments: Sequence[Segment]) -> Rectangle | None:
    """The rectangle that all aisles of a plan form, or None if they form none, or one that is too deep."""
    aisles = [segment for segment in segments if segment.kind == "aisle"]
    upright = all(segment.x1_mm == segment.x2_mm for segment in aisles)
    if not aisles or any(segment.one_way for segment in aisles):
        return None
    lines = {
        index: line
        for index, segment in enumerate(segments)
        if not segment.one_way and (line := _line(segment, upright=upright)) is not None
    }
    along = [index for index, segment in enumerate(segments) if segment.kind == "aisle"]
    if any(index not in lines or lines[index].across for index in along):
        return None
    lengths = [
        abs(segment.x2_mm - segment.x1_mm) + abs(segment.y2_mm - segment.y1_mm)
        for segment in segments
    ]
    columns = sorted({lines[index].at for index in along})
    ends = [lines[index].spot(far)[1] for index in along for far in (0, lengths[index])]
    over = [
        index
        for index, line in lines.items()
        if line.across
        and min(ends) <= line.at <= max(ends)
        and line.covers(columns[0], columns[-1], lengths[index])
    ]
    rows = sorted({lines[index].at for index in over})
    if not 2 <= len(rows) <= MOST_CROSS_AISLES or len(over) > len(rows):
        return None
    return _joined(segments, {index: lines[index] for index in (*along, *over)}, lengths, rows)


def _joined(
    segments: Sequence[Segment], inner: dict[int, Line], lengths: Sequence[int], rows: list[int]
) -> Rectangle | None:
    """The rectangle of these lines with its entries, if the outside meets it on cross aisles and is no short cut."""
    met: dict[tuple[int, int], Position] = {}
    for crossing in find_crossings(segments):
        here = Position(crossing.first, crossing.first_mm)
        there = Position(crossing.second, crossing.second_mm)
        for one, other in ((here, there), (there, here)):
            if one.segment in inner and other.segment not in inner:
                met[inner[one.segment].spot(one.offset_mm)] = one
    if any(y not in rows for _, y in met):
        return None
    aisles = [(index, line) for index, line in inner.items() if not line.across]
    columns = sorted({line.at for _, line in aisles} | {x for x, _ in met})
    closed = frozenset(
        (column, row)
        for column, x in enumerate(columns)
        for row, (low, high) in enumerate(pairwise(rows))
        if not any(
            line.at == x and line.covers(low, high, lengths[index]) for index, line in aisles
        )
    )
    if not _is_no_short_cut(segments, inner, list(met.values())):
        return None
    entries = tuple(sorted((columns.index(x), rows.index(y)) for x, y in met))
    return Rectangle(Lattice(tuple(columns), tuple(rows), closed), inner, entries)


def _is_no_short_cut(
    segments: Sequence[Segment], inner: dict[int, Line], entries: Sequence[Position]
) -> bool:
    numbers = sorted(inner)
    inside, everywhere = Network([segments[number] for number in numbers]), Network(segments)
    return all(
        inside.walk_mm(
            Position(numbers.index(one.segment), one.offset_mm),
            Position(numbers.index(other.segment), other.offset_mm),
        )
        == everywhere.walk_mm(one, other)
        for one in entries
        for other in entries
    )


def _line(segment: Segment, *, upright: bool) -> Line | None:
    """A segment along or across; where the aisles lie flat, x and y change places."""
    x1, y1, x2, y2 = segment.x1_mm, segment.y1_mm, segment.x2_mm, segment.y2_mm
    if not upright:
        x1, y1, x2, y2 = y1, x1, y2, x2
    if x1 == x2:
        return Line(False, x1, y1, 1 if y2 > y1 else -1)
    return Line(True, y1, x1, 1 if x2 > x1 else -1) if y1 == y2 else None


def _index(places: Sequence[int], place: int) -> int | None:
    at = bisect_left(places, place)
    return at if at < len(places) and places[at] == place else None


def _beside(places: Sequence[int], place: int) -> list[int]:
    """The index of the place, or those of its neighbours."""
    at = bisect_left(places, place)
    if at < len(places) and places[at] == place:
        return [at]
    return [k for k in (at - 1, at) if 0 <= k < len(places)]
