"""How much there was of an item at any past moment: the nearest snapshot before it, and the moves since.

As of means as booked (LAWS 20), and the order is that of the moves' ids. An item gets a snapshot whenever so many moves
have come together, and at least as many as it would have lines: no question, and no audit of a day, reads more than
those. What is kept grows with what is moved, and neither with the warehouse nor with its age. Snapshots are made of
moves alone, by a job (``snapshots.py``), and only append; ``verify`` reckons each of them again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pickface.db import Row, rows
from pickface.ids import first_id

LATER_MS = 60_000
Read = Callable[..., list[Row]]

_LAST = "SELECT MAX(until_id) AS until_id FROM stock_snapshot WHERE item_id = :item AND until_id <= :until"
_KEY = "lot_id, place_id, container, owner_id"
_SUMS = f"""
SELECT {_KEY}, SUM(qty) AS qty FROM (
    SELECT {_KEY}, qty FROM stock_snapshot_line WHERE item_id = :item AND until_id = :since
    UNION ALL
    SELECT lot_id, to_place_id AS place_id, to_container AS container, owner_id, qty FROM move
        WHERE item_id = :item AND id > :since AND id <= :until
    UNION ALL
    SELECT lot_id, from_place_id, from_container, owner_id, -qty FROM move
        WHERE item_id = :item AND id > :since AND id <= :until) x
GROUP BY {_KEY} HAVING SUM(qty) <> 0
"""
_PLACES = f"""
SELECT s.*, p.code AS place, COALESCE(z.code, '') AS zone, l.code AS lot, l.expires_on, w.name AS owner
FROM ({_SUMS}) s JOIN place p ON p.id = s.place_id AND p.virtual = 0 AND (:site = 0 OR p.site_id = :site)
JOIN lot l ON l.id = s.lot_id JOIN owner w ON w.id = s.owner_id LEFT JOIN zone z ON z.id = p.zone_id
ORDER BY p.code, s.container, l.expires_on, l.code
"""
_BOOKED_BY = "SELECT id FROM move WHERE item_id = :item AND id < :edge AND at <= :at ORDER BY id DESC LIMIT 1"


def last_id(at: int) -> str:
    """Ids that were made at ``at`` or before are smaller."""
    return first_id(at + 1)


def last_move(read: Read, item_id: int, at: int) -> str:
    """The last move of an item that was booked at ``at`` or before; '' before the first one.

    A move's id is made a little after the time that it is booked with.
    """
    found = read(_BOOKED_BY, item=item_id, edge=last_id(at + LATER_MS), at=at)
    return str(found[0]["id"]) if found else ""


def as_of(read: Read, item_id: int, until: str) -> list[Row]:
    """Every balance of an item, virtual ones too, after all moves with ids up to ``until``."""
    since = read(_LAST, item=item_id, until=until)[0]["until_id"] or ""
    return read(_SUMS, item=item_id, since=since, until=until)


def places_as_of(item_id: int, site_id: int, at: int, owner_id: int = 1) -> dict[str, Any]:
    """``on_hand`` of an owner's units of an item at a site (0: all) at a moment, and ``places`` where it was."""
    until = last_move(rows, item_id, at)
    since = rows(_LAST, item=item_id, until=until)[0]["until_id"] or ""
    places = rows(_PLACES, item=item_id, since=since, until=until, site=site_id)
    shown = [
        {**dict(one), "qty": int(one["qty"]), "pinned": 0, "unreservable": 0} for one in places
    ]
    return {
        "on_hand": sum(one["qty"] for one in shown if one["owner_id"] == owner_id),
        "places": shown,
    }
