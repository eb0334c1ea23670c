"""A wave of orders to carts on a drawn floor: what batching needs of it, and the same in a process of its own.

``python -m pickface.routing.carts`` reads a wave as JSON and writes the batches: a large wave thinks for seconds, which
no scan should wait for (LAWS 9).
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, cast

from pickface.errors import PickfaceError
from pickface.routing.batching import Cart, Load, batch, first_come
from pickface.routing.estimate import rough_length
from pickface.routing.floor import Segment, Stop, StopUnreachable
from pickface.routing.lattice import Point
from pickface.routing.plan import Plan
from pickface.routing.rectangle import Rectangle
from pickface.routing.tour import tour

log = logging.getLogger(__name__)
AT_ONCE = 24
"""Up to so many orders are put on carts where one stands; that takes milliseconds."""
THINK_S_AN_ORDER = 4 / 120
"""Behind so long a wave's carts are not improved any more; 120 small orders are done with it by then, or nearly."""
PATIENCE_S = 90
"""What the process that thinks may take at most: real tours follow, and a busy machine is slow."""


@dataclass(frozen=True)
class Errands:
    """An order of a wave: how urgent it is, and where its goods lie."""

    id: str
    cutoff: int
    priority: int
    stops: tuple[Stop, ...]


def share_out(
    segments: Sequence[Segment], home: Stop, orders: Sequence[Errands], totes: int
) -> list[list[str]]:
    """The ids of the orders, cart by cart, the most urgent first."""
    try:
        batches = _batched(Plan(segments), home, orders, totes) if segments else None
    except StopUnreachable:
        batches = None
    if batches is None:
        # Nobody knows how far anything is: as they come, each urgency by itself.
        loads = sorted((_load(order, frozenset()) for order in orders), key=_urgent)
        batches = [
            one
            for urgency in sorted({load.urgency for load in loads})
            for one in first_come([x for x in loads if x.urgency == urgency], Cart(totes))
        ]
    return [[load.id for load in one] for one in batches]


def share_out_beside(
    segments: Sequence[Segment], home: Stop, orders: Sequence[Errands], totes: int
) -> list[list[str]]:
    """The same; a large wave in a child process, so that scans need not wait for it."""
    if len(orders) <= AT_ONCE:
        return share_out(segments, home, orders, totes)
    wave = {
        "segments": [asdict(segment) for segment in segments],
        "home": asdict(home),
        "orders": [asdict(order) for order in orders],
        "totes": totes,
    }
    try:
        child = subprocess.run(
            [sys.executable, "-m", "pickface.routing.carts"],
            input=json.dumps(wave), capture_output=True, text=True, timeout=PATIENCE_S, check=True,
        )  # fmt: skip
        found: list[list[str]] = json.loads(child.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as why:
        # Longer walks are better than orders that never go out.
        log.error("a wave of %d orders could not be thought over: %s", len(orders), why)
        return share_out((), home, orders, totes)
    return found


def _urgent(load: Load) -> tuple[int, int, int]:
    return (*load.urgency, int(load.id) if load.id.isdigit() else 0)


def _load(order: Errands, points: frozenset[Any]) -> Load:
    return Load(order.id, points, cutoff=order.cutoff, priority=order.priority)


def _batched(
    plan: Plan, home: Stop, orders: Sequence[Errands], totes: int
) -> list[tuple[Load, ...]]:
    stops: dict[Hashable, Stop] = {}
    where = _points(plan, home, orders)
    for order in orders:
        for stop in order.stops:
            stops.setdefault(where[stop], stop)
    loads = [_load(order, frozenset(where[stop] for stop in order.stops)) for order in orders]

    def walk(points: frozenset[Point]) -> int:
        return tour(plan, home, [stops[point] for point in sorted(points)], home).length_mm

    rectangle = plan.rectangle
    estimate = partial(_nearest_first, plan, stops, home)
    if rectangle is not None and all(isinstance(point, Point) for point in stops):
        estimate = partial(rough_length, rectangle.lattice, _door(plan, rectangle, home))
    return batch(loads, Cart(totes), walk, estimate, THINK_S_AN_ORDER * len(loads))


def _points(plan: Plan, home: Stop, orders: Sequence[Errands]) -> Mapping[Stop, Point]:
    """Each stop as a point: of the rectangle if all stand in it, else where it is reached."""
    stops = {stop for order in orders for stop in order.stops}
    reached = {stop: plan.position(stop) for stop in stops}
    plan.position(home)
    rectangle = plan.rectangle
    if rectangle is not None:
        inside = {stop: rectangle.point(position) for stop, position in reached.items()}
        if all(point is not None for point in inside.values()):
            return cast("Mapping[Stop, Point]", inside)
    # Batching compares points and looks into none.
    return {stop: Point(at.segment, at.offset_mm) for stop, at in reached.items()}


def _door(plan: Plan, rectangle: Rectangle, home: Stop) -> Point:
    """Where somebody who comes from home enters the aisles."""
    at = plan.position(home)
    inside = rectangle.point(at)
    if inside is not None:
        return inside
    doors = rectangle.doors(at, ()) or [(0, 0)]
    nearest = min(doors, key=lambda door: plan.walk_mm(at, rectangle.position(door)))
    return rectangle.lattice.crossing(*nearest)


def _nearest_first(
    plan: Plan, stops: Mapping[Hashable, Stop], home: Stop, points: frozenset[Point]
) -> int:
    """About how long a walk is, where the floor is no rectangle: always on to the nearest stop."""
    here, left, walked_mm = plan.position(home), {plan.position(stops[p]) for p in points}, 0
    while left:
        following = min(left, key=lambda there: (plan.walk_mm(here, there), there))
        walked_mm += plan.walk_mm(here, following)
        left.remove(following)
        here = following
    return walked_mm + plan.walk_mm(here, plan.position(home))


def _read(wave: dict[str, Any]) -> list[list[str]]:
    orders = [
        Errands(
            order["id"],
            order["cutoff"],
            order["priority"],
            tuple(Stop(**s) for s in order["stops"]),
        )
        for order in wave["orders"]
    ]
    segments = [Segment(**segment) for segment in wave["segments"]]
    return share_out(segments, Stop(**wave["home"]), orders, wave["totes"])


if __name__ == "__main__":
    try:
        sys.stdout.write(json.dumps(_read(json.load(sys.stdin))))
    except PickfaceError as why:
        sys.exit(str(why))
