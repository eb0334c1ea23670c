"""Why so many are reserved, available or incoming: promises, a sum, and what suppliers still owe."""

from __future__ import annotations

from typing import Any

from pickface.db import Row, row, rows
from pickface.insight.why_forms import WhyQuery
from pickface.stock.balances import COMING

_PROMISES = """
SELECT r.id, r.qty, r.task_id, r.ship_by, o.id AS order_id, o.number, o.customer, o.state,
       p.code AS place, r.container, l.code AS lot, k.kind AS task_kind, w.name AS person_name
FROM reservation r JOIN order_line ol ON ol.id = r.order_line_id JOIN orders o ON o.id = ol.order_id
JOIN lot l ON l.id = r.lot_id LEFT JOIN place p ON p.id = r.place_id AND r.place_id > 0
LEFT JOIN balance b ON b.item_id = r.item_id AND b.lot_id = r.lot_id AND b.place_id = r.place_id
    AND b.container = r.container AND b.owner_id = r.owner_id
LEFT JOIN task k ON k.id = r.task_id LEFT JOIN person w ON w.id = k.person_id
WHERE r.item_id = :item AND r.site_id = :site AND r.owner_id = :owner AND r.qty > 0
  AND r.id < :before AND (r.place_id = 0 OR b.pickable = 1)
ORDER BY r.id DESC LIMIT :limit
"""
_ARRIVALS = f"""
SELECT l.id, l.qty, l.received, o.id AS order_id, o.number, o.state, o.expected_on, o.ordered_at, s.name AS supplier
FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id JOIN supplier s ON s.id = o.supplier_id
WHERE l.item_id = :item AND o.site_id = :site AND o.owner_id = :owner AND o.state IN {COMING} AND l.received < l.qty
  AND l.id < :before ORDER BY l.id DESC LIMIT :limit
"""
_ARRIVING = (
    "SELECT SUM(l.qty - l.received) AS qty FROM purchase_order_line l"
    " JOIN purchase_order o ON o.id = l.purchase_order_id WHERE l.item_id = :item AND o.site_id = :site"
    f" AND o.owner_id = :owner AND o.state IN {COMING} AND l.received < l.qty"
)
_LEVEL = (
    "SELECT SUM(on_hand) AS on_hand, SUM(pickable) AS pickable, SUM(reserved) AS reserved,"
    " SUM(unreservable) AS unreservable FROM stock_level WHERE item_id = :item AND site_id = :site"
    " AND owner_id = :owner"
)
_FROM_THE_TOP = 2**53


def promises(site_id: int, query: WhyQuery) -> dict[str, Any]:
    """The orders that units are promised to, the latest promise first: they add up to what is reserved."""
    found = _read(_PROMISES, site_id, query)
    shown = [
        {
            "qty": one["qty"],
            "order": {"id": one["order_id"], "number": one["number"], "customer": one["customer"]},
            "state": one["state"],
            "ship_by": one["ship_by"],
            "place": one["place"] or "",
            "container": one["container"],
            "lot": one["lot"],
            "task": {"id": one["task_id"], "kind": one["task_kind"]} if one["task_id"] else None,
            "person": one["person_name"],
        }
        for one in found[: query.limit]
    ]
    return {
        "qty": _level(site_id, query)["reserved"],
        "promises": shown,
        "next": _next(found, query),
    }


def arrivals(site_id: int, query: WhyQuery) -> dict[str, Any]:
    """What suppliers still owe: it adds up to what is incoming."""
    found = _read(_ARRIVALS, site_id, query)
    shown = [
        {
            "qty": one["qty"] - one["received"],
            "ordered": one["qty"],
            "received": one["received"],
            "purchase_order": {name: one[name] for name in ("number", "supplier")}
            | {"id": one["order_id"]},
            "state": one["state"],
            "expected_on": one["expected_on"],
            "ordered_at": one["ordered_at"],
        }
        for one in found[: query.limit]
    ]
    total = row(_ARRIVING, item=query.item, site=site_id, owner=query.owner) or {"qty": 0}
    return {"qty": int(total["qty"] or 0), "arrivals": shown, "next": _next(found, query)}


def parts(site_id: int, query: WhyQuery) -> dict[str, Any]:
    """The sum that available is: on hand, less what is not in pickable places, promised, or waits for a count."""
    level = _level(site_id, query)
    less = {
        "not_pickable": level["on_hand"] - level["pickable"],
        "reserved": level["reserved"],
        "unreservable": level["unreservable"],
    }
    available = level["on_hand"] - sum(less.values())
    sum_of = [{"code": "on_hand", "qty": level["on_hand"]}]
    sum_of += [{"code": code, "qty": -qty} for code, qty in less.items()]
    return {"qty": available, "parts": sum_of, "next": None}


def _read(sql: str, site_id: int, query: WhyQuery) -> list[Row]:
    before = int(query.cursor) if query.cursor else _FROM_THE_TOP
    here = {"item": query.item, "site": site_id, "owner": query.owner}
    return rows(sql, **here, before=before, limit=query.limit + 1)


def _next(found: list[Row], query: WhyQuery) -> str | None:
    return str(found[query.limit - 1]["id"]) if len(found) > query.limit else None


def _level(site_id: int, query: WhyQuery) -> dict[str, int]:
    level = dict(row(_LEVEL, item=query.item, site=site_id, owner=query.owner) or {})
    return {name: int(value or 0) for name, value in level.items()}
