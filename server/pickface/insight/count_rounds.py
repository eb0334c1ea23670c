"""Rounds of counts as the office sees them: how far each is, and what holds the rest up."""

from __future__ import annotations

from typing import Any, Final

from pickface.contract import page
from pickface.db import rows
from pickface.insight.count_forms import RoundsQuery
from pickface.insight.counts import WAITS
from pickface.paging import where

_ROUNDS: Final = f"""
SELECT r.id, r.kind, r.day, r.created_at, r.closed_at, r.filled_at, z.code AS zone, z.name AS zone_name,
    p.name AS person, COUNT(b.place_id) AS bins, SUM(CASE WHEN t.state = 'done' THEN 1 ELSE 0 END) AS counted,
    SUM(CASE WHEN t.state = 'cancelled' THEN 1 ELSE 0 END) AS left_out,
    SUM(CASE WHEN EXISTS (SELECT 1 FROM count_line l WHERE l.place_id = b.place_id AND {WAITS}
        AND l.at >= r.created_at) THEN 1 ELSE 0 END) AS differing,
    SUM(CASE WHEN b.task_id IS NULL AND EXISTS (SELECT 1 FROM balance h WHERE h.place_id = b.place_id
        AND h.pinned > 0) THEN 1 ELSE 0 END) AS pinned
FROM (SELECT o.* FROM count_round o WHERE o.site_id = :site {{which}} ORDER BY o.id {{way}} LIMIT :most) r
JOIN zone z ON z.id = r.zone_id LEFT JOIN person p ON p.id = r.created_by
LEFT JOIN count_bin b ON b.round_id = r.id LEFT JOIN task t ON t.id = b.task_id
GROUP BY r.id, r.kind, r.day, r.created_at, r.closed_at, r.filled_at, z.code, z.name, p.name ORDER BY r.id {{way}}
"""
"""A page is found along its index first: bins are counted of what is shown alone."""
_IN_ZONE: Final = (
    "o.zone_id IN (SELECT z.id FROM zone z WHERE z.site_id = :site AND z.code = :zone)"
)
_WHOLE: Final = ("bins", "counted", "left_out", "differing", "pinned")


def list_rounds(site_id: int, query: RoundsQuery) -> dict[str, Any]:
    """A page of rounds, newest first: their bins, how many are counted, and what holds the rest up."""
    which = where(
        {
            "o.closed_at = 0": query.state == "open",
            "o.closed_at > 0": query.state == "over",
            "o.kind = :kind": query.kind,
            _IN_ZONE: query.zone,
            f"o.id {'<' if query.descending else '>'} :before": query.cursor,
        }
    )
    told: dict[str, Any] = {"kind": query.kind} if query.kind else {}
    told |= {"zone": query.zone.upper()} if query.zone else {}
    told |= {"before": query.cursor} if query.cursor else {}
    found = rows(
        _ROUNDS.format(
            which=f"AND {which}" if which else "", way="DESC" if query.descending else "ASC"
        ),
        site=site_id,
        most=query.limit + 1,
        **told,
    )
    return page(
        [{**dict(one), **{name: int(one[name] or 0) for name in _WHOLE}} for one in found],
        query.limit,
    )
