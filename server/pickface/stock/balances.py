"""What people ask about stock; reads only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pickface.db import rows

COMING = "('approved', 'sent', 'confirmed', 'receiving')"
"""States of purchase orders, as SQL, whose goods are incoming: decided upon, and not given up."""

_PLACES = """
SELECT b.place_id, p.code AS place, b.lot_id, l.code AS lot, l.expires_on, b.container, b.owner_id,
       b.qty, b.pinned, b.unreservable
FROM balance b JOIN place p ON p.id = b.place_id JOIN lot l ON l.id = b.lot_id
WHERE b.item_id = :item_id AND b.virtual = 0 AND b.qty > 0 AND (:site_id = 0 OR b.site_id = :site_id)
ORDER BY p.code, b.container, l.expires_on, l.code
"""
_LEVELS = f"""
SELECT item_id, SUM(on_hand) AS on_hand, SUM(reserved) AS reserved, SUM(available) AS available,
       SUM(incoming) AS incoming
FROM (SELECT item_id, on_hand, reserved, pickable - reserved - unreservable AS available, 0 AS incoming
      FROM stock_level WHERE item_id IN ({{items}}) AND (:site_id = 0 OR site_id = :site_id)
      UNION ALL
      SELECT l.item_id, 0, 0, 0, l.qty - l.received
      FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id
      WHERE l.item_id IN ({{items}}) AND o.state IN {COMING} AND l.received < l.qty
        AND (:site_id = 0 OR o.site_id = :site_id)) x
GROUP BY item_id
"""
_CONTENT = """
SELECT b.item_id, i.sku, i.name, b.place_id, p.code AS place, b.lot_id, l.code AS lot, l.expires_on, b.container,
       b.owner_id, b.qty, b.pinned, b.unreservable
FROM balance b JOIN item i ON i.id = b.item_id JOIN lot l ON l.id = b.lot_id JOIN place p ON p.id = b.place_id
WHERE {what} AND b.qty <> 0 ORDER BY b.container, i.sku, l.expires_on, l.code
"""


def levels(item_id: int, site_id: int = 0) -> dict[str, Any]:
    """An item's stock in smallest units: ``on_hand, reserved, available, incoming`` and ``places`` where it is.

    Of one site, or of all together when none is named.
    """
    places = [dict(row) for row in rows(_PLACES, item_id=item_id, site_id=site_id)]
    return {**levels_of_items([item_id], site_id)[item_id], "places": places}


def levels_of_items(item_ids: Sequence[int], site_id: int = 0) -> dict[int, dict[str, int]]:
    """``on_hand, reserved, available, incoming`` by item; zeros for items that were never here."""
    found = {
        item_id: {"on_hand": 0, "reserved": 0, "available": 0, "incoming": 0}
        for item_id in item_ids
    }
    bound = {f"item_{n}": item_id for n, item_id in enumerate(found)}
    sql = _LEVELS.format(items=", ".join(f":{name}" for name in bound) or "NULL")
    for row in rows(sql, site_id=site_id, **bound):
        level = found[row["item_id"]]
        level.update({name: int(row[name]) for name in level})
    return found


def contents_of_place(place_id: int) -> list[dict[str, Any]]:
    """What lies at a place, in containers or not, by container and item."""
    return [dict(row) for row in rows(_CONTENT.format(what="b.place_id = :id"), id=place_id)]


def contents_of_container(code: str) -> list[dict[str, Any]]:
    """What is in a container, wherever it stands."""
    what = "b.container = :code AND b.container <> '' AND b.virtual = 0"
    return [dict(row) for row in rows(_CONTENT.format(what=what), code=code)]
