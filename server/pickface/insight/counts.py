"""What the office sees of counts: rounds and how far they are, what differed, and how right the books were."""

from __future__ import annotations

from typing import Any

from pickface.contract import page
from pickface.db import clock, one_moment, rows

DAY_MS = 86_400_000
_WAITS = "l.state IN ('recount', 'approval')"
_ROUNDS = f"""
SELECT r.id, r.kind, r.day, r.created_at, r.closed_at, r.filled_at, z.code AS zone, z.name AS zone_name,
    p.name AS person, COUNT(b.place_id) AS bins, SUM(CASE WHEN t.state = 'done' THEN 1 ELSE 0 END) AS counted,
    SUM(CASE WHEN t.state = 'cancelled' THEN 1 ELSE 0 END) AS left_out,
    SUM(CASE WHEN EXISTS (SELECT 1 FROM count_line l WHERE l.place_id = b.place_id AND {_WAITS}
        AND l.at >= r.created_at) THEN 1 ELSE 0 END) AS differing,
    SUM(CASE WHEN b.task_id IS NULL AND EXISTS (SELECT 1 FROM balance h WHERE h.place_id = b.place_id
        AND h.pinned > 0) THEN 1 ELSE 0 END) AS pinned
FROM count_round r JOIN zone z ON z.id = r.zone_id LEFT JOIN person p ON p.id = r.created_by
LEFT JOIN count_bin b ON b.round_id = r.id LEFT JOIN task t ON t.id = b.task_id
WHERE r.id IN (SELECT o.id FROM count_round o WHERE o.site_id = :site ORDER BY o.id DESC LIMIT :most)
GROUP BY r.id, r.kind, r.day, r.created_at, r.closed_at, r.filled_at, z.code, z.name, p.name
ORDER BY CASE WHEN r.closed_at = 0 THEN 0 ELSE 1 END, r.id DESC
"""
_OF = """
FROM count_line l JOIN place p ON p.id = l.place_id LEFT JOIN zone z ON z.id = p.zone_id
WHERE l.site_id = :site AND l.at >= :since AND (:zone = '' OR z.code = :zone)
AND (:round = 0 OR EXISTS (SELECT 1 FROM count_round r JOIN count_bin b ON b.round_id = r.id AND b.place_id = l.place_id
    WHERE r.id = :round AND l.at >= r.created_at AND (r.closed_at = 0 OR l.at <= r.closed_at)))
"""
_LINES = f"""
SELECT x.*, i.sku, i.name, t.code AS lot, w.name AS person, d.name AS decider,
    (SELECT MAX(e.id) FROM exception e WHERE e.site_id = :site AND e.state = 'open' AND e.place_id = x.place_id
        AND e.kind = 'count_approval') AS exception
FROM (SELECT l.id, l.task_id, l.place_id, p.code AS place, l.item_id, l.lot_id, l.container, l.owner_id,
        l.booked, l.counted, l.price_minor, l.currency, l.state, l.person_id,
        l.looked_at, l.at, l.decided_by, l.decided_at {_OF}
    AND (:before = 0 OR l.id < :before)
    AND (CASE WHEN :state = 'waiting' THEN {_WAITS}
        ELSE l.state IN ('booked', 'recount', 'approval') AND l.counted <> l.booked END)
    ORDER BY l.id DESC LIMIT :most) x
JOIN item i ON i.id = x.item_id JOIN lot t ON t.id = x.lot_id LEFT JOIN person w ON w.id = x.person_id
LEFT JOIN person d ON d.id = x.decided_by ORDER BY x.id DESC
"""
_SUMS = f"""
SELECT l.currency, COUNT(*) AS lines, SUM(CASE WHEN l.counted = l.booked THEN 1 ELSE 0 END) AS agreed,
    SUM(CASE WHEN l.counted > l.booked THEN (l.counted - l.booked) * l.price_minor ELSE 0 END) AS more_minor,
    SUM(CASE WHEN l.counted < l.booked THEN (l.booked - l.counted) * l.price_minor ELSE 0 END) AS less_minor
{_OF} AND l.state IN ('agreed', 'booked') GROUP BY l.currency ORDER BY COUNT(*) DESC
"""
MOST_ROUNDS = 60


def list_rounds(site_id: int) -> list[dict[str, Any]]:
    """Rounds, those under way first: their bins, how many are counted, and what holds the rest up."""
    whole = ("bins", "counted", "left_out", "differing", "pinned")
    return [
        {**dict(one), **{name: int(one[name] or 0) for name in whole}}
        for one in rows(_ROUNDS, site=site_id, most=MOST_ROUNDS)
    ]


def variances(
    site_id: int,
    *,
    state: str = "",
    zone: str = "",
    round_id: int = 0,
    days: int = 90,
    before: int = 0,
    limit: int = 50,
) -> dict[str, Any]:
    """The lines that differ, newest first, and of all that was counted how much agreed; values in minor units."""
    narrowed = {
        "site": site_id,
        "zone": zone,
        "round": round_id,
        "since": 0 if round_id else clock() - days * DAY_MS,
    }
    with one_moment():
        found = rows(_LINES, **narrowed, state=state, before=before, most=limit + 1)
        sums = rows(_SUMS, **narrowed)
    main = sums[0] if sums else None
    return {
        **page(found, limit),
        "counted": sum(int(one["lines"]) for one in sums),
        "agreed": sum(int(one["agreed"]) for one in sums),
        # Sums of different moneys are no sum: the one that most lines have is shown.
        "more_minor": int(main["more_minor"]) if main else 0,
        "less_minor": int(main["less_minor"]) if main else 0,
        "currency": main["currency"] if main else "EUR",
    }
