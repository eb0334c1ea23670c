"""What the office sees of counts: what differed, and how right the books were."""

from __future__ import annotations

from typing import Any, Final

from pickface.contract import like
from pickface.db import clock, one_moment, row, rows
from pickface.insight.count_forms import VariancesQuery
from pickface.paging import Sort, ended_at, sorted_page, where

DAY_MS = 86_400_000
_BY_TIME: Final = Sort(("l.at",), (int,), id="l.id")
_KINDS: Final = (int, int)
WAITS: Final = "l.state IN ('recount', 'approval')"
_OF = """
FROM count_line l JOIN place p ON p.id = l.place_id LEFT JOIN zone z ON z.id = p.zone_id
WHERE l.site_id = :site AND l.at >= :since AND (:zone = '' OR z.code = :zone)
AND (:round = 0 OR EXISTS (SELECT 1 FROM count_round r JOIN count_bin b ON b.round_id = r.id AND b.place_id = l.place_id
    WHERE r.id = :round AND l.at >= r.created_at AND (r.closed_at = 0 OR l.at <= r.closed_at)))
"""
LINES = f"""
SELECT x.*, i.sku, i.name, t.code AS lot, w.name AS person, d.name AS decider,
    (SELECT MAX(e.id) FROM exception e WHERE e.site_id = :site AND e.state = 'open' AND e.place_id = x.place_id
        AND e.kind = 'count_approval') AS exception
FROM (SELECT l.id, l.task_id, l.place_id, p.code AS place, l.item_id, l.lot_id, l.container, l.owner_id,
        l.booked, l.counted, l.price_minor, l.currency, l.state, l.person_id,
        l.looked_at, l.at, l.decided_by, l.decided_at {_OF}
    AND {{which}} ORDER BY {{order}} LIMIT :most) x
JOIN item i ON i.id = x.item_id JOIN lot t ON t.id = x.lot_id LEFT JOIN person w ON w.id = x.person_id
LEFT JOIN person d ON d.id = x.decided_by ORDER BY {{outer}}
"""
# As an index of it is written, so that what agreed is not read.
DIFFERS: Final = "l.state IN ('booked', 'recount', 'approval') AND l.counted <> l.booked"
_CALLED: Final = (
    "(LOWER(p.code) LIKE :q ESCAPE '!' OR EXISTS (SELECT 1 FROM item i WHERE i.id = l.item_id "
    "AND LOWER(i.sku) LIKE :q ESCAPE '!'))"
)
SUMS = f"""
SELECT l.currency, COUNT(*) AS lines, SUM(CASE WHEN l.counted = l.booked THEN 1 ELSE 0 END) AS agreed,
    SUM(CASE WHEN l.counted > l.booked THEN (l.counted - l.booked) * l.price_minor ELSE 0 END) AS more_minor,
    SUM(CASE WHEN l.counted < l.booked THEN (l.booked - l.counted) * l.price_minor ELSE 0 END) AS less_minor
{_OF} AND l.state IN ('agreed', 'booked') GROUP BY l.currency ORDER BY COUNT(*) DESC
"""


def variances(site_id: int, query: VariancesQuery) -> dict[str, Any]:
    """The lines that differ, newest first, and of all that was counted how much agreed; values in minor units."""
    ended = ended_at(query.cursor, "time", query.descending, _KINDS)
    behind, bound = _BY_TIME.after(query.descending, ended)
    which = where(
        {
            DIFFERS if query.state != "waiting" else WAITS: True,
            "l.state = 'booked'": query.state == "booked",
            "l.counted > l.booked": query.differs == "more",
            "l.counted < l.booked": query.differs == "less",
            _CALLED: query.q,
            behind: behind,
        }
    )
    order = _BY_TIME.order(query.descending)
    listed = LINES.format(which=which, order=order, outer=order.replace("l.", "x."))
    if query.q:
        bound["q"] = like(query.q)
    with one_moment():
        narrowed = {
            "site": site_id,
            "zone": query.zone.upper(),
            "round": query.round or 0,
            "since": _since(site_id, query),
        }
        found = rows(listed, **narrowed, **bound, most=query.limit + 1)
        sums = rows(SUMS, **narrowed)
    main = sums[0] if sums else None
    return {
        **sorted_page(found, query.limit, "time", query.descending, ("at",)),
        "counted": sum(int(one["lines"]) for one in sums),
        "agreed": sum(int(one["agreed"]) for one in sums),
        # Sums of different moneys are no sum: the one that most lines have is shown.
        "more_minor": int(main["more_minor"]) if main else 0,
        "less_minor": int(main["less_minor"]) if main else 0,
        "currency": main["currency"] if main else "EUR",
    }


def _since(site_id: int, query: VariancesQuery) -> int:
    """Nothing that was counted before is asked for: so many days, or since a round began."""
    if query.round is None:
        return clock() - query.days * DAY_MS
    asked = "SELECT created_at FROM count_round WHERE id = :round AND site_id = :site"
    found = row(asked, round=query.round, site=site_id)
    return int(found["created_at"]) if found else clock()
