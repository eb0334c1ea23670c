"""All that is in a container goes along with it, in as many statements as one tote takes; the ledger's own.

A balance keeps its place in its key. When its container moves, its row is rewritten: the goods are the same, nothing
meets anything at the goal, and pins, holds and the moment when somebody looked into it stand on the row. What needs
thinking is left to the ledger's posting: goods whose find is open (it stays behind, to be explained), that have a row
at the goal already, or that the books have elsewhere than their container.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pickface.db import Row, Tx
from pickface.ids import uuid7
from pickface.stock.levels import Change, Level, no_change
from pickface.stock.moves import BalanceKey, Carried, Cause
from pickface.stock.promises import key_of

PICKABLE = """CASE WHEN p.pickable = 1 AND p.active = 1 AND p.virtual = 0 AND NOT EXISTS (
    SELECT 1 FROM lot l JOIN item i ON i.id = l.item_id JOIN lot up ON up.id = l.parent_id WHERE l.id = {lot_id}
    AND (l.recalled_at IS NOT NULL OR up.recalled_at IS NOT NULL
        OR (l.code = 'unknown' AND i.tracking = 'lot_expiry')
        OR (l.expires_on <> '' AND l.expires_on < (SELECT s.fresh_from FROM site s WHERE s.id = p.site_id))))
    THEN 1 ELSE 0 END"""
ROLLS = """b.virtual = 0 AND b.qty > 0 AND b.found = 0 AND b.place_id = :came_from AND NOT EXISTS (
    SELECT 1 FROM balance t WHERE t.item_id = b.item_id AND t.lot_id = b.lot_id AND t.place_id = :place_id
    AND t.container = b.container AND t.owner_id = b.owner_id)"""
_THERE = PICKABLE.format(lot_id="b.lot_id")
_LEVELS = """
UPDATE stock_level SET pickable = stock_level.pickable + d.pickable, reserved = stock_level.reserved + d.reserved,
    unreservable = stock_level.unreservable + d.unreservable
FROM (SELECT x.item_id AS item, x.owner_id AS owner, SUM(x.turns * x.qty) AS pickable,
          SUM(x.turns * x.pinned) AS reserved, SUM(x.turns * x.unreservable) AS unreservable
      FROM (SELECT b.item_id, b.owner_id, b.qty, b.pinned, b.unreservable, {there} - b.pickable AS turns
            FROM balance b JOIN place p ON p.id = :place_id WHERE b.container IN {inside} AND {rolls}) x
      WHERE x.turns <> 0 GROUP BY x.item_id, x.owner_id) d
WHERE stock_level.item_id = d.item AND stock_level.owner_id = d.owner AND stock_level.site_id = :site_id
    AND stock_level.pickable + d.pickable
        >= stock_level.reserved + d.reserved + stock_level.unreservable + d.unreservable
RETURNING item_id, owner_id
"""
_PINS = """
UPDATE reservation SET place_id = :place_id WHERE qty > 0 AND place_id > 0 AND place_id <> :place_id
    AND item_id IN (SELECT b.item_id FROM balance b WHERE b.container IN {inside} AND b.pinned > 0)
    AND EXISTS (SELECT 1 FROM balance b WHERE b.item_id = reservation.item_id AND b.lot_id = reservation.lot_id
        AND b.place_id = reservation.place_id AND b.container = reservation.container
        AND b.owner_id = reservation.owner_id AND b.container IN {inside} AND {rolls})
RETURNING id, order_line_id, qty, task_id, item_id, lot_id, container, owner_id
"""
_ROWS = """
UPDATE balance SET place_id = :place_id, counted_at = 0,
    pickable = (SELECT {there} FROM place p WHERE p.id = :place_id)
WHERE container IN {{inside}} AND {rolls}
""".format(there=PICKABLE.format(lot_id="balance.lot_id"), rolls=ROLLS.replace("b.", "balance."))


class Rolled:
    """What rolling did: the moves, pins that went along, and levels that have too little left for what they promise."""

    def __init__(self) -> None:
        self.move_ids: list[str] = []
        self.carried: list[Carried] = []
        self.over: dict[Level, Change] = {}


def roll(  # noqa: PLR0917 - which goods, where to, and why
    tx: Tx, content: Sequence[Row], inside: str, code: str, place_id: int, cause: Cause, kind: str
) -> Rolled:
    """Rewrite the rows of ``content`` (those that ``ROLLS`` names; ``there`` is whether they are pickable then)."""
    rolled = Rolled()
    bound = {"code": code, "place_id": place_id, "came_from": content[0]["place_id"]}
    if any(row["there"] != row["pickable"] for row in content):
        rolled.over = _settle(tx, content, inside, bound)
    if any(row["pinned"] for row in content):
        sql = _PINS.format(inside=inside, rolls=ROLLS)
        came_from = {key_of(row).at(0, row["container"]): key_of(row) for row in content}
        for pin in tx.all(sql, **bound):
            goal = BalanceKey(pin["item_id"], pin["lot_id"], place_id, pin["container"], pin["owner_id"])  # fmt: skip
            rolled.carried.append(
                Carried(
                    pin["id"], pin["order_line_id"], pin["qty"], pin["task_id"],
                    came_from[goal.at(0, goal.container)], goal,
                )
            )  # fmt: skip
    tx.run(_ROWS.format(inside=inside), **bound)
    tx.insert_many("move", [_move(tx, row, place_id, cause, kind, rolled) for row in content])
    return rolled


def _settle(
    tx: Tx, content: Sequence[Row], inside: str, bound: dict[str, Any]
) -> dict[Level, Change]:
    """Change what is pickable of each item; the changes that must wait until promises were let go."""
    site_id = int(content[0]["site_id"])
    sql = _LEVELS.format(inside=inside, rolls=ROLLS, there=_THERE)
    fitted = {(row["item_id"], row["owner_id"]) for row in tx.all(sql, site_id=site_id, **bound)}
    over: dict[Level, Change] = {}
    for row in content:
        turns = int(row["there"]) - int(row["pickable"])
        if turns and (row["item_id"], row["owner_id"]) not in fitted:
            change = over.setdefault((row["item_id"], row["owner_id"], site_id), no_change())
            change["pickable"] += turns * int(row["qty"])
            change["reserved"] += turns * int(row["pinned"])
            change["unreservable"] += turns * int(row["unreservable"])
    return over


def _move(
    tx: Tx, row: Row, place_id: int, cause: Cause, kind: str, rolled: Rolled
) -> dict[str, Any]:
    rolled.move_ids.append(uuid7())
    return {
        "id": rolled.move_ids[-1], "site_id": cause.site_id, "at": tx.now, "kind": kind, "item_id": row["item_id"],
        "lot_id": row["lot_id"], "owner_id": row["owner_id"], "qty": row["qty"], "weight_g": row["weight_g"],
        "from_place_id": row["place_id"], "from_container": row["container"], "to_place_id": place_id,
        "to_container": row["container"], "cause": cause.id, "person_id": cause.person_id, "task_id": cause.task_id,
    }  # fmt: skip
