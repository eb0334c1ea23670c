"""A site's floor as routing wants it: ways to walk on and stops to walk to, as plain rows."""

from __future__ import annotations

from dataclasses import dataclass

from pickface.db import Row, rows


@dataclass(frozen=True)
class FloorPlan:
    """``segments``: id, x1_mm, y1_mm, x2_mm, y2_mm, one_way, kind. ``stops``: id, x_mm, y_mm, aisle, place_id.

    Ids are codes, so a row without ``place_id`` is the keyword arguments of routing's ``Segment`` and ``Stop``.
    """

    segments: list[Row]
    stops: list[Row]


def floor_plan(site_id: int) -> FloorPlan:
    """All aisles of a site, and all real places that stand along one or on the floor."""
    segments = rows(
        "SELECT code AS id, x1_mm, y1_mm, x2_mm, y2_mm, one_way, kind FROM aisle "
        "WHERE site_id = :site ORDER BY id",
        site=site_id,
    )
    stops = rows(
        "SELECT p.id AS place_id, p.code AS id, p.x_mm, p.y_mm, a.code AS aisle FROM place p "
        "LEFT JOIN aisle a ON a.id = p.aisle_id "
        "WHERE p.site_id = :site AND p.virtual = 0 AND p.active = 1 ORDER BY p.id",
        site=site_id,
    )
    return FloorPlan(segments, stops)
