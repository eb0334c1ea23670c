"""From a drawing to a walk: one thread through all of its edges, with as few turn-backs as they allow.

Every crossing has an even number of edge ends. They are tied in pairs, never both of a pair towards the same
neighbour unless there is no other; that leaves rings. Two rings that meet at a point are tied into one by
swapping ends there, and of the two ways to swap, one makes no new turn-back. What is left is one ring.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from pickface.routing import frontier
from pickface.routing.lattice import Lattice, Point
from pickface.routing.sweep import Drawing, Step

Ends = tuple[int, int]


@dataclass(slots=True)
class Edges:
    """Edge k joins the points at its ends 2k and 2k + 1; ``at`` lists the ends at each point."""

    points: list[Point] = field(default_factory=list)
    at: defaultdict[Point, list[int]] = field(default_factory=lambda: defaultdict(list))

    def join(self, here: Point, there: Point, times: int = 1) -> None:
        """Draws so many edges between two points."""
        for point in (here, there) * times:
            self.at[point].append(len(self.points))
            self.points.append(point)

    def neighbour(self, end: int) -> Point:
        """Where the edge of this end leads."""
        return self.points[end ^ 1]


def walk_through(lattice: Lattice, drawing: Drawing, home: Point | None = None) -> list[Point]:
    """All points of the walk in order, from the gate where it begins, or from ``home`` and back."""
    edges = edges_of(lattice, drawing)
    begin = _gate(lattice, drawing, frontier.BEGIN) or home
    end = _gate(lattice, drawing, frontier.END) or begin
    if begin is None or end is None:
        raise ValueError("a walk begins somewhere")
    if begin == end:
        return _ring(edges, begin) if edges.points else [begin]
    # The way back from the end, through the outside, closes the ring; its end is where the walk sets out.
    edges.join(end, begin)
    ring = _ring(edges, begin, leaving=len(edges.points) - 1)
    return ring[1:][::-1]


def edges_of(lattice: Lattice, drawing: Drawing) -> Edges:
    """The drawing as edges between neighbouring stops and crossings."""
    edges = Edges()
    for step, choice in drawing.chosen:
        if step.kind == "across" and choice:
            here = lattice.crossing(step.column, step.row)
            edges.join(here, lattice.crossing(step.column + 1, step.row), choice)
        elif step.kind == "along":
            _draw_block(edges, lattice, step, choice)
    return edges


def _draw_block(edges: Edges, lattice: Lattice, step: Step, choice: int) -> None:
    front, back = lattice.rows[step.row], lattice.rows[step.row + 1]
    pieces = list(pairwise((front, *step.stops, back)))
    times = [1 if choice == frontier.PASS else 2] * len(pieces)
    match choice:
        case frontier.SKIP:
            return
        case frontier.FROM_FRONT:
            times[-1] = 0
        case frontier.FROM_BACK:
            times[0] = 0
        case frontier.GAP:
            inner = range(1, len(pieces) - 1)
            times[max(inner, key=lambda piece: pieces[piece][1] - pieces[piece][0])] = 0
    for (here, there), many in zip(pieces, times, strict=True):
        edges.join(Point(step.column, here), Point(step.column, there), many)


def _gate(lattice: Lattice, drawing: Drawing, what: int) -> Point | None:
    """Where the walk begins (or ends), if it does so at a gate."""
    for step, choice in drawing.chosen:
        if step.kind == "gate" and choice & what:
            return lattice.crossing(step.column, step.row)
    return None


def _ring(edges: Edges, begin: Point, leaving: int | None = None) -> list[Point]:
    """One way round through all edges, from a point and back to it."""
    ties = _tied(edges)
    end = first = edges.at[begin][0] if leaving is None else leaving
    walk = [begin]
    while True:
        walk.append(edges.points[end ^ 1])
        end = ties[end ^ 1]
        if end == first:
            return walk


def _tied(edges: Edges) -> list[int]:
    """For each end the one at the same point that the walk goes on with."""
    rings = list(range(len(edges.points) // 2))

    def ring(end: int) -> int:
        edge = end >> 1
        while rings[edge] != edge:
            rings[edge] = edge = rings[rings[edge]]
        return edge

    pairs = {point: _pairs(edges, ends) for point, ends in edges.at.items()}
    for tied in pairs.values():
        for one, other in tied:
            rings[ring(one)] = ring(other)
    for tied in pairs.values():
        for later in range(1, len(tied)):
            if ring(tied[0][0]) != ring(tied[later][0]):
                rings[ring(tied[0][0])] = ring(tied[later][0])
                tied[0], tied[later] = _swapped(edges, tied[0], tied[later])
    ties = [0] * len(edges.points)
    for tied in pairs.values():
        for one, other in tied:
            ties[one], ties[other] = other, one
    return ties


def _pairs(edges: Edges, ends: list[int]) -> list[Ends]:
    """The ends at a point in pairs, each to two different neighbours if that can be."""
    by_neighbour = sorted(ends, key=edges.neighbour)
    half = len(ends) // 2
    return list(zip(by_neighbour[:half], by_neighbour[half:], strict=True))


def _swapped(edges: Edges, one: Ends, other: Ends) -> tuple[Ends, Ends]:
    """Two pairs tied crosswise, so that their rings become one."""
    straight = (one[0], other[0]), (one[1], other[1])
    if any(edges.neighbour(a) == edges.neighbour(b) for a, b in straight):
        return (one[0], other[1]), (one[1], other[0])
    return straight


def turn_backs(walk: list[Point]) -> int:
    """How often a walk goes back the way it came."""
    return sum(before == after for before, after in zip(walk, walk[2:], strict=False))
