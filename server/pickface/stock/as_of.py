"""How much there was of an item at any past moment: the nearest snapshot before it, and the moves since.

As of means as booked (LAWS 20), and the order is that of the moves' ids. An item gets a snapshot whenever so many moves
have come together, so that no question reads more than those: what is kept grows with what is moved, and neither with
the warehouse nor with its age. Snapshots are made of moves alone, by a job, and only append; ``verify`` reckons each of
them again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pickface.db import Row, Tx, Writer, clock, db, row, rows
from pickface.ids import first_id

EVERY_MOVES = 500
SETTLED_MS = 600_000
"""Ids become visible out of order in PostgreSQL (LAWS 10); no transaction is open this long."""
LATER_MS = 60_000
AT_ONCE = 20
"""Items whose snapshots are written in one transaction."""
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
_NTH = """
SELECT MAX(id) AS id, COUNT(*) AS n FROM
    (SELECT id FROM move WHERE item_id = :item AND id > :since AND id <= :until ORDER BY id LIMIT :many) x
"""
# Only what moved since the last snapshots were made can be due.
_DUE = """
SELECT m.item_id FROM move m
LEFT JOIN (SELECT item_id, MAX(until_id) AS until_id FROM stock_snapshot GROUP BY item_id) s ON s.item_id = m.item_id
WHERE m.id <= :until AND m.id > COALESCE(s.until_id, '')
AND m.item_id IN (SELECT DISTINCT item_id FROM move WHERE id > :since AND id <= :until)
GROUP BY m.item_id HAVING COUNT(*) >= :many ORDER BY m.item_id
"""


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


def places_as_of(item_id: int, site_id: int, at: int) -> dict[str, Any]:
    """``on_hand`` of an item at a site (0: all) at a moment, and ``places`` where it was."""
    until = last_move(rows, item_id, at)
    since = rows(_LAST, item=item_id, until=until)[0]["until_id"] or ""
    places = rows(_PLACES, item=item_id, since=since, until=until, site=site_id)
    shown = [
        {**dict(one), "qty": int(one["qty"]), "pinned": 0, "unreservable": 0} for one in places
    ]
    return {"on_hand": sum(one["qty"] for one in shown), "places": shown}


def write_due(writer: Writer, many: int = EVERY_MOVES, until: str | None = None) -> int:
    """Write the snapshots that are due; answers how many. Reads outside the writer: old moves do not change."""
    until = until or last_id(clock() - SETTLED_MS)
    newest = row("SELECT MAX(until_id) AS id FROM stock_snapshot")
    since = (newest["id"] if newest else None) or ""
    due = [found["item_id"] for found in rows(_DUE, since=since, until=until, many=many)]
    made = 0
    for start in range(0, len(due), AT_ONCE):
        made += _write_some(writer, due[start : start + AT_ONCE], until, many)
    db.session.remove()
    return made


def next_snapshot(
    read: Read, item_id: int, until: str, many: int
) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    """The head and the lines of an item's next snapshot, behind ``many`` more moves; None where there are fewer."""
    since = read(_LAST, item=item_id, until=until)[0]["until_id"] or ""
    found = read(_NTH, item=item_id, since=since, until=until, many=many)[0]
    if found["n"] < many:
        return None
    cut = str(found["id"])
    head = {"item_id": item_id, "until_id": cut}
    return head, [{**dict(one), **head} for one in as_of(read, item_id, cut)]


def append(tx: Tx, made: list[tuple[dict[str, Any], list[dict[str, Any]]]]) -> None:
    """Write snapshots down."""
    tx.insert_many("stock_snapshot", [head for head, _ in made])
    tx.insert_many("stock_snapshot_line", [line for _, lines in made for line in lines])


def _write_some(writer: Writer, item_ids: list[int], until: str, many: int) -> int:
    """Write the snapshots of some items, one of each at a time; how many."""
    written = 0
    while item_ids:
        found = [(item_id, next_snapshot(rows, item_id, until, many)) for item_id in item_ids]
        made = [one for _, one in found if one is not None]
        item_ids = [item_id for item_id, one in found if one is not None]
        db.session.remove()
        if made:
            _write(writer, made)
        written += len(made)
    return written


def _write(writer: Writer, made: list[tuple[dict[str, Any], list[dict[str, Any]]]]) -> None:
    writer.run(lambda tx: append(tx, made))
