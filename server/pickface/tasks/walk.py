"""The order in which a task visits its places: the floor plan of the site, kept built, and a tour over it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pickface.db import Row, rows
from pickface.routing.floor import Segment, Stop, StopUnreachable
from pickface.routing.plan import Plan
from pickface.routing.tour import calm_tour, naive_length, tour

_plans: dict[tuple[Segment, ...], Plan] = {}
_lock = threading.Lock()
_KEPT = 16
PACE_MM_S = 1_200
"""How fast somebody with a cart walks: a plain assumption, for telling a walk's seconds."""


@dataclass(frozen=True)
class Spot:
    """A place on the floor, in millimetres; ``aisle`` is the code of the aisle it stands along, or None."""

    place_id: int
    code: str
    x_mm: int
    y_mm: int
    aisle: str | None = None


def plan_of(site_id: int) -> Plan | None:
    """The walking plan of a site, or None if no aisle is drawn. Built once per drawing."""
    segments = tuple(
        Segment(
            r["code"], r["x1_mm"], r["y1_mm"], r["x2_mm"], r["y2_mm"], bool(r["one_way"]), r["kind"]
        )
        for r in rows(
            "SELECT code, kind, x1_mm, y1_mm, x2_mm, y2_mm, one_way FROM aisle WHERE site_id = :site ORDER BY id",
            site=site_id,
        )
    )
    if not segments:
        return None
    with _lock:
        plan = _plans.get(segments)
        if plan is None:
            if len(_plans) >= _KEPT:
                _plans.clear()
            plan = _plans[segments] = Plan(segments)
    return plan


def spots(place_ids: Iterable[int]) -> dict[int, Spot]:
    """Where places stand."""
    wanted = sorted(set(place_ids))
    if not wanted:
        return {}
    found = rows(
        "SELECT p.id, p.code, p.x_mm, p.y_mm, a.code AS aisle FROM place p LEFT JOIN aisle a ON a.id = p.aisle_id "
        f"WHERE p.id IN ({','.join(str(int(i)) for i in wanted)})"
    )
    return {r["id"]: Spot(r["id"], r["code"], r["x_mm"], r["y_mm"], r["aisle"]) for r in found}


@dataclass(frozen=True)
class Walked:
    """Places in walking order; how long the walk is and how long in code order, where the floor plan tells."""

    order: list[int]
    length_mm: int | None = None
    code_order_mm: int | None = None


def told(task: Row) -> dict[str, int] | None:
    """How long a task's walk is, in metres and seconds, and how many metres it would be in code order; None if nobody
    knows.
    """
    if task["walk_mm"] is None:
        return None
    return {
        "m": round(task["walk_mm"] / 1_000),
        "s": round(task["walk_mm"] / PACE_MM_S),
        "code_order_m": round((task["code_order_mm"] or 0) / 1_000),
    }


def in_walking_order(site_id: int, start: int, place_ids: Sequence[int], end: int) -> list[int]:
    """``place_ids`` (each once) in the order of a short walk from ``start`` to ``end``."""
    return walked(site_id, start, place_ids, end).order


def walked(
    site_id: int,
    start: int,
    place_ids: Sequence[int],
    end: int,
    calm: Mapping[int, int] | None = None,
) -> Walked:
    """A short walk from ``start`` over ``place_ids`` to ``end``.

    With ``calm``, the grams that are taken from each place, it may be a little longer if it turns back less, and takes
    heavy goods first.

    A site whose plan is not drawn, or one with a place that no aisle reaches, walks in code order.
    """
    known = spots([start, *place_ids, end])
    distinct = sorted({i for i in place_ids if i in known}, key=lambda i: known[i].code)
    plan = plan_of(site_id)
    if plan is None or not distinct:
        return Walked(distinct)
    first, last = stop_at(known[start]), stop_at(known[end])
    stops = [stop_at(known[i]) for i in distinct]
    try:
        found = (
            tour(plan, first, stops, last)
            if calm is None
            else calm_tour(plan, first, stops, last, _by_stop(known, calm))
        )
        in_code_order = naive_length(plan, first, stops, last)
    except StopUnreachable:
        return Walked(distinct)
    order = [int(stop.id.rsplit("#", 1)[1]) for stop in found.order]
    return Walked(order, found.length_mm, in_code_order)


def _by_stop(known: Mapping[int, Spot], grams: Mapping[int, int]) -> dict[str, int]:
    return {stop_at(known[place]).id: g for place, g in grams.items() if place in known}


def walks_mm(site_id: int, start: int, place_ids: Sequence[int]) -> dict[int, int]:
    """How far each place is from ``start`` on foot; empty where no plan is drawn or a place cannot be reached."""
    known = spots([start, *place_ids])
    plan = plan_of(site_id)
    if plan is None or start not in known:
        return {}
    there = [known[i] for i in place_ids if i in known]
    try:
        walked = plan.distances([stop_at(known[start])], [stop_at(spot) for spot in there])[0]
    except StopUnreachable:
        return {}
    return {spot.place_id: walk_mm for spot, walk_mm in zip(there, walked, strict=True)}


def stop_at(spot: Spot) -> Stop:
    """A place as routing sees it."""
    return Stop(f"{spot.code}#{spot.place_id}", spot.x_mm, spot.y_mm, spot.aisle)
