"""How long a supplier takes, learnt from what came: days from sending an order to its goods, and their spread."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from pickface.db import Row

DAY_MS: Final = 86_400_000
LEAST: Final = 3
"""So many deliveries teach more than what the supplier says."""
NEWEST: Final = 20
"""Older deliveries tell of other times."""
_YEAR_DAYS: Final = 365
_STATED_SPREAD: Final = 0.25
"""Of the days that a supplier states; nothing is known of how they keep to it."""
_LEAST_SPREAD: Final = 0.5
"""Days: three deliveries that took the same are no proof that the fourth will."""

# An order's goods took as long as its lines on average: one carton that comes weeks later is not how long it takes.
_OURS = """
SELECT o.supplier_id, o.sent_at AS at, AVG(l.last_received_at - o.sent_at) AS took
FROM purchase_order o JOIN purchase_order_line l ON l.purchase_order_id = o.id
WHERE o.site_id = :site AND o.sent_at > :since AND l.last_received_at IS NOT NULL
GROUP BY o.id, o.supplier_id, o.sent_at
"""
_BEFORE_US = """
SELECT supplier_id, ordered_on, received_on FROM past_delivery
WHERE site_id = :site AND received_on >= :since ORDER BY received_on
"""


class Learnt(NamedTuple):
    """Days from order to goods, their standard deviation, and from how many deliveries (0: as stated)."""

    days: float
    spread_days: float
    deliveries: int


def learn(stated_days: int, took_days: Sequence[float]) -> Learnt:
    """What is to be expected after deliveries that took so many days, oldest first. Pure."""
    newest = took_days[-NEWEST:]
    if len(newest) < LEAST:
        return Learnt(float(stated_days), stated_days * _STATED_SPREAD, 0)
    spread = max(_LEAST_SPREAD, statistics.stdev(newest))
    return Learnt(statistics.fmean(newest), spread, len(newest))


def of_suppliers(read: Callable[..., list[Row]], site_id: int, now: int) -> dict[int, Learnt]:
    """Every supplier's lead time at a site; ``read`` is a transaction's ``all``, or ``rows``."""
    since = now - _YEAR_DAYS * DAY_MS
    took: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for one in read(_BEFORE_US, site=site_id, since=day_of(since)):
        ordered, received = (
            dt.date.fromisoformat(one[name]) for name in ("ordered_on", "received_on")
        )
        at = ordered.toordinal() - dt.date(1970, 1, 1).toordinal()
        took[one["supplier_id"]].append((at * DAY_MS, float((received - ordered).days)))
    for one in read(_OURS, site=site_id, since=since):
        took[one["supplier_id"]].append((one["at"], max(0.0, float(one["took"]) / DAY_MS)))
    return {
        supplier["id"]: learn(
            supplier["lead_days"], [days for _, days in sorted(took[supplier["id"]])]
        )
        for supplier in read("SELECT id, lead_days FROM supplier")
    }


def day_of(at: int) -> str:
    """The UTC day of a moment, YYYY-MM-DD."""
    return dt.datetime.fromtimestamp(at / 1000, dt.UTC).date().isoformat()


def day_after(at: int, days: float) -> str:
    """The day so many days after a moment, rounded up."""
    return day_of(at + -int(-days // 1) * DAY_MS)
