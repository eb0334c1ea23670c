"""What a walk over a floor would be like before it is built: a few bins all over it, and the tour from packing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pickface.locations.generating import Floor, NewPlace, Way
from pickface.routing.floor import Segment, Stop, StopUnreachable
from pickface.routing.plan import Plan
from pickface.routing.tour import naive_length, tour

BINS: Final = 12
MOST_WAYS: Final = 60
"""Nobody waits while somebody types: of a larger floor no tour is shown."""
_GOLDEN: Final = 0.6180339887


def sample_tour(
    floor: Floor, ways: Sequence[Way], standing: Mapping[str, tuple[int, int]]
) -> dict[str, Any] | None:
    """Bins in walking order, how long the walk is, and how long in the order of their codes; None if none is known.

    ``standing`` is where stations stand already, mm.
    """
    start = next((one for one in floor.stations if one.kind == "station"), None)
    bins = [one for one in floor.bins if one.pickable]
    if start is None or not bins or len(ways) > MOST_WAYS:
        return None
    chosen = sorted(_scattered(bins), key=lambda one: one.code)
    stops = [Stop(one.code, one.x_mm, one.y_mm, one.on_aisle) for one in chosen]
    packing = Stop(start.code, *standing.get(start.code, (start.x_mm, start.y_mm)))
    try:
        plan = Plan(
            [
                Segment(
                    way.code, way.x1_mm, way.y1_mm, way.x2_mm, way.y2_mm, way.one_way,
                    "cross" if way.kind == "cross" else "aisle",
                )
                for way in ways
            ]
        )  # fmt: skip
        found = tour(plan, packing, stops, packing)
        in_code_order = naive_length(plan, packing, stops, packing)
    except StopUnreachable:
        return None
    return {
        "stops": [{"code": one.id, "x_mm": one.x_mm, "y_mm": one.y_mm} for one in found.order],
        "walk_m": round(found.length_mm / 1_000),
        "code_order_m": round(in_code_order / 1_000),
    }


def _scattered(bins: Sequence[NewPlace]) -> list[NewPlace]:
    """A few of them far from each other, the same ones each time."""
    chosen = {int(number * _GOLDEN % 1 * len(bins)): None for number in range(1, BINS + 1)}
    return [bins[at] for at in chosen]
