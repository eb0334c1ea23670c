"""Goods that have expired, or will before a customer has had use of them, are promised to nobody.

A site's ``fresh_from`` is the day before which goods must not expire: today, and as many days on as the site leaves to
its customers (``shelf_days_left``). It goes on a day of expiry at a time, each in a transaction with the goods that
expire then, so that the books say the same of both, and nobody waits for long.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

from pickface.clock import day_of
from pickface.db import Row, Tx
from pickface.stock.ledger import Cause, reconsider_expiring
from pickface.stock.moves import Loosened

_SITE = "SELECT id, fresh_from, settings, timezone FROM site WHERE id = :site"
_HERE = (
    "SELECT {which}(l.expires_on) AS day FROM lot l WHERE l.expires_on <> '' AND l.expires_on >= :first "
    "AND l.expires_on < :end AND EXISTS (SELECT 1 FROM balance b WHERE b.item_id = l.item_id AND b.lot_id = l.id "
    "AND b.site_id = :site AND b.virtual = 0)"
)


def fresh_from(site: Row, now: int) -> str:
    """Before which day goods must not expire now: the site's ``settings`` and ``timezone`` say it."""
    days = int(json.loads(site["settings"] or "{}").get("shelf_days_left", 0))
    return (date.fromisoformat(day_of(now, site["timezone"])) + timedelta(days=days)).isoformat()


def next_day(read: Callable[..., list[Row]], site_id: int, now: int) -> tuple[str, str] | None:
    """The next day of expiry whose goods are counted otherwise, and what ``fresh_from`` is behind that; None at the
    end. Reads alone: a long row of lots keeps no writer waiting.
    """
    site = read(_SITE, site=site_id)[0]
    stands, goal = str(site["fresh_from"]), fresh_from(site, now)
    if stands == goal:
        return None
    onward = stands < goal
    first, end = (stands, goal) if onward else (goal, stands)
    sql = _HERE.format(which="MIN" if onward else "MAX")
    day = read(sql, site=site_id, first=first, end=end)[0]["day"]
    if day is None:
        return "", goal
    behind = (date.fromisoformat(day) + timedelta(days=1)).isoformat() if onward else str(day)
    return str(day), behind


def go_on(tx: Tx, site_id: int, day: str, behind: str) -> list[Loosened]:
    """Let ``fresh_from`` be ``behind`` that day, and what expires on it be counted so; the promises let go."""
    tx.run("UPDATE site SET fresh_from = :day WHERE id = :site", day=behind, site=site_id)
    if not day:
        return []
    return reconsider_expiring(tx, Cause(f"expires:{day}", site_id), day).loosened
