"""How many of virtual kits there are to promise: what their components allow. Reads only."""

from __future__ import annotations

from collections.abc import Sequence

from pickface.db import rows

_AVAILABLE = """
SELECT k.kit_id, MIN(COALESCE(s.available, 0) / k.qty) AS available FROM kit_component k
JOIN item i ON i.id = k.kit_id AND i.kit = 'virtual'
LEFT JOIN (SELECT item_id, CAST(SUM(pickable - reserved - unreservable) AS BIGINT) AS available FROM stock_level
    WHERE item_id IN (SELECT item_id FROM kit_component WHERE kit_id IN ({kits})) AND owner_id = :owner_id
    AND (:site_id = 0 OR site_id = :site_id) GROUP BY item_id) s ON s.item_id = k.item_id
WHERE k.kit_id IN ({kits}) GROUP BY k.kit_id
"""
# From the promises that are open, so that it does not grow with what was sold once.
_RESERVED = """
SELECT x.item_id AS kit_id, SUM(x.sets) AS reserved FROM (
    SELECT k.id, k.item_id, MIN(COALESCE((SELECT CAST(SUM(r.qty) AS BIGINT) FROM reservation r
        WHERE r.order_line_id = l.id), 0) / (l.qty / k.qty)) AS sets
    FROM order_kit k JOIN orders o ON o.id = k.order_id JOIN order_line l ON l.order_id = k.order_id
        AND l.order_kit_id = k.id
    WHERE k.item_id IN ({kits}) AND (:site_id = 0 OR o.site_id = :site_id) AND o.owner_id = :owner_id AND k.id IN (
        SELECT ol.order_kit_id FROM reservation r JOIN order_line ol ON ol.id = r.order_line_id
        WHERE r.qty > 0 AND r.item_id IN (SELECT item_id FROM kit_component WHERE kit_id IN ({kits})))
    GROUP BY k.id, k.item_id) x GROUP BY x.item_id
"""


def of_kits(
    item_ids: Sequence[int], site_id: int = 0, owner_id: int = 1
) -> dict[int, dict[str, int]]:
    """``available`` and ``reserved`` of those of the items that are virtual kits, in whole kits."""
    bound = {f"kit_{n}": item_id for n, item_id in enumerate(item_ids)}
    marks = ", ".join(f":{name}" for name in bound) or "NULL"
    found = {
        one["kit_id"]: {"available": max(0, int(one["available"])), "reserved": 0}
        for one in rows(_AVAILABLE.format(kits=marks), site_id=site_id, owner_id=owner_id, **bound)
    }
    if found:
        for one in rows(_RESERVED.format(kits=marks), site_id=site_id, owner_id=owner_id, **bound):
            if one["kit_id"] in found:
                found[one["kit_id"]]["reserved"] = int(one["reserved"])
    return found
