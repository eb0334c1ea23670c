"""What is known of some items at a moment, in a few statements however many they are. Reads only."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from pickface.alerts.rules import Measured
from pickface.clock import clock, day_of
from pickface.db import Row, row, rows
from pickface.orders.promise import available_by_date
from pickface.stock import balances

_FORECAST = (
    "SELECT item_id, abc_xyz, a_day_milli, reorder_point FROM forecast "
    "WHERE site_id = :site AND item_id IN ({items})"
)
_DEALT_IN = "SELECT id, abc FROM item WHERE active = 1 AND id IN ({items})"
_KITS_OF = (
    "SELECT DISTINCT k.kit_id FROM kit_component k JOIN item i ON i.id = k.kit_id AND i.kit = 'virtual' "
    "WHERE k.item_id IN ({items})"
)
_INCOMING = f"""
SELECT l.item_id, CASE WHEN l.expected_on <> '' THEN l.expected_on ELSE o.expected_on END AS day,
       SUM(l.qty - l.received) AS units
FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id
WHERE l.item_id IN ({{items}}) AND o.site_id = :site AND o.owner_id = 1
  AND o.state IN {balances.COMING} AND l.received < l.qty
GROUP BY l.item_id, CASE WHEN l.expected_on <> '' THEN l.expected_on ELSE o.expected_on END
"""
_WAITING = """
SELECT l.item_id, o.ship_by, l.qty - l.given_up - COALESCE(
         (SELECT SUM(r.qty) FROM reservation r WHERE r.order_line_id = l.id), 0) AS units
FROM order_line l JOIN orders o ON o.id = l.order_id
WHERE l.item_id IN ({items}) AND o.site_id = :site AND o.owner_id = 1 AND o.state = 'open'
"""


def with_kits(item_ids: Sequence[int]) -> list[int]:
    """The items, and the virtual kits that are made of them, whose numbers follow from theirs."""
    kits = [int(one["kit_id"]) for one in _of(_KITS_OF, item_ids)]
    return sorted({*item_ids, *kits})


def measured(site_id: int, item_ids: Sequence[int], promised: bool) -> dict[int, Measured]:
    """Items that are dealt in, by id; ``promised`` says whether somebody asks what can be promised."""
    classes = {int(one["id"]): one["abc"] for one in _of(_DEALT_IN, item_ids)}
    known = [*classes]
    levels = balances.levels_of_items(known, site_id)
    forecast = {int(one["item_id"]): one for one in _of(_FORECAST, known, site=site_id)}
    promises = (
        _promises(site_id, {one: levels[one]["available"] for one in known}) if promised else {}
    )
    return {
        one: _one(classes[one], levels[one], forecast.get(one), promises.get(one, ()))
        for one in known
    }


def today(site_id: int) -> dt.date:
    """The day at the site."""
    return dt.date.fromisoformat(day_of(clock(), _zone(site_id)))


def _one(
    abc: str, level: dict[str, int], expected: Row | None, promise: tuple[tuple[str, int], ...]
) -> Measured:
    return Measured(
        abc=expected["abc_xyz"][:1] if expected else abc,
        on_hand=level["on_hand"],
        available=level["available"],
        a_day_milli=int(expected["a_day_milli"]) if expected else None,
        reorder_point=int(expected["reorder_point"]) if expected else None,
        promise=promise,
    )


def _promises(site_id: int, available: dict[int, int]) -> dict[int, tuple[tuple[str, int], ...]]:
    zone, now = ZoneInfo(_zone(site_id)), today(site_id).isoformat()
    coming: dict[int, list[tuple[str, int]]] = defaultdict(list)
    waiting: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for one in _of(_INCOMING, [*available], site=site_id):
        coming[one["item_id"]].append((one["day"], int(one["units"])))
    for one in _of(_WAITING, [*available], site=site_id):
        if one["units"] > 0:
            day = dt.datetime.fromtimestamp(one["ship_by"] / 1000, zone).date().isoformat()
            waiting[one["item_id"]].append((day, int(one["units"])))
    return {
        item: tuple(
            (day.on, day.available)
            for day in available_by_date(now, units, coming[item], waiting[item]).days
        )
        for item, units in available.items()
    }


def _zone(site_id: int) -> str:
    found = row("SELECT timezone FROM site WHERE id = :id", id=site_id)
    return str(found["timezone"]) if found else "UTC"


def _of(sql: str, item_ids: Sequence[int], **named: Any) -> list[Row]:
    """A statement about some items."""
    if not item_ids:
        return []
    bound = {f"item_{n}": item_id for n, item_id in enumerate(item_ids)}
    return rows(sql.format(items=", ".join(f":{name}" for name in bound)), **bound, **named)
