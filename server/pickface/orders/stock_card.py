"""How many of an item a site has, has promised, can still promise and when, and expects."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from pickface.catalog.service import item_named
from pickface.db import clock, row, rows
from pickface.kits.rules import complete
from pickface.kits.service import parts_of
from pickface.orders.promise import available_by_date
from pickface.sight import whose
from pickface.stock import balances
from pickface.stock.as_of import places_as_of

_INCOMING = f"""
SELECT CASE WHEN l.expected_on <> '' THEN l.expected_on ELSE o.expected_on END AS day, SUM(l.qty - l.received) AS units
FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id
WHERE l.item_id = :item AND o.site_id = :site AND o.owner_id = :owner
  AND o.state IN {balances.COMING} AND l.received < l.qty
GROUP BY CASE WHEN l.expected_on <> '' THEN l.expected_on ELSE o.expected_on END
"""
_WAITING = """
SELECT o.ship_by, l.qty - l.given_up - COALESCE(
         (SELECT SUM(r.qty) FROM reservation r WHERE r.order_line_id = l.id), 0) AS units
FROM order_line l JOIN orders o ON o.id = l.order_id
WHERE l.item_id = :item AND o.site_id = :site AND o.owner_id = :owner AND o.state = 'open'
"""


def stock_card(
    site_id: int, name: str, at: int | None = None, owner_id: int | None = None
) -> dict[str, Any]:
    """The levels of an item, named by id or SKU, and where its units are, or were ``at`` a past moment.

    Of now it is told too what can be promised for which day. The numbers are one owner's: theirs who asks, unless told.
    """
    owner_id = owner_id or whose()
    item = item_named(name)
    named = {"item": item["id"], "sku": item["sku"]}
    if at is not None:
        unknown: dict[str, Any] = {
            **dict.fromkeys(("reserved", "available", "incoming", "promise")),
            "components": [],
        }
        return {**named, **unknown, **places_as_of(item["id"], site_id, at, owner_id)}
    levels = balances.levels(item["id"], site_id, owner_id)
    parts = parts_of(item["id"])
    there = balances.levels_of_items([part["item"] for part in parts], site_id, owner_id)
    promise = _promise(item["id"], site_id, owner_id, levels["available"])
    if parts and _is_virtual(item["id"]):
        promise = _of_kit(
            [
                (
                    _promise(one["item"], site_id, owner_id, there[one["item"]]["available"]),
                    one["qty"],
                )
                for one in parts
            ]
        )
    components = [
        {
            **part,
            "on_hand": there[part["item"]]["on_hand"],
            "available": there[part["item"]]["available"],
        }
        for part in parts
    ]
    return {**named, **levels, "promise": promise, "components": components}


def _is_virtual(item_id: int) -> bool:
    return row("SELECT 1 FROM item WHERE id = :id AND kit = 'virtual'", id=item_id) is not None


def _of_kit(promises: list[tuple[dict[str, Any], int]]) -> dict[str, Any]:
    """Day by day, as many kits as the scarcest of the components allows, so many units of each in one."""
    days = sorted({day["on"] for promise, _ in promises for day in promise["days"]})

    def by(promise: dict[str, Any], on: str) -> int:
        return int([day["available"] for day in promise["days"] if day["on"] <= on][-1])

    kits = [complete((by(promise, on), each) for promise, each in promises) for on in days]
    told = [
        {"on": on, "incoming": 0, "promised": 0, "available": many}
        for on, many in zip(days, kits, strict=True)
    ]
    return {"days": told, "overdue": 0, "undated": 0}


def _promise(item_id: int, site_id: int, owner_id: int, available: int) -> dict[str, Any]:
    site = row("SELECT timezone FROM site WHERE id = :id", id=site_id) or {"timezone": "UTC"}
    zone = ZoneInfo(site["timezone"])
    here = {"item": item_id, "site": site_id, "owner": owner_id}
    incoming = [(one["day"], int(one["units"])) for one in rows(_INCOMING, **here)]
    waiting = [
        (_day(one["ship_by"], zone), int(one["units"]))
        for one in rows(_WAITING, **here)
        if one["units"] > 0
    ]
    return asdict(available_by_date(_day(clock(), zone), available, incoming, waiting))


def _day(at: int, zone: ZoneInfo) -> str:
    return dt.datetime.fromtimestamp(at / 1000, zone).date().isoformat()
