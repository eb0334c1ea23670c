"""Lists that a manager acts on: what runs low, what nobody buys, what is too much, what expires. Reads only.

Each list is one statement over projections and indexes, a page at a time by a key that grows: what presses most comes
first. Expiring lots are asked of an index of days; the others compare a number or two of each item, which is a walk
over narrow tables. Money comes from the cost book, and when an item was sold last, too.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import current_app

from pickface.clock import clock, day_of
from pickface.contract import bad_field
from pickface.costs.valuation import method_of, timezone_of
from pickface.db import db, row, rows
from pickface.insight.watch_forms import WatchListQuery
from pickface.people.memory import ShortMemory
from pickface.stock.balances import COMING
from pickface.stock.costing import share

DAY_MS = 86_400_000
FILE_PAGE = 500
COUNT_EVERY_S = 15.0
NEVER = 100_000
"""Days that something lasts of which nothing is ordered, for the order of a list."""
COLUMNS = (
    "sku", "name", "lot", "expires_on", "on_hand", "available", "incoming", "waiting", "reorder_point", "units", "days",
    "value_minor", "currency",
)  # fmt: skip
_OPTIONAL = (
    "lot_id", "lot", "expires_on", "available", "incoming", "waiting", "reorder_point", "a_day_milli", "last_out_at",
    "came_at",
)  # fmt: skip
_MONEY = "v.{worth} AS worth, COALESCE(v.known_qty, 0) AS known, v.qty AS valued"
_LOW = f"""
SELECT y.*, i.sku, i.name, {_MONEY} FROM (
  SELECT x.*, x.reorder_point - x.position AS units,
    CASE WHEN x.a_day_milli > 0 THEN x.position * 1000 / x.a_day_milli
      WHEN x.position < 0 THEN -{NEVER} ELSE {NEVER} END AS at FROM (
    SELECT k.item_id AS id, COALESCE(s.on_hand, 0) AS on_hand,
      COALESCE(s.pickable - s.reserved - s.unreservable, 0) AS available, COALESCE(c.units, 0) AS incoming,
      COALESCE(w.units, 0) AS waiting, COALESCE(f.reorder_point, 0) AS reorder_point,
      COALESCE(f.a_day_milli, 0) AS a_day_milli,
      COALESCE(s.pickable - s.reserved - s.unreservable, 0) + COALESCE(c.units, 0) - COALESCE(w.units, 0) AS position
    FROM (SELECT item_id FROM forecast WHERE site_id = :site UNION SELECT item_id FROM waiting) k
    LEFT JOIN forecast f ON f.item_id = k.item_id AND f.site_id = :site
    LEFT JOIN stock_level s ON s.item_id = k.item_id AND s.site_id = :site AND s.owner_id = 1
    LEFT JOIN coming c ON c.item_id = k.item_id LEFT JOIN waiting w ON w.item_id = k.item_id) x
  WHERE x.position < 0 OR (x.position <= x.reorder_point AND x.reorder_point > 0)) y
JOIN item i ON i.id = y.id AND i.active = 1 LEFT JOIN stock_value v ON v.item_id = y.id AND v.site_id = :site
"""
_WITH_LOW = f"""
WITH coming AS (SELECT l.item_id, SUM(l.qty - l.received) AS units FROM purchase_order o
    JOIN purchase_order_line l ON l.purchase_order_id = o.id
    WHERE o.site_id = :site AND o.owner_id = 1 AND o.state IN {COMING} AND l.received < l.qty GROUP BY l.item_id),
waiting AS (SELECT m.item_id, SUM(m.missing) AS units FROM (SELECT l.item_id, l.qty - l.given_up - COALESCE(
    (SELECT SUM(r.qty) FROM reservation r WHERE r.order_line_id = l.id), 0) AS missing
    FROM orders o JOIN order_line l ON l.order_id = o.id WHERE o.site_id = :site
      AND o.owner_id = 1 AND o.state = 'open') m
    WHERE m.missing > 0 GROUP BY m.item_id)
"""
_DEAD = """
SELECT v.item_id AS id, i.sku, i.name, v.qty AS on_hand, v.qty AS units, v.{worth} AS worth, v.known_qty AS known,
  v.qty AS valued, v.{worth} AS at, NULLIF(v.last_out_at, 0) AS last_out_at,
  (SELECT l.at FROM cost_layer l WHERE l.item_id = v.item_id AND l.site_id = :site AND l.qty > 0
    ORDER BY l.at LIMIT 1) AS came_at
FROM stock_value v JOIN item i ON i.id = v.item_id
WHERE v.site_id = :site AND v.qty > 0 AND v.last_out_at < :since AND EXISTS (SELECT 1 FROM cost_layer l
  WHERE l.item_id = v.item_id AND l.site_id = :site AND l.qty > 0 AND l.at < :since)
"""
_OVER = """
SELECT y.*, i.sku, i.name FROM (
  SELECT x.*, CASE WHEN x.known > 0 THEN -(x.worth / x.known) * x.units ELSE 0 END AS at FROM (
    SELECT v.item_id AS id, v.qty AS on_hand, v.{worth} AS worth, v.known_qty AS known, v.qty AS valued,
      f.a_day_milli, f.reorder_point, v.qty - (f.a_day_milli * :days + 999) / 1000 AS units
    FROM stock_value v JOIN forecast f ON f.item_id = v.item_id AND f.site_id = v.site_id
    WHERE v.site_id = :site AND v.qty * 1000 > f.a_day_milli * :days) x WHERE x.units > 0) y
JOIN item i ON i.id = y.id
"""
_EXPIRING = """
SELECT i.id, i.sku, i.name, t.lot_id, t.lot, t.expires_on, t.units, t.units AS on_hand, f.a_day_milli,
  v.{worth} AS worth, COALESCE(v.known_qty, 0) AS known, v.qty AS valued, t.expires_on AS at
FROM (SELECT l.item_id, l.id AS lot_id, l.code AS lot, l.expires_on, SUM(b.qty) AS units FROM lot l
  JOIN balance b ON b.item_id = l.item_id AND b.lot_id = l.id AND b.virtual = 0 AND b.qty > 0 AND b.site_id = :site
    AND b.owner_id = 1
  WHERE l.expires_on <> '' AND l.expires_on <= :until GROUP BY l.item_id, l.id, l.code, l.expires_on) t
JOIN item i ON i.id = t.item_id LEFT JOIN forecast f ON f.item_id = i.id AND f.site_id = :site
LEFT JOIN stock_value v ON v.item_id = i.id AND v.site_id = :site
"""


class _List(NamedTuple):
    """A list's statement, what stands before it, and what names its rows beside ``at``; ``falls``: largest first."""

    sql: str
    key: str = "id"
    before: str = ""
    text: bool = False
    falls: bool = False


_LISTS = {
    "low": _List(_LOW, before=_WITH_LOW),
    "dead": _List(_DEAD, falls=True),
    "overstock": _List(_OVER),
    "expiring": _List(_EXPIRING, key="lot_id", text=True),
}
DAYS = {"low": 1, "dead": 90, "overstock": 180, "expiring": 30}
"""How many days each list looks over unless somebody says otherwise."""


def sums(site_id: int) -> dict[str, Any]:
    """How many rows each list has with its usual days, and their money; at most a few seconds old."""
    memory: ShortMemory[int, dict[str, Any]] = current_app.extensions.setdefault(
        "pickface_watch", ShortMemory(COUNT_EVERY_S)
    )
    return memory.get(site_id, _sums) or {}


def _sums(site_id: int) -> dict[str, Any]:
    _, worth, currency = method_of(site_id)
    told = []
    for name, days in DAYS.items():
        one = _LISTS[name]
        sql = f"""{one.before} SELECT COUNT(*) AS rows, COALESCE(SUM(CASE WHEN z.known > 0
            THEN z.worth * 1.0 / z.known * CASE WHEN z.units < z.known THEN z.units ELSE z.known END END), 0) AS money
            FROM ({one.sql.format(worth=worth)}) z"""
        found = rows(sql, **_named(site_id, name, days))[0]
        value = None if name == "low" else round(float(found["money"]))
        told.append({"name": name, "days": days, "rows": int(found["rows"]), "value_minor": value})
    reckoned = row("SELECT finished_at FROM reckoning WHERE site_id = :site", site=site_id)
    return {
        "currency": currency,
        "reckoned_at": reckoned["finished_at"] if reckoned else None,
        "lists": told,
    }


def watch_list(site_id: int, name: str, query: WatchListQuery) -> dict[str, Any]:
    """A page of a list, the most pressing first."""
    currency = method_of(site_id)[2]
    found = _page(site_id, name, query.days, _after(name, query), query.limit + 1)
    more = len(found) > query.limit
    shown = found[: query.limit]
    return {
        "currency": currency,
        "items": _told(site_id, name, shown),
        "next": _cursor(name, query, shown[-1]) if more else None,
    }


def table(site_id: int, name: str, query: WatchListQuery) -> Iterator[Sequence[Any]]:
    """All of a list as a table with a head, read a page at a time."""
    currency, after = method_of(site_id)[2], None
    yield COLUMNS
    while True:
        try:
            found = _page(site_id, name, query.days, after, FILE_PAGE)
            told = _told(site_id, name, found)
        finally:
            # Nothing is held while a slow reader takes the page.
            db.session.remove()
        yield from ([{**one, "currency": currency}[column] for column in COLUMNS] for one in told)
        if len(found) < FILE_PAGE:
            return
        after = (found[-1]["at"], found[-1][_LISTS[name].key])


def _page(
    site_id: int, name: str, days: int, after: tuple[Any, int] | None, limit: int
) -> list[Mapping[str, Any]]:
    one, worth = _LISTS[name], method_of(site_id)[1]
    sql = f"{one.before} SELECT * FROM ({one.sql.format(worth=worth)}) z"
    named = _named(site_id, name, days)
    way, beyond = ("DESC", "<") if one.falls else ("ASC", ">")
    if after:
        sql += f" WHERE (z.at, z.{one.key}) {beyond} (:at, :key)"
        named |= {"at": after[0], "key": after[1]}
    sql += f" ORDER BY z.at {way}, z.{one.key} {way} LIMIT :limit"
    return [*rows(sql, limit=limit, **named)]


def _named(site_id: int, name: str, days: int) -> dict[str, Any]:
    """What a list's statement asks for."""
    named: dict[str, Any] = {"site": site_id}
    if name == "dead":
        named["since"] = clock() - days * DAY_MS
    elif name == "overstock":
        named["days"] = days
    elif name == "expiring":
        named["until"] = (_today(site_id) + timedelta(days=days)).isoformat()
    return named


def _told(site_id: int, name: str, found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    today = _today(site_id)
    return [_row(name, one, today) for one in found]


def _today(site_id: int) -> date:
    return date.fromisoformat(day_of(clock(), timezone_of(site_id)))


def _row(name: str, one: Mapping[str, Any], today: date) -> dict[str, Any]:
    known, units = int(one["known"] or 0), max(0, int(one["units"]))
    value = None
    if known and name != "low":
        value = share(int(one["worth"]), min(units, known), known)
    return {
        **{column: _whole(one.get(column)) for column in _OPTIONAL},
        "id": one["id"],
        "sku": one["sku"],
        "name": one["name"],
        "on_hand": int(one["on_hand"]),
        "units": int(one["units"]),
        "days": _days(name, one, today),
        "value_minor": value,
        "unknown": bool(one["valued"]) and known < int(one["valued"]),
    }


def _days(name: str, one: Mapping[str, Any], today: date) -> int | None:
    if name == "expiring":
        return (date.fromisoformat(one["expires_on"]) - today).days
    if name == "dead" or not one["a_day_milli"]:
        return None
    there = one["position"] if name == "low" else one["on_hand"]
    return max(0, int(there) * 1000 // int(one["a_day_milli"]))


def _whole(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else int(value)


def _cursor(name: str, query: WatchListQuery, last: Mapping[str, Any]) -> str:
    one = _LISTS[name]
    at = last["at"] if one.text else int(last["at"])
    text = json.dumps([name, query.days, at, last[one.key]])
    return base64.urlsafe_b64encode(text.encode()).decode()


def _after(name: str, query: WatchListQuery) -> tuple[Any, int] | None:
    """Where the page before ended; a cursor of another list is refused, since it would leave items out."""
    if not query.cursor:
        return None
    try:
        of, days, at, key = json.loads(base64.urlsafe_b64decode(query.cursor))
    except (ValueError, binascii.Error, TypeError):
        raise bad_field("cursor", "this cursor was not made here") from None
    right = [of, days] == [name, query.days] and type(key) is int
    if not right or type(at) is not (str if _LISTS[name].text else int):
        raise bad_field("cursor", "this cursor belongs to another list")
    return at, key
