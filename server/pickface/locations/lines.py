"""Where lines on the floor meet, how near they come, and where a bin goes when its aisle is drawn otherwise. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

APART_MM = 1_000
"""Aisles that come nearer to each other than this are no two aisles."""
STAND_MM = 500
"""Nor does anything stand nearer than this to an aisle, or to another stand."""
SLACK_MM = 300
"""How far behind the end of its aisle a bin may stand."""
Point = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """An aisle or a way across by its ends, mm."""

    code: str
    kind: str
    begin: Point
    end: Point
    one_way: bool = False

    @property
    def length_mm(self) -> float:
        """How long it is."""
        return hypot(self.end[0] - self.begin[0], self.end[1] - self.begin[1])


def _to_line(point: Point, line: Line) -> float:
    (x, y), (x1, y1), (x2, y2) = point, line.begin, line.end
    dx, dy = x2 - x1, y2 - y1
    square = dx * dx + dy * dy
    at = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / square)) if square else 0.0
    return hypot(x - x1 - at * dx, y - y1 - at * dy)


def _side(a: Point, b: Point, c: Point) -> int:
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > 0) - (turn < 0)


def gap_mm(one: Line, other: Line | Point) -> float:
    """How near they come to each other; 0 where they meet."""
    if not isinstance(other, Line):
        return _to_line(other, one)
    a, b, c, d = one.begin, one.end, other.begin, other.end
    if _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0:
        return 0.0
    return min(_to_line(a, other), _to_line(b, other), _to_line(c, one), _to_line(d, one))


def carried(bin_at: Point, was: Line, now: Line) -> Point | None:
    """Where a bin stands after its aisle was moved, turned or made longer; None where it would stand beyond its end.

    It keeps its distance from the end that stayed, else from the beginning, and its side.
    """
    if {was.begin, was.end} == {now.begin, now.end}:
        return bin_at
    from_end = now.end == was.end and now.begin != was.begin
    old, new = (was.end, was.begin), (now.end, now.begin)
    (a0, a1), (b0, b1) = (old, new) if from_end else (old[::-1], new[::-1])
    ux, uy = ((a1[0] - a0[0]) / was.length_mm, (a1[1] - a0[1]) / was.length_mm)
    vx, vy = ((b1[0] - b0[0]) / now.length_mm, (b1[1] - b0[1]) / now.length_mm)
    dx, dy = bin_at[0] - a0[0], bin_at[1] - a0[1]
    along, aside = dx * ux + dy * uy, dy * ux - dx * uy
    if now.length_mm + SLACK_MM < along <= was.length_mm + SLACK_MM:
        return None
    return round(b0[0] + along * vx - aside * vy), round(b0[1] + along * vy + aside * vx)
