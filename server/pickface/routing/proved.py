"""The shortest order of stops that stand in a plan's rectangle, from anywhere and to anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from pickface.routing.calm import calm_walk
from pickface.routing.floor import UNREACHABLE_MM, Stop
from pickface.routing.lattice import Errand, Gate, Point, closed_errand
from pickface.routing.network import Position
from pickface.routing.plan import Plan
from pickface.routing.rectangle import Rectangle
from pickface.routing.sweep import NEVER, shortest
from pickface.routing.thread import walk_through


def proved_order(
    plan: Plan, start: Stop, stops: Sequence[Stop], end: Stop, *, calm: bool = False
) -> list[int] | None:
    """The stops (by index) in the order of a shortest walk; None where the rectangle cannot prove it.

    ``calm``: of the walks that are hardly longer one that turns back least.

    That is where the aisles form none, a stop stands outside, or the start or the end lies between two crossings
    of an aisle, on a piece that has stops too.
    """
    rectangle = plan.rectangle
    if rectangle is None:
        return None
    found = [rectangle.point(plan.position(stop)) for stop in stops]
    points = [point for point in found if point is not None]
    first, last = plan.position(start), plan.position(end)
    home = rectangle.point(first) if first == last else None
    errand = (
        closed_errand(rectangle.lattice, home, points)
        if home is not None
        else _through_doors(plan, rectangle, first, points, last)
    )
    if len(points) < len(stops) or errand is None:
        return None
    walk = (
        calm_walk(errand, home) if calm else walk_through(rectangle.lattice, shortest(errand), home)
    )
    when = {point: place for place, point in reversed(list(enumerate(walk)))}
    return sorted(range(len(stops)), key=lambda number: (when[points[number]], number))


def _through_doors(
    plan: Plan, rectangle: Rectangle, first: Position, points: Sequence[Point], last: Position
) -> Errand | None:
    """A walk that comes in through one of the start's doors and leaves by one of the end's."""
    arriving, leaving = rectangle.doors(first, points), rectangle.doors(last, points)
    if not arriving or not leaving:
        return None
    gates: dict[tuple[int, int], Gate] = {}
    for at in {*arriving, *leaving}:
        crossing = rectangle.position(at)
        came_mm = plan.walk_mm(first, crossing) if at in arriving else UNREACHABLE_MM
        went_mm = plan.walk_mm(crossing, last) if at in leaving else UNREACHABLE_MM
        gates[at] = Gate(_or_never(came_mm), _or_never(went_mm))
    if (
        min(g.arriving for g in gates.values()) == NEVER
        or min(g.leaving for g in gates.values()) == NEVER
    ):
        return None
    return Errand(rectangle.lattice, frozenset(points), gates)


def _or_never(walk_mm: int) -> int:
    return NEVER if walk_mm >= UNREACHABLE_MM else walk_mm
