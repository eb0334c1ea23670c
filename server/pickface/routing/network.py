"""The ways as a graph: junctions where segments meet or end, and the pieces between them."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from pickface.routing.crossings import find_crossings, length_mm
from pickface.routing.floor import UNREACHABLE_MM, Segment


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A point on the ways: a segment (by index) and the distance in mm from its beginning."""

    segment: int
    offset_mm: int


class Network:
    """Junctions and pieces; shortest ways between junctions are found once and kept."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._one_way = [segment.one_way for segment in segments]
        self._cuts, self._junctions, count = _junctions(segments)
        self._next: list[list[tuple[int, int]]] = [[] for _ in range(count)]
        for segment, cuts in enumerate(self._cuts):
            numbers = self._junctions[segment]
            for piece in range(len(cuts) - 1):
                piece_mm = cuts[piece + 1] - cuts[piece]
                self._next[numbers[piece]].append((numbers[piece + 1], piece_mm))
                if not self._one_way[segment]:
                    self._next[numbers[piece + 1]].append((numbers[piece], piece_mm))
        self._from: dict[int, list[int]] = {}

    def walk_mm(self, origin: Position, target: Position) -> int:
        """Shortest walk from one position to the other in mm; UNREACHABLE_MM if there is none."""
        best = UNREACHABLE_MM
        if origin.segment == target.segment:
            ahead_mm = target.offset_mm - origin.offset_mm
            if ahead_mm >= 0 or not self._one_way[origin.segment]:
                best = abs(ahead_mm)
        arrivals = self._ways(target, arriving=True)
        for junction, out_mm in self._ways(origin, arriving=False):
            reach = self._from_junction(junction)
            for other, in_mm in arrivals:
                best = min(best, out_mm + reach[other] + in_mm)
        return best

    def _ways(self, position: Position, *, arriving: bool) -> list[tuple[int, int]]:
        """Junctions beside a position, with mm: those to arrive from, or those to leave to."""
        cuts, numbers = self._cuts[position.segment], self._junctions[position.segment]
        after = max(1, bisect_left(cuts, position.offset_mm))
        back_mm, ahead_mm = position.offset_mm - cuts[after - 1], cuts[after] - position.offset_mm
        two_way = not self._one_way[position.segment]
        ways: list[tuple[int, int]] = []
        if two_way or arriving or back_mm == 0:
            ways.append((numbers[after - 1], back_mm))
        if two_way or not arriving or ahead_mm == 0:
            ways.append((numbers[after], ahead_mm))
        return ways

    def _from_junction(self, junction: int) -> list[int]:
        """Shortest walks in mm from a junction to every junction."""
        if junction not in self._from:
            self._from[junction] = self._search(junction)
        return self._from[junction]

    def _search(self, source: int) -> list[int]:
        """Dijkstra's algorithm with a heap."""
        reach = [UNREACHABLE_MM] * len(self._next)
        reach[source] = 0
        heap = [(0, source)]
        while heap:
            walked_mm, junction = heappop(heap)
            if walked_mm > reach[junction]:
                continue
            for other, piece_mm in self._next[junction]:
                if walked_mm + piece_mm < reach[other]:
                    reach[other] = walked_mm + piece_mm
                    heappush(heap, (reach[other], other))
        return reach


def _junctions(segments: Sequence[Segment]) -> tuple[list[list[int]], list[list[int]], int]:
    """Per segment its cuts in mm and the junction at each; and how many junctions there are."""
    parent: dict[Position, Position] = {}

    def root(position: Position) -> Position:
        while parent.setdefault(position, position) != position:
            position = parent[position]
        return position

    for index, segment in enumerate(segments):
        root(Position(index, 0))
        root(Position(index, length_mm(segment)))
    for met in find_crossings(segments):
        here, there = Position(met.first, met.first_mm), Position(met.second, met.second_mm)
        parent[root(there)] = root(here)
    numbers: dict[Position, int] = {}
    cuts: list[list[int]] = [[] for _ in segments]
    named: list[list[int]] = [[] for _ in segments]
    for position in sorted(parent):
        number = numbers.setdefault(root(position), len(numbers))
        cuts[position.segment].append(position.offset_mm)
        named[position.segment].append(number)
    return cuts, named, len(numbers)
