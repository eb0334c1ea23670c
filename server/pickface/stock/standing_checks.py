"""What must hold of balances and levels as they stand, whatever led there; of all items, or of some (``of_item``).

Each statement answers what differs: columns ``expected`` and ``found``, the others say where.
"""

from __future__ import annotations

from typing import Final

_KEY: Final = "item_id, lot_id, place_id, container, owner_id"
_LEVEL: Final = "item_id, owner_id, site_id"
_OF_B: Final = "b.item_id, b.lot_id, b.place_id, b.container, b.owner_id"
_SOME: Final = "(SELECT * FROM balance WHERE {of_item}) b"

STANDING_CHECKS: Final[tuple[tuple[str, str], ...]] = (
    (
        "available_negative",
        f"SELECT {_LEVEL}, 0 AS expected, pickable - reserved - unreservable AS found FROM stock_level"
        " WHERE {of_item} AND pickable - reserved - unreservable < 0",
    ),
    (
        "storage_negative",
        f"SELECT {_KEY}, 0 AS expected, qty AS found FROM balance WHERE {{of_item}} AND virtual = 0 AND qty < 0",
    ),
    (
        "promises_too_high",
        f"SELECT {_KEY}, qty AS expected, pinned + unreservable AS found FROM balance"
        " WHERE {of_item} AND virtual = 0 AND pinned + unreservable > qty",
    ),
    (
        "unreservable_out_of_bounds",
        f"SELECT {_KEY}, qty AS expected, unreservable AS found FROM balance WHERE {{of_item}} AND (unreservable < 0"
        " OR (virtual = 0 AND unreservable > qty) OR (virtual = 1 AND unreservable > 0))",
    ),
    # Finds have an index of their own, so that their reckoning does not read all moves.
    (
        "found_too_high",
        f"SELECT {_KEY}, SUM(expected) AS expected, SUM(found) AS found FROM ("
        " SELECT f.item_id, f.lot_id, f.to_place_id AS place_id, f.to_container AS container, f.owner_id, f.qty"
        " - COALESCE((SELECT SUM(r.qty) FROM move r WHERE r.reverses = f.id), 0) AS expected, 0 AS found"
        " FROM move f WHERE {of_item} AND f.kind = 'find'"
        f" UNION ALL SELECT {_KEY}, 0, found FROM balance WHERE {{of_item}} AND found <> 0) x"
        f" GROUP BY {_KEY} HAVING SUM(found) > SUM(expected) OR SUM(found) < 0",
    ),
    (
        "balance_not_as_place",
        f"SELECT {_OF_B}, p.virtual AS expected, b.virtual AS found FROM {_SOME} JOIN place p ON p.id = b.place_id"
        " WHERE b.virtual <> p.virtual OR b.site_id <> p.site_id",
    ),
    (
        "pickable_not_as_place",
        f"SELECT * FROM (SELECT {_OF_B},"
        " CASE WHEN p.pickable = 1 AND p.active = 1 AND p.virtual = 0"
        " AND l.recalled_at IS NULL AND up.recalled_at IS NULL"
        " AND NOT (l.code = 'unknown' AND i.tracking = 'lot_expiry')"
        " AND (l.expires_on = '' OR l.expires_on >= s.fresh_from) THEN 1 ELSE 0 END AS expected,"
        f" b.pickable AS found FROM {_SOME} JOIN place p ON p.id = b.place_id JOIN lot l ON l.id = b.lot_id"
        " JOIN lot up ON up.id = l.parent_id JOIN item i ON i.id = b.item_id JOIN site s ON s.id = p.site_id) x"
        " WHERE expected <> found",
    ),
    (
        "serial_twice",
        f"SELECT b.item_id, b.lot_id, 1 AS expected, SUM(b.qty) AS found FROM {_SOME}"
        " JOIN item i ON i.id = b.item_id WHERE i.tracking = 'serial' AND b.lot_id <> 0 AND b.virtual = 0"
        " GROUP BY b.item_id, b.lot_id HAVING SUM(b.qty) > 1",
    ),
    (
        "container_elsewhere",
        f"SELECT b.item_id, b.lot_id, b.container, c.place_id AS expected, b.place_id AS found FROM {_SOME}"
        " LEFT JOIN container c ON c.code = b.container WHERE b.container <> '' AND b.virtual = 0 AND b.qty <> 0"
        " AND (c.place_id IS NULL OR c.place_id <> b.place_id)",
    ),
)
