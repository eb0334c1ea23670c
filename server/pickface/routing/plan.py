"""A floor plan made ready for walking: build it once for a site, then ask it for distances."""

from collections.abc import Sequence
from functools import cached_property

from pickface.routing.crossings import nearest_point
from pickface.routing.floor import UNREACHABLE_MM, Segment, Stop, StopUnreachable
from pickface.routing.network import Network, Position
from pickface.routing.rectangle import Rectangle, find_rectangle


class Plan:
    """Walking distances on a site's aisles and cross aisles, in whole millimetres.

    A stop counts as reached at the point of its aisle nearest to it: the reach into the shelf is
    the same in any order, and is not walked. Distances obey the triangle inequality exactly; with
    one-way segments they differ by direction. Positions and shortest ways are kept.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = tuple(segments)
        self._index = {segment.id: index for index, segment in enumerate(self.segments)}
        if len(self._index) != len(self.segments):
            raise ValueError("two segments of a plan have the same id")
        self._network = Network(self.segments)
        self._positions: dict[Stop, Position] = {}

    @cached_property
    def rectangle(self) -> Rectangle | None:
        """The rectangle that the aisles form, in which tours can be proved; None if they form none."""
        return find_rectangle(self.segments)

    def walk_mm(self, origin: Position, target: Position) -> int:
        """The shortest walk between positions; UNREACHABLE_MM if there is none."""
        return self._network.walk_mm(origin, target)

    def position(self, stop: Stop) -> Position:
        """Where on the ways a stop is reached; StopUnreachable if its aisle is not on the plan."""
        known = self._positions.get(stop)
        if known is None:
            known = self._positions[stop] = self._attach(stop)
        return known

    def distance_mm(self, origin: Stop, target: Stop) -> int:
        """The shortest walk from one stop to another; StopUnreachable if there is none."""
        walk_mm = self._network.walk_mm(self.position(origin), self.position(target))
        if walk_mm >= UNREACHABLE_MM:
            raise StopUnreachable(f"no way from {origin.id} to {target.id}", stops=[target.id])
        return walk_mm

    def distances(self, origins: Sequence[Stop], targets: Sequence[Stop]) -> list[list[int]]:
        """One row per origin, one column per target, mm; UNREACHABLE_MM where no way leads."""
        goals = [self.position(target) for target in targets]
        walk_mm = self._network.walk_mm
        rows = ((self.position(origin), goals) for origin in origins)
        return [[walk_mm(here, goal) for goal in there] for here, there in rows]

    def distance_matrix(self, stops: Sequence[Stop]) -> list[list[int]]:
        """Square matrix of walks in mm, from row to column; UNREACHABLE_MM where no way leads."""
        return self.distances(stops, stops)

    def _attach(self, stop: Stop) -> Position:
        if stop.aisle is not None:
            index = self._index.get(stop.aisle)
            if index is None:
                raise StopUnreachable(f"aisle {stop.aisle} is not on the plan", stops=[stop.id])
            offset_mm, _ = nearest_point(self.segments[index], stop.x_mm, stop.y_mm)
            return Position(index, offset_mm)
        if not self.segments:
            raise StopUnreachable("the plan has no aisles", stops=[stop.id])
        reached = (nearest_point(segment, stop.x_mm, stop.y_mm) for segment in self.segments)
        _, index, offset_mm = min((off, i, offset) for i, (offset, off) in enumerate(reached))
        return Position(index, offset_mm)
