"""Writing down what there was of items, so that nobody adds it up from the beginning (``as_of.py``).

Snapshots are made of moves and of the snapshots before alone, for many items by one statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pickface.db import Row, Tx, Writer, clock, db, row, rows
from pickface.stock.as_of import Read, last_id

EVERY_MOVES = 32
SETTLED_MS = 600_000
"""Ids become visible out of order in PostgreSQL (LAWS 10); no transaction is open this long."""
AT_ONCE = 100
"""Items whose snapshots are read together, and written in one transaction."""
# Only what moved since the last snapshots were made can be due.
_DUE = """
SELECT m.item_id FROM move m
LEFT JOIN (SELECT item_id, MAX(until_id) AS until_id FROM stock_snapshot GROUP BY item_id) s ON s.item_id = m.item_id
WHERE m.id <= :until AND m.id > COALESCE(s.until_id, '')
AND m.item_id IN (SELECT DISTINCT item_id FROM move WHERE id > :since AND id <= :until)
GROUP BY m.item_id, s.until_id HAVING COUNT(*) >= :many AND COUNT(*) >= (
    SELECT COUNT(*) FROM stock_snapshot_line l WHERE l.item_id = m.item_id AND l.until_id = s.until_id)
ORDER BY m.item_id
"""
_SINCE = """
SELECT i.id AS item_id, COALESCE((SELECT MAX(n.until_id) FROM stock_snapshot n WHERE n.item_id = i.id
    AND n.until_id <= :until), '') AS since FROM item i WHERE i.id IN ({ids})
"""
_LAST = f"""
SELECT item_id, (SELECT COUNT(*) FROM stock_snapshot_line n WHERE n.item_id = l.item_id AND n.until_id = l.since)
    AS lines FROM ({_SINCE}) l ORDER BY item_id
"""
# No more than the moves of the next snapshot are read: an item that is moved all day may be thousands of them behind.
_CUTS = f"""
SELECT * FROM (SELECT item_id, since, (SELECT m.id FROM move m WHERE m.item_id = l.item_id AND m.id > l.since
    AND m.id <= :until ORDER BY m.id LIMIT 1 OFFSET :before) AS until_id FROM ({_SINCE}) l) x
WHERE until_id IS NOT NULL ORDER BY item_id
"""
_KEY = "item_id, until_id, lot_id, place_id, container, owner_id"
_LINES = f"""
WITH cut (item_id, since, until_id) AS (VALUES {{cuts}})
SELECT {_KEY}, SUM(qty) AS qty FROM (
    SELECT c.item_id, c.until_id, l.lot_id, l.place_id, l.container, l.owner_id, l.qty
    FROM cut c JOIN stock_snapshot_line l ON l.item_id = c.item_id AND l.until_id = c.since
    UNION ALL
    SELECT c.item_id, c.until_id, m.lot_id, m.to_place_id, m.to_container, m.owner_id, m.qty
    FROM cut c JOIN move m ON m.item_id = c.item_id AND m.id > c.since AND m.id <= c.until_id
    UNION ALL
    SELECT c.item_id, c.until_id, m.lot_id, m.from_place_id, m.from_container, m.owner_id, -m.qty
    FROM cut c JOIN move m ON m.item_id = c.item_id AND m.id > c.since AND m.id <= c.until_id) x
GROUP BY {_KEY} HAVING SUM(qty) <> 0
"""
_CUT = (
    "(CAST(:item_{n} AS BIGINT), CAST(:since_{n} AS VARCHAR(36)), CAST(:until_{n} AS VARCHAR(36)))"
)
Made = tuple[list[dict[str, Any]], list[dict[str, Any]]]
"""Heads of snapshots, one for an item, and their lines."""


def write_due(writer: Writer, many: int = EVERY_MOVES, until: str | None = None) -> int:
    """Write the snapshots that are due; answers how many. Reads outside the writer: old moves do not change."""
    until = until or last_id(clock() - SETTLED_MS)
    newest = row("SELECT MAX(until_id) AS id FROM stock_snapshot")
    since = (newest["id"] if newest else None) or ""
    due = [found["item_id"] for found in rows(_DUE, since=since, until=until, many=many)]
    db.session.remove()
    made = 0
    for start in range(0, len(due), AT_ONCE):
        made += _write_some(writer, due[start : start + AT_ONCE], until, many)
    return made


def next_snapshots(read: Read, item_ids: Sequence[int], until: str, many: int) -> Made:
    """The next snapshot of each item that has so many more moves, or as many as its last one has lines."""
    due: dict[int, list[str]] = {}
    for one in read(_LAST.format(ids=", ".join(str(int(one)) for one in item_ids)), until=until):
        due.setdefault(max(many, int(one["lines"])), []).append(str(one["item_id"]))
    cuts = [
        cut
        for moves, ids in due.items()
        for cut in read(_CUTS.format(ids=", ".join(ids)), until=until, before=moves - 1)
    ]
    return [{"item_id": one["item_id"], "until_id": one["until_id"]} for one in cuts], [
        dict(one) for one in _lines(read, cuts)
    ]


def append(tx: Tx, made: Made) -> None:
    """Write snapshots down."""
    heads, lines = made
    tx.insert_many("stock_snapshot", heads)
    tx.insert_many("stock_snapshot_line", lines)


def _lines(read: Read, cuts: Sequence[Row]) -> list[Row]:
    if not cuts:
        return []
    bound: dict[str, Any] = {}
    for n, one in enumerate(cuts):
        bound |= {
            f"item_{n}": one["item_id"],
            f"since_{n}": one["since"],
            f"until_{n}": one["until_id"],
        }
    marks = ", ".join(_CUT.format(n=n) for n in range(len(cuts)))
    return read(_LINES.format(cuts=marks), **bound)


def _write_some(writer: Writer, item_ids: Sequence[int], until: str, many: int) -> int:
    """Write the snapshots of some items, one of each at a time; how many."""
    written = 0
    while item_ids:
        made = next_snapshots(rows, item_ids, until, many)
        db.session.remove()
        item_ids = [one["item_id"] for one in made[0]]
        if item_ids:
            _write(writer, made)
        written += len(item_ids)
    return written


def _write(writer: Writer, made: Made) -> None:
    writer.run(lambda tx: append(tx, made))
