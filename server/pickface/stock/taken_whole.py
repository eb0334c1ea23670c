"""A container is taken whole for an order: the ledger's own way for goods that are all pinned for who takes them.

Its rows are rewritten as when it moves (``rolling``), only that its pins are taken and not carried along, in a handful
of statements, whatever is in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pickface.db import Row, Tx
from pickface.ids import uuid7
from pickface.stock.moves import BalanceKey, Cause, NewMove, Posted
from pickface.stock.promises import key_of

_CONTENT = """
SELECT b.*, c.place_id AS stands_at, c.task_id AS of_task, c.state, r.id AS pin, r.order_line_id, r.qty AS pin_qty,
    r.task_id AS pin_task,
    CASE WHEN EXISTS (SELECT 1 FROM container k WHERE k.parent = c.code AND k.parent <> '')
    OR EXISTS (SELECT 1 FROM balance t WHERE t.item_id = b.item_id AND t.lot_id = b.lot_id AND t.place_id = :place_id
        AND t.container = b.container AND t.owner_id = b.owner_id) THEN 1 ELSE 0 END AS meets
FROM container c JOIN balance b ON b.container = c.code AND b.virtual = 0 AND b.qty > 0
LEFT JOIN reservation r ON r.item_id = b.item_id AND r.lot_id = b.lot_id AND r.place_id = b.place_id
    AND r.container = b.container AND r.owner_id = b.owner_id AND r.qty > 0
WHERE c.code = :code ORDER BY b.item_id, b.lot_id, b.place_id, b.owner_id, r.id
"""
_LEVEL = """
UPDATE stock_level SET pickable = pickable - :units, reserved = reserved - :units
WHERE item_id = :item_id AND owner_id = :owner_id AND site_id = :site_id
"""
_PINS = """
UPDATE reservation SET taken = taken + qty, qty = 0
WHERE task_id = :task AND item_id = :item_id AND place_id = :place_id AND container = :code AND qty > 0
"""
_ROWS = """
UPDATE balance SET place_id = :place_id, pinned = 0, pickable = 0, counted_at = 0
WHERE container = :code AND virtual = 0 AND qty > 0
"""


def content(tx: Tx, code: str, place_id: int) -> list[Row]:
    """What is in a container, row by row with each of its pins; ``meets``: it does not simply go to ``place_id``."""
    return tx.all(_CONTENT, code=code, place_id=place_id)


def is_plain(rows: Sequence[Row], task_id: int | None) -> bool:
    """Whether all of it is where its container stands, is one item, and is pinned for this task and nobody else."""
    own: Counter[BalanceKey] = Counter()
    for row in rows:
        own[key_of(row)] += int(row["pin_qty"] or 0) if row["pin_task"] == task_id else 0
    one = len({(row["item_id"], row["owner_id"]) for row in rows}) == 1
    return one and all(
        row["qty"] == row["pinned"] == own[key_of(row)]
        and not row["unreservable"]
        and not row["found"]
        and not row["meets"]
        and row["pickable"]
        and row["place_id"] == row["stands_at"]
        for row in rows
    )


def take_plain(tx: Tx, rows: Sequence[Row], code: str, place_id: int, cause: Cause) -> Posted:
    """Book it: levels, promises, what is on hand, and a move for each pin."""
    first = rows[0]
    units = sum(int(row["pin_qty"]) for row in rows)
    tx.run(
        _LEVEL, units=units, item_id=first["item_id"], owner_id=first["owner_id"], site_id=first["site_id"]
    )  # fmt: skip
    tx.run(
        _PINS, task=cause.task_id, item_id=first["item_id"], place_id=first["place_id"], code=code
    )
    tx.run(_ROWS, code=code, place_id=place_id)
    posted = Posted()
    moves = []
    for row in rows:
        posted.move_ids.append(uuid7())
        moves.append({
            "id": posted.move_ids[-1], "site_id": cause.site_id, "at": tx.now, "kind": "pick",
            "item_id": row["item_id"], "lot_id": row["lot_id"], "owner_id": row["owner_id"], "qty": row["pin_qty"],
            "weight_g": row["weight_g"] if row["qty"] == row["pin_qty"] else None,
            "from_place_id": row["place_id"], "from_container": code, "to_place_id": place_id, "to_container": code,
            "cause": cause.id, "person_id": cause.person_id, "task_id": cause.task_id,
            "order_line_id": row["order_line_id"], "reservation_id": row["pin"],
        })  # fmt: skip
    tx.insert_many("move", moves)
    return posted


def moves_of(rows: Sequence[Row], code: str, place_id: int, cause: Cause) -> list[NewMove]:
    """The moves by which one's own pins are taken out of what has become more, or less, than these."""
    return [
        NewMove(
            "pick", row["item_id"], int(row["pin_qty"]), row["place_id"], place_id, row["lot_id"], row["owner_id"],
            from_container=code, to_container=code, reservation_id=row["pin"], order_line_id=row["order_line_id"],
        )
        for row in rows
        if row["pin"] is not None and row["pin_task"] == cause.task_id and row["place_id"] != place_id
    ]  # fmt: skip
