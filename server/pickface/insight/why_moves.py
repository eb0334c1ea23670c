"""Why this quantity: the moves that made a number, each with its scan, person, device, order and purchase order.

Newest first, a page at a time. A page is four statements at most, however long the history is: its moves, what the
goods of them came with, the parcels that their orders went out in, and what a desk has photographed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from pickface.db import Row, row, rows
from pickface.insight import photos
from pickface.insight.why_forms import WhyQuery

_PICTURED = ("adjust", "scrap")
"""Moves whose event can name a photo: a desk adjusts."""
_NEWEST = "ffffffff-ffff-ffff-ffff-ffffffffffff"
MOST_HOPS = 6
"""How many containers back goods are followed to the delivery that they came with."""

# Each half walks an index of its own, newest first, and stops at the page's end.
_OF_BALANCE = """
SELECT id, sign FROM (
    SELECT * FROM (SELECT id, 1 AS sign FROM move WHERE to_place_id = :place AND item_id = :item
        AND to_container = :container AND lot_id = :lot AND owner_id = :owner AND id < :before
        ORDER BY id DESC LIMIT :limit) AS came
    UNION ALL
    SELECT * FROM (SELECT id, -1 AS sign FROM move WHERE from_place_id = :place AND item_id = :item
        AND from_container = :container AND lot_id = :lot AND owner_id = :owner AND id < :before
        ORDER BY id DESC LIMIT :limit) AS went
) AS both_ways ORDER BY id DESC LIMIT :limit
"""
# What moves inside the house changes nothing: only what crosses its edge counts.
_OF_HOUSE = """
SELECT m.id, CASE WHEN f.virtual = 1 THEN 1 ELSE -1 END AS sign
FROM move m JOIN place f ON f.id = m.from_place_id JOIN place t ON t.id = m.to_place_id
WHERE m.item_id = :item AND m.site_id = :site AND m.owner_id = :owner AND m.id < :before AND f.virtual <> t.virtual
ORDER BY m.id DESC LIMIT :limit
"""
_IN_BALANCE = (
    "SELECT qty FROM balance WHERE item_id = :item AND lot_id = :lot AND place_id = :place"
    " AND container = :container AND owner_id = :owner"
)
_IN_HOUSE = (
    "SELECT SUM(on_hand) AS qty FROM stock_level"
    " WHERE item_id = :item AND site_id = :site AND owner_id = :owner"
)
_MOVES = """
SELECT m.id, m.at, m.kind, m.qty * w.sign AS qty, m.cause, m.reverses, m.lot_id, l.code AS lot,
       m.item_id, m.owner_id, m.from_place_id, f.code AS from_place, f.virtual AS from_virtual, m.from_container,
       m.to_place_id, t.code AS to_place, t.virtual AS to_virtual, m.to_container,
       m.person_id, p.name AS person_name, e.id AS event_id, e.device_id, d.name AS device_name,
       m.task_id, k.kind AS task_kind, o.id AS order_id, o.number AS order_number, o.customer
FROM ({which}) AS w JOIN move m ON m.id = w.id
JOIN place f ON f.id = m.from_place_id JOIN place t ON t.id = m.to_place_id JOIN lot l ON l.id = m.lot_id
LEFT JOIN scan_event e ON e.id = m.cause LEFT JOIN device d ON d.id = e.device_id
LEFT JOIN person p ON p.id = m.person_id LEFT JOIN task k ON k.id = m.task_id
LEFT JOIN order_line ol ON ol.id = m.order_line_id
LEFT JOIN orders o ON o.id = COALESCE(ol.order_id, k.order_id)
ORDER BY m.id DESC
"""
# From each move back through the containers that its goods were in, until a move says what it was delivered for.
_CAME_WITH = """
WITH RECURSIVE back (move_id, at_id, line_id, hops) AS (
    SELECT m.id, m.id, m.purchase_order_line_id, 0 FROM move m WHERE m.id IN ({ids})
    UNION ALL
    SELECT b.move_id, r.id, r.purchase_order_line_id, b.hops + 1
    FROM back b JOIN move m ON m.id = b.at_id
    JOIN move r ON r.id = (SELECT c.id FROM move c WHERE c.to_place_id = m.from_place_id AND c.item_id = m.item_id
        AND c.to_container = m.from_container AND c.lot_id = m.lot_id AND c.id < m.id ORDER BY c.id DESC LIMIT 1)
    WHERE b.line_id IS NULL AND m.from_container <> '' AND b.hops < :hops
)
SELECT b.move_id, o.id, o.number, s.name AS supplier FROM back b
JOIN purchase_order_line l ON l.id = b.line_id JOIN purchase_order o ON o.id = l.purchase_order_id
JOIN supplier s ON s.id = o.supplier_id
"""
_PARCELS = (
    "SELECT order_id, id, container_code AS container, tracking, shipped_at FROM shipment"
    " WHERE order_id IN ({ids}) ORDER BY id"
)


def moves_of_balance(_site_id: int, query: WhyQuery) -> dict[str, Any]:
    """What came to a balance and what went from it; its place says of which site it is."""
    names = ("item", "lot", "place", "container", "owner")
    key = {name: getattr(query, name) for name in names}
    return _page(query, _OF_BALANCE, _total(_IN_BALANCE, **key), **key)


def moves_of_house(site_id: int, query: WhyQuery) -> dict[str, Any]:
    """What of an item came into the house and what left it: why so many are on hand."""
    here = {"item": query.item, "site": site_id, "owner": query.owner}
    return _page(query, _OF_HOUSE, _total(_IN_HOUSE, **here), **here)


def _total(sql: str, **key: Any) -> int:
    found = row(sql, **key)
    return int(found["qty"] or 0) if found else 0


def _page(query: WhyQuery, which: str, qty: int, **key: Any) -> dict[str, Any]:
    """One page; its cursor says where the next one begins, and how many there were by then."""
    before, after = _read_cursor(query.cursor, qty)
    found = rows(_MOVES.format(which=which), before=before, limit=query.limit + 1, **key)
    shown = found[: query.limit]
    came_with = _came_with([move["id"] for move in shown])
    parcels = _parcels({move["order_id"] for move in shown} - {None})
    shots = photos.of_ids([move["event_id"] for move in shown if move["kind"] in _PICTURED])
    moves = []
    for move in shown:
        told = _move(move, after, came_with.get(move["id"]), parcels[move["order_id"]])
        moves.append({**told, "photos": shots.get(move["event_id"], [])})
        after -= move["qty"]
    more = len(found) > query.limit
    return {"qty": qty, "moves": moves, "next": f"{shown[-1]['id']}.{after}" if more else None}


def _read_cursor(cursor: str | None, qty: int) -> tuple[str, int]:
    if cursor is None:
        return _NEWEST, qty
    move_id, after = cursor.split(".")
    return move_id, int(after)


def _came_with(ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The purchase order that the goods of each move were delivered for, as far as containers tell."""
    if not ids:
        return {}
    bound = {f"id_{n}": move_id for n, move_id in enumerate(ids)}
    sql = _CAME_WITH.format(ids=", ".join(f":{name}" for name in bound))
    return {
        found["move_id"]: {name: found[name] for name in ("id", "number", "supplier")}
        for found in rows(sql, hops=MOST_HOPS, **bound)
    }


def _parcels(order_ids: set[int]) -> dict[int | None, list[dict[str, Any]]]:
    parcels: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    if order_ids:
        listed = ", ".join(str(int(order_id)) for order_id in order_ids)
        for parcel in rows(_PARCELS.format(ids=listed)):
            parcels[parcel["order_id"]].append(dict(parcel))
    return parcels


def _move(
    move: Row, after: int, came_with: dict[str, Any] | None, parcels: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "id": move["id"],
        "at": move["at"],
        "kind": move["kind"],
        "qty": move["qty"],
        "after": after,
        "lot": move["lot"],
        "from": _end(move, "from"),
        "to": _end(move, "to"),
        "person": _named(move["person_id"], move["person_name"]),
        "device": _named(move["device_id"], move["device_name"]),
        "scan": move["event_id"],
        # A scan that is not theirs to see is no cause that they could read.
        "cause": ""
        if move["event_id"] or ":" not in move["cause"]
        else move["cause"].split(":")[0],
        "task": {"id": move["task_id"], "kind": move["task_kind"]} if move["task_id"] else None,
        "order": _document(move["order_id"], move["order_number"], customer=move["customer"]),
        "purchase_order": came_with,
        "parcels": parcels,
        "undoes": move["reverses"] is not None,
    }


def _end(move: Row, side: str) -> dict[str, Any]:
    """One end of a move, as the balance that can be opened next."""
    return {
        "item": move["item_id"],
        "lot": move["lot_id"],
        "owner": move["owner_id"],
        "place": move[f"{side}_place_id"],
        "code": move[f"{side}_place"],
        "container": move[f"{side}_container"],
        "virtual": bool(move[f"{side}_virtual"]),
    }


def _named(key: Any, name: str | None) -> dict[str, Any] | None:
    return None if key is None else {"id": key, "name": name}


def _document(key: Any, number: str, **more: Any) -> dict[str, Any] | None:
    return None if key is None else {"id": key, "number": number, **more}
