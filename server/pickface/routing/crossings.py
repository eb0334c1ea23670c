"""Plane geometry of segments: how long, where they meet, and which point is nearest."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import hypot
from typing import Final

from pickface.routing.floor import Segment

JOIN_MM: Final = 50
"""Ends that miss another segment by no more than this meet it: plans are drawn by hand."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two segments (by index) meet, at these distances in mm from the beginning of each."""

    first: int
    first_mm: int
    second: int
    second_mm: int


def length_mm(segment: Segment) -> int:
    """Length in whole millimetres, at least 1."""
    return max(1, round(hypot(segment.x2_mm - segment.x1_mm, segment.y2_mm - segment.y1_mm)))


def nearest_point(segment: Segment, x_mm: int, y_mm: int) -> tuple[int, float]:
    """The point of the segment nearest to (x, y): mm from the beginning, and mm from (x, y)."""
    dx, dy = segment.x2_mm - segment.x1_mm, segment.y2_mm - segment.y1_mm
    along = ((x_mm - segment.x1_mm) * dx + (y_mm - segment.y1_mm) * dy) / (dx * dx + dy * dy)
    along = min(1.0, max(0.0, along))
    away = hypot(segment.x1_mm + along * dx - x_mm, segment.y1_mm + along * dy - y_mm)
    return round(along * length_mm(segment)), away


def find_crossings(segments: Sequence[Segment]) -> list[Crossing]:
    """Every place where two segments cross, touch or (within JOIN_MM) end at each other."""
    found: list[Crossing] = []
    for first, second in combinations(range(len(segments)), 2):
        met = _meet(segments[first], segments[second])
        found += [Crossing(first, here, second, there) for here, there in sorted(met)]
    return found


def _meet(first: Segment, second: Segment) -> set[tuple[int, int]]:
    """Offsets along both at which they meet: one where they cross, up to two where they overlap."""
    ax, ay = first.x2_mm - first.x1_mm, first.y2_mm - first.y1_mm
    bx, by = second.x2_mm - second.x1_mm, second.y2_mm - second.y1_mm
    cross = ax * by - ay * bx
    if cross == 0:
        return _touch(first, second)
    gap_x, gap_y = second.x1_mm - first.x1_mm, second.y1_mm - first.y1_mm
    here_mm = (gap_x * by - gap_y * bx) / cross * hypot(ax, ay)
    there_mm = (gap_x * ay - gap_y * ax) / cross * hypot(bx, by)
    here_end, there_end = length_mm(first), length_mm(second)
    if not (-JOIN_MM <= here_mm <= here_end + JOIN_MM):
        return set()
    if not (-JOIN_MM <= there_mm <= there_end + JOIN_MM):
        return set()
    return {(_within(here_mm, here_end), _within(there_mm, there_end))}


def _touch(first: Segment, second: Segment) -> set[tuple[int, int]]:
    """Parallel segments meet only where an end of one lies on the other."""
    met: set[tuple[int, int]] = set()
    for end_mm, x_mm, y_mm in _ends(first):
        offset, away = nearest_point(second, x_mm, y_mm)
        if away <= JOIN_MM:
            met.add((end_mm, offset))
    for end_mm, x_mm, y_mm in _ends(second):
        offset, away = nearest_point(first, x_mm, y_mm)
        if away <= JOIN_MM:
            met.add((offset, end_mm))
    return met


def _ends(segment: Segment) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Both ends of a segment: offset, x, y."""
    begin = (0, segment.x1_mm, segment.y1_mm)
    return begin, (length_mm(segment), segment.x2_mm, segment.y2_mm)


def _within(offset_mm: float, end_mm: int) -> int:
    return min(end_mm, max(0, round(offset_mm)))
