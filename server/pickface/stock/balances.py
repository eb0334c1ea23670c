"""What people ask about stock; reads only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pickface.db import row, rows
from pickface.stock.containers import inside
from pickface.stock.kit_levels import of_kits
from pickface.stock.moves import BalanceKey

COMING = "('approved', 'sent', 'confirmed', 'receiving')"
"""States of purchase orders, as SQL, whose goods are incoming: decided upon, and not given up."""

_PLACES = """
SELECT b.place_id, p.code AS place, COALESCE(z.code, '') AS zone, b.lot_id, l.code AS lot, l.expires_on, b.container,
       b.owner_id, w.name AS owner, b.qty, b.pinned, b.unreservable
FROM balance b JOIN place p ON p.id = b.place_id JOIN lot l ON l.id = b.lot_id JOIN owner w ON w.id = b.owner_id
LEFT JOIN zone z ON z.id = p.zone_id
WHERE b.item_id = :item_id AND b.virtual = 0 AND b.qty > 0 AND (:site_id = 0 OR b.site_id = :site_id)
ORDER BY p.code, b.container, l.expires_on, l.code
"""
# That an item is a kit is told with its levels: of those that are none nothing more is asked.
_LEVELS = f"""
SELECT item_id, SUM(on_hand) AS on_hand, SUM(reserved) AS reserved, SUM(available) AS available,
       SUM(incoming) AS incoming, SUM(kit) AS kit
FROM (SELECT item_id, on_hand, reserved, pickable - reserved - unreservable AS available, 0 AS incoming, 0 AS kit
      FROM stock_level WHERE item_id IN ({{items}}) AND owner_id = :owner_id AND (:site_id = 0 OR site_id = :site_id)
      UNION ALL
      SELECT kit_id, 0, 0, 0, 0, 1 FROM kit_component WHERE kit_id IN ({{items}})
      UNION ALL
      SELECT l.item_id, 0, 0, 0, l.qty - l.received, 0
      FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id
      WHERE l.item_id IN ({{items}}) AND o.owner_id = :owner_id AND o.state IN {COMING} AND l.received < l.qty
        AND (:site_id = 0 OR o.site_id = :site_id)) x
GROUP BY item_id
"""
_CONTENT = """
SELECT b.item_id, i.sku, i.name, b.place_id, p.code AS place, b.lot_id, l.code AS lot, l.expires_on, b.container,
       b.owner_id, b.qty, b.pinned, b.unreservable
FROM balance b JOIN item i ON i.id = b.item_id JOIN lot l ON l.id = b.lot_id JOIN place p ON p.id = b.place_id
WHERE {what} AND b.qty <> 0 ORDER BY b.container, i.sku, l.expires_on, l.code
"""
_BALANCE = """
SELECT i.id AS item, i.sku, i.name, i.price_minor, i.currency, p.id AS place_id, p.code AS place, l.id AS lot_id,
       l.code AS lot, w.id AS owner_id, w.name AS owner, COALESCE(b.qty, 0) AS qty, COALESCE(b.pinned, 0) AS pinned,
       COALESCE(b.unreservable, 0) AS unreservable, COALESCE(b.counted_at, 0) AS counted_at,
       CASE WHEN EXISTS (SELECT 1 FROM count_line c WHERE c.place_id = p.id AND c.item_id = i.id AND c.lot_id = l.id
           AND c.owner_id = w.id AND :container = '' AND c.state IN ('recount', 'approval')) THEN 1 ELSE 0 END AS waits
FROM item i JOIN lot l ON l.id = :lot_id AND l.item_id IN (0, i.id) JOIN owner w ON w.id = :owner_id
JOIN place p ON p.id = :place_id AND p.site_id = :site AND p.virtual = 0
LEFT JOIN balance b ON b.item_id = i.id AND b.lot_id = l.id AND b.place_id = p.id AND b.container = :container
    AND b.owner_id = w.id
WHERE i.id = :item_id
"""
_PROMISED = """
SELECT o.id AS order_id, o.number, SUM(r.qty) AS qty, o.ship_by,
       MAX(CASE WHEN r.task_id IS NULL THEN 0 ELSE 1 END) AS picked
FROM reservation r JOIN order_line ol ON ol.id = r.order_line_id JOIN orders o ON o.id = ol.order_id
WHERE r.item_id = :item_id AND r.lot_id = :lot_id AND r.place_id = :place_id AND r.container = :container
  AND r.owner_id = :owner_id AND r.qty > 0 GROUP BY o.id, o.number, o.ship_by ORDER BY o.ship_by, o.id LIMIT 50
"""
_TRANSIT = """
SELECT i.id AS item, i.sku, i.name, l.id AS lot_id, l.code AS lot, b.owner_id, b.qty, b.first_in_at AS since
FROM place p JOIN balance b ON b.place_id = p.id JOIN item i ON i.id = b.item_id JOIN lot l ON l.id = b.lot_id
WHERE p.site_id = :site AND p.kind = 'transit' AND b.qty > 0 ORDER BY b.first_in_at, i.sku, l.code
"""


def levels(item_id: int, site_id: int = 0, owner_id: int = 1) -> dict[str, Any]:
    """An item's stock in smallest units: ``on_hand, reserved, available, incoming`` and ``places`` where it is.

    The numbers are one owner's, the house's unless told; the places hold everybody's goods, each under its owner. Of
    one site, or of all together when none is named.
    """
    places = [dict(one) for one in rows(_PLACES, item_id=item_id, site_id=site_id)]
    return {**levels_of_items([item_id], site_id, owner_id)[item_id], "places": places}


def levels_of_items(
    item_ids: Sequence[int], site_id: int = 0, owner_id: int = 1
) -> dict[int, dict[str, int]]:
    """``on_hand, reserved, available, incoming`` by item; zeros for items that were never here.

    Of a virtual kit, ``available`` and ``reserved`` are whole kits of its components.
    """
    found = {
        item_id: {"on_hand": 0, "reserved": 0, "available": 0, "incoming": 0}
        for item_id in item_ids
    }
    bound = {f"item_{n}": item_id for n, item_id in enumerate(found)}
    sql = _LEVELS.format(items=", ".join(f":{name}" for name in bound) or "NULL")
    kits = []
    for one in rows(sql, site_id=site_id, owner_id=owner_id, **bound):
        level = found[one["item_id"]]
        level.update({name: int(one[name]) for name in level})
        if one["kit"]:
            kits.append(one["item_id"])
    if kits:
        for item_id, level in of_kits(kits, site_id, owner_id).items():
            found[item_id].update(level)
    return found


def contents_of_place(place_id: int) -> list[dict[str, Any]]:
    """What lies at a place, in containers or not, by container and item."""
    return [dict(one) for one in rows(_CONTENT.format(what="b.place_id = :id"), id=place_id)]


def contents_of_container(code: str) -> list[dict[str, Any]]:
    """What is in a container and in whatever stands in it, wherever it stands."""
    what = f"b.container IN {inside()} AND b.virtual = 0"
    return [dict(one) for one in rows(_CONTENT.format(what=what), code=code)]


def one_balance(site_id: int, key: BalanceKey) -> dict[str, Any] | None:
    """A balance with the orders that are promised from it and the sites that it could go to; None if nothing has
    these keys at the site.
    """
    found = row(_BALANCE, **key.bound, site=site_id)
    if found is None:
        return None
    shown = {name: value for name, value in found.items() if name != "waits"}
    return {
        **shown,
        "container": key.container,
        "count_waits": bool(found["waits"]),
        "promises": [
            {**dict(one), "qty": int(one["qty"]), "picked": bool(one["picked"])}
            for one in rows(_PROMISED, **key.bound)
        ],
        "sites": [
            dict(one)
            for one in rows(
                "SELECT code, name FROM site WHERE id <> :site ORDER BY code", site=site_id
            )
        ],
    }


def in_transit(site_id: int) -> list[dict[str, Any]]:
    """What other sites have sent and this one has not taken in."""
    return [dict(one) for one in rows(_TRANSIT, site=site_id)]
