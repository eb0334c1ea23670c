"""The tree of a lot both ways: who it came from, where it is, and who got it.

Everything that a site has of the lot and of the serials under it, in a few statements; sums are by document, so that
the page stays readable however often the goods were moved.
"""

from __future__ import annotations

from typing import Any

from pickface.db import one_moment, row, rows
from pickface.errors import NotFound

MOST_ROWS = 2_000
"""Of each list: a lot that went to more parcels than that is read from the journal's file."""

_LOT = """
SELECT l.id, l.code, l.expires_on, l.recalled_at, l.recall_reason, p.name AS recalled_by,
       i.id AS item_id, i.sku, i.name, up.id AS parent_id, up.code AS parent
FROM lot l JOIN item i ON i.id = l.item_id JOIN lot up ON up.id = l.parent_id
LEFT JOIN person p ON p.id = l.recalled_by WHERE l.id = :lot AND l.id > 0
"""
_FAMILY = "(SELECT l.id FROM lot l WHERE l.item_id = :item AND (l.id = :lot OR l.parent_id = :lot))"
_CAME = f"""
SELECT o.id, o.number, s.name AS supplier, p.name AS person, SUM(m.qty) AS qty, MIN(m.at) AS first_at,
       MAX(m.at) AS last_at, MIN(m.cause) AS cause
FROM move m JOIN place f ON f.id = m.from_place_id
LEFT JOIN purchase_order_line l ON l.id = m.purchase_order_line_id
LEFT JOIN purchase_order o ON o.id = l.purchase_order_id LEFT JOIN supplier s ON s.id = o.supplier_id
LEFT JOIN person p ON p.id = m.person_id
WHERE m.lot_id IN {_FAMILY} AND m.lot_id > 0 AND m.site_id = :site AND f.kind = 'supplier'
GROUP BY o.id, o.number, s.name, p.name ORDER BY MIN(m.at) LIMIT :most
"""
_HERE = f"""
SELECT b.item_id, b.place_id, p.code AS place, p.kind, b.container, b.lot_id, l.code AS lot, b.owner_id, b.qty,
       b.pickable, o.id AS order_id, o.number AS order_number, o.customer, t.id AS task_id, t.state AS task_state
FROM balance b JOIN place p ON p.id = b.place_id JOIN lot l ON l.id = b.lot_id
LEFT JOIN container c ON c.code = b.container AND b.container <> '' LEFT JOIN orders o ON o.id = c.order_id
LEFT JOIN task t ON t.container = b.container AND b.container <> '' AND t.kind = 'recall'
    AND t.state IN ('ready', 'offered', 'begun', 'held')
WHERE b.item_id = :item AND b.lot_id IN {_FAMILY} AND b.site_id = :site AND b.virtual = 0 AND b.qty > 0
ORDER BY p.code, b.container, l.code LIMIT :most
"""
_PROMISED = f"""
SELECT o.id, o.number, o.customer, o.state, SUM(r.qty) AS qty FROM reservation r
JOIN order_line ol ON ol.id = r.order_line_id JOIN orders o ON o.id = ol.order_id
WHERE r.item_id = :item AND r.lot_id IN {_FAMILY} AND r.site_id = :site AND r.qty > 0
GROUP BY o.id, o.number, o.customer, o.state ORDER BY o.id LIMIT :most
"""
_WENT = f"""
SELECT o.id, o.number, o.customer, o.street, o.postcode, o.city, o.country, m.from_container AS container,
       s.id AS shipment_id, s.tracking, s.carrier, SUM(m.qty) AS qty, MAX(m.at) AS at
FROM move m JOIN place t ON t.id = m.to_place_id LEFT JOIN order_line ol ON ol.id = m.order_line_id
LEFT JOIN shipment s ON s.container_code = m.from_container
LEFT JOIN orders o ON o.id = COALESCE(ol.order_id, s.order_id)
WHERE m.lot_id IN {_FAMILY} AND m.lot_id > 0 AND m.site_id = :site AND t.kind = 'customer'
GROUP BY o.id, o.number, o.customer, o.street, o.postcode, o.city, o.country, m.from_container, s.id,
         s.tracking, s.carrier
ORDER BY MAX(m.at) DESC LIMIT :most
"""
_BACK = f"""
SELECT COALESCE(ol.order_id, r.order_id, 0) AS id, SUM(g.qty) AS qty FROM return_goods g
JOIN customer_return r ON r.id = g.return_id LEFT JOIN order_line ol ON ol.id = g.order_line_id
WHERE g.lot_id IN {_FAMILY} AND g.lot_id > 0 AND g.site_id = :site
GROUP BY COALESCE(ol.order_id, r.order_id, 0)
"""
_ELSEWHERE = f"""
SELECT p.kind, SUM(b.qty) AS qty FROM balance b JOIN place p ON p.id = b.place_id
WHERE b.item_id = :item AND b.lot_id IN {_FAMILY} AND b.site_id = :site AND p.kind IN ('scrap', 'lost_found')
GROUP BY p.kind HAVING SUM(b.qty) <> 0 ORDER BY p.kind
"""
# Through the assembly place: what the lot went into, and what it came out of, by the scan that both are booked by.
_ASSEMBLED = f"""
SELECT o.item_id, i.sku, i.name, o.lot_id, CASE WHEN o.lot_id = 0 THEN '' ELSE l.code END AS lot, SUM(o.qty) AS qty,
       MAX(o.at) AS at, w.id AS work_order_id, w.number AS work_order
FROM (SELECT DISTINCT m.cause FROM move m JOIN place a ON a.id = m.{{mine}} AND a.kind = 'assembly'
      WHERE m.lot_id IN {_FAMILY} AND m.lot_id > 0 AND m.site_id = :site AND m.kind IN ('build', 'unbuild')
      AND NOT EXISTS (SELECT 1 FROM move r WHERE r.reverses = m.id)) c
JOIN move o ON o.cause = c.cause AND o.kind IN ('build', 'unbuild') JOIN place b ON b.id = o.{{others}}
    AND b.kind = 'assembly'
JOIN item i ON i.id = o.item_id JOIN lot l ON l.id = o.lot_id LEFT JOIN work_order w ON w.task_id = o.task_id
GROUP BY o.item_id, i.sku, i.name, o.lot_id, l.code, w.id, w.number ORDER BY MAX(o.at) DESC, i.sku LIMIT :most
"""
_MADE_OF = _ASSEMBLED.format(mine="from_place_id", others="to_place_id")
_MADE_INTO = _ASSEMBLED.format(mine="to_place_id", others="from_place_id")


def lot_tree(site_id: int, lot_id: int) -> dict[str, Any]:
    """A lot with all that came, is here, is promised, and went, as it was at one moment."""
    with one_moment():
        lot = row(_LOT, lot=lot_id)
        if lot is None:
            raise NotFound("no such lot", lot=lot_id)
        of_lot = {"lot": lot_id, "item": lot["item_id"], "site": site_id}
        lists = {
            name: [dict(found) for found in rows(sql, most=MOST_ROWS, **of_lot)]
            for name, sql in (
                ("came", _CAME),
                ("here", _HERE),
                ("promised", _PROMISED),
                ("went", _WENT),
                ("made_of", _MADE_OF),
                ("made_into", _MADE_INTO),
            )
        }
        back = {one["id"]: int(one["qty"]) for one in rows(_BACK, **of_lot)}
        lists["elsewhere"] = [dict(found) for found in rows(_ELSEWHERE, **of_lot)]
    totals = {name: sum(int(one["qty"]) for one in found) for name, found in lists.items()}
    del totals["made_of"], totals["made_into"]  # units of other items
    totals["returned"] = sum(back.values())
    _came_back(lists["went"], back)
    return {**lot, **lists, "totals": totals}


def _came_back(went: list[dict[str, Any]], back: dict[int, int]) -> None:
    """What has come back of an order stands with its parcels, the newest first; which it was in nobody knows."""
    for parcel in went:
        units = min(int(parcel["qty"]), back.get(parcel["id"] or 0, 0))
        parcel["returned"] = units
        if units:
            back[parcel["id"]] -= units


def lots_of_item(item_id: int) -> list[dict[str, Any]]:
    """The lots of an item that are not serials, the newest first."""
    found = rows(
        "SELECT id, code, expires_on, recalled_at FROM lot WHERE item_id = :item AND parent_id = 0"
        " ORDER BY id DESC LIMIT 200",
        item=item_id,
    )
    return [dict(lot) for lot in found]
