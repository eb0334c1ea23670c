"""What can be promised to an order line whose goods must still be good for some days when they leave.

``fresh_from`` of a line is the day before which its lots must not expire. What is promised loosely names no lot, so
that lines with different days share the same goods: for each day, all that asks for that day or a later one must fit
into what expires on it or later. Lines without a day are dealt with first expired, first out, and so leave those goods.
"""

from __future__ import annotations

from collections.abc import Mapping

from pickface.db import Row, Tx, rows

_FREE = """
SELECT l.expires_on AS day, SUM(b.qty - b.pinned - b.unreservable) AS units FROM balance b JOIN lot l ON l.id = b.lot_id
WHERE b.item_id = :item_id AND b.owner_id = :owner_id AND b.site_id = :site_id AND b.virtual = 0 AND b.pickable = 1
    AND b.qty > 0 AND l.expires_on <> '' GROUP BY l.expires_on
"""
_ASKED = """
SELECT CASE WHEN l.expires_on > ol.fresh_from THEN l.expires_on ELSE ol.fresh_from END AS day, SUM(r.qty) AS units
FROM reservation r JOIN order_line ol ON ol.id = r.order_line_id JOIN lot l ON l.id = r.lot_id
WHERE r.item_id = :item_id AND r.owner_id = :owner_id AND r.site_id = :site_id AND r.place_id = 0 AND r.qty > 0
    AND (ol.fresh_from <> '' OR l.expires_on <> '')
GROUP BY CASE WHEN l.expires_on > ol.fresh_from THEN l.expires_on ELSE ol.fresh_from END
"""


_TOO_SHORT = """
SELECT l.id, SUM(b.qty - b.pinned - b.unreservable) AS units FROM order_line l JOIN orders o ON o.id = l.order_id
JOIN balance b ON b.item_id = l.item_id AND b.owner_id = o.owner_id AND b.site_id = o.site_id
JOIN lot t ON t.id = b.lot_id WHERE l.order_id = :order AND l.fresh_from <> '' AND b.virtual = 0 AND b.pickable = 1
    AND b.qty - b.pinned - b.unreservable > 0 AND t.expires_on <> '' AND t.expires_on < l.fresh_from GROUP BY l.id
"""


def free_of_fresh(tx: Tx, line: Row) -> int:
    """Units that expire on the line's ``fresh_from`` or later, less what others were promised of these; none where the
    lot that it asks for expires before.
    """
    if line["lot_id"]:
        lot = tx.value("SELECT expires_on FROM lot WHERE id = :id", id=line["lot_id"])
        if lot and lot < line["fresh_from"]:
            return 0
    level = {name: line[name] for name in ("item_id", "owner_id", "site_id")}
    free, asked = (
        {str(one["day"]): int(one["units"]) for one in tx.all(sql, **level)}
        for sql in (_FREE, _ASKED)
    )
    return promisable(free, asked, line["fresh_from"])


def promisable(free: Mapping[str, int], asked: Mapping[str, int], day: str) -> int:
    """How many units can be promised that expire on ``day`` or later: by day, the free ones and those promised. Pure.

    A promise for an earlier day may be met by the same goods, and must still be met afterwards.
    """
    days = {day, *(one for one in asked if one < day)}
    return max(0, min(_behind(free, one) - _behind(asked, one) for one in days))


def too_short(order_id: int) -> dict[int, int]:
    """By line of an order: free units that expire before it lets them, as its page says why it waits."""
    return {one["id"]: int(one["units"]) for one in rows(_TOO_SHORT, order=order_id)}


def _behind(units: Mapping[str, int], day: str) -> int:
    return sum(n for one, n in units.items() if one >= day)
