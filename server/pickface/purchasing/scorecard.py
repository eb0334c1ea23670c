"""How a supplier keeps to what was agreed, from receipts: on time, in full, right first time. Reads only."""

from __future__ import annotations

from typing import Any, Final

from pickface.clock import day_of
from pickface.db import clock, row, rows
from pickface.purchasing import lead_times

_YEAR_MS: Final = 365 * lead_times.DAY_MS
# An order counts once nothing more of it is awaited, or once its day has passed.
_OURS = """
SELECT o.expected_on, SUM(l.qty) AS ordered, SUM(l.received) AS received, MAX(l.last_received_at) AS last_at,
       MAX(CASE WHEN l.received < l.qty THEN 1 ELSE 0 END) AS lacking,
       MAX(CASE WHEN l.expected_on <> '' THEN l.expected_on ELSE o.expected_on END) AS agreed_on,
       (SELECT COUNT(*) FROM discrepancy d WHERE d.purchase_order_id = o.id AND d.kind <> 'short') AS wrong
FROM purchase_order o JOIN purchase_order_line l ON l.purchase_order_id = o.id
WHERE o.site_id = :site AND o.supplier_id = :supplier AND o.sent_at > :since
  AND (o.state IN ('received', 'closed') OR (o.state = 'receiving' AND o.expected_on <> '' AND o.expected_on < :today))
GROUP BY o.id, o.expected_on
"""
_BEFORE_US = """
SELECT promised_on, received_on, units_ordered, units_received, units_wrong FROM past_delivery
WHERE site_id = :site AND supplier_id = :supplier AND received_on >= :since
"""


def of_supplier(site_id: int, supplier_id: int) -> dict[str, Any]:
    """The last year's deliveries: how many, and what share of them (percent; None: none to tell) was as agreed."""
    now = clock()
    # What was agreed is a day of the site: goods that came in the evening there did not come a day late.
    site = row("SELECT timezone FROM site WHERE id = :id", id=site_id) or {"timezone": "UTC"}
    zone = str(site["timezone"])
    since, today = now - _YEAR_MS, day_of(now, zone)
    seen = []
    for one in rows(_OURS, site=site_id, supplier=supplier_id, since=since, today=today):
        came_on = day_of(one["last_at"], zone) if one["last_at"] else "9999"
        in_full = not one["lacking"]
        seen.append(
            (
                not one["agreed_on"] or (in_full and came_on <= one["agreed_on"]),
                in_full,
                not one["wrong"],
            )
        )
    for one in rows(_BEFORE_US, site=site_id, supplier=supplier_id, since=lead_times.day_of(since)):
        on_time = not one["promised_on"] or one["received_on"] <= one["promised_on"]
        seen.append(
            (on_time, one["units_received"] >= one["units_ordered"], not one["units_wrong"])
        )
    learnt = lead_times.of_suppliers(rows, site_id, now)[supplier_id]
    return {
        "deliveries": len(seen),
        "on_time_pct": _share([one[0] for one in seen]),
        "in_full_pct": _share([one[1] for one in seen]),
        "right_pct": _share([one[2] for one in seen]),
        "lead_days": round(learnt.days, 1),
        "lead_spread_days": round(learnt.spread_days, 1),
        "lead_deliveries": learnt.deliveries,
    }


def _share(good: list[bool]) -> int | None:
    return round(100 * sum(good) / len(good)) if good else None
