"""An order's totes: what they hold, the task that a scanned one leads to, and giving their content back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from pickface.db import Row, Tx
from pickface.stock import keeping, ledger
from pickface.stock.moves import Cause
from pickface.stock.undo import compensation
from pickface.tasks import carts, dispatch, jobs
from pickface.tasks.workflow import World

_CONTENT = """
SELECT c.code AS tote, c.place_id, b.item_id, b.lot_id, b.owner_id, b.qty, i.tracking, l.code AS lot_code
FROM container c JOIN balance b ON b.container = c.code AND b.qty > 0 JOIN item i ON i.id = b.item_id
JOIN lot l ON l.id = b.lot_id WHERE c.order_id = :order AND c.state = 'open'
ORDER BY c.code, i.sku, b.lot_id
"""
_TASK_OF_TOTE = """
SELECT t.id, t.person_id, t.state FROM container c JOIN task t ON t.order_id = c.order_id
WHERE c.code = :code AND t.kind = :kind AND t.site_id = :site
AND t.state IN ('ready', 'offered', 'begun', 'held') ORDER BY t.id LIMIT 1
"""
_FILLED = """
SELECT code FROM container c WHERE order_id = :order AND state = 'open' AND EXISTS
(SELECT 1 FROM balance b WHERE b.container = c.code AND b.qty > 0) ORDER BY code
"""

# Of a batch they are those for this order alone, in the batch's tote or sorted out of it.
_PICKED = f"""
SELECT m.*, m.qty - COALESCE((SELECT SUM(r.qty) FROM move r WHERE r.reverses = m.id), 0) AS rest
FROM move m JOIN task t ON t.id = m.task_id WHERE {carts.IS_FOR} AND m.kind = 'pick'
AND (m.to_container = :tote OR EXISTS (SELECT 1 FROM move s
    WHERE s.task_id IN (SELECT w.task_id FROM cart_order w WHERE w.order_id = :order)
    AND s.kind = 'sort' AND s.order_line_id = m.order_line_id
    AND s.from_container = m.to_container AND s.to_container = :tote))
AND (m.order_line_id IS NULL OR m.order_line_id IN (SELECT ol.id FROM order_line ol WHERE ol.order_id = :order))
{{more}} ORDER BY m.id DESC
"""


def contents(tx: Tx, order_id: int) -> list[Row]:
    """What the open totes of an order hold, tote by tote: a row for each lot of an item."""
    return tx.all(_CONTENT, order=order_id)


def picked_into(tx: Tx, code: str) -> Counter[tuple[int, int, int]]:
    """Units that were picked into a tote for the order that it is of, by item, lot and owner; none if it is of none."""
    found = tx.one(
        "SELECT order_id FROM container WHERE code = :code AND state IN ('open', 'closed')",
        code=code,
    )
    if found is None or found["order_id"] is None:
        return Counter()
    picked: Counter[tuple[int, int, int]] = Counter()
    for move in tx.all(_PICKED.format(more=""), order=found["order_id"], tote=code):
        picked[move["item_id"], move["lot_id"], move["owner_id"]] += int(move["rest"])
    return picked


def open_task(tx: Tx, kind: str, code: str, person_id: int, site_id: int) -> int | None:
    """The task of ``kind`` for the order whose tote was scanned, if this person may take it up."""
    task = tx.one(_TASK_OF_TOTE, code=code, kind=kind, site=site_id)
    if task is None or not dispatch.take_up(tx, task, person_id):
        return None
    return int(task["id"])


def give_back(tx: Tx, task: Row, world: World) -> None:
    """The order's work was called off: what its totes hold is put away again, and somebody decides."""
    for container in tx.all(_FILLED, order=task["order_id"]):
        world.tell(tx, "goods_left", container=container["code"], site=task["site_id"])
    hold = "UPDATE orders SET state = 'held' WHERE id = :id AND state = 'picked'"
    tx.run(hold, id=task["order_id"])


def leave_batch(tx: Tx, task: Row, world: World) -> None:
    """Nobody sorts what is left in a batch's totes: it is put away, and the empty ones are free."""
    tx.run(
        "UPDATE container SET state = 'empty', task_id = NULL WHERE task_id = :task AND order_id IS NULL "
        "AND state = 'open' "
        "AND NOT EXISTS (SELECT 1 FROM balance b WHERE b.container = container.code AND b.qty > 0)",
        task=task["id"],
    )
    for tote in tx.all(
        "SELECT code FROM container WHERE task_id = :task AND order_id IS NULL AND state = 'open' ORDER BY code",
        task=task["id"],
    ):
        world.tell(tx, "goods_left", container=tote["code"], site=task["site_id"])


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods in a tote: an item, in any of these lots."""

    tote: str
    item_id: int
    lots: tuple[int, ...]


def lose(tx: Tx, order_id: int, goods: Goods, missing: int, cause: Cause, kind: str) -> int:
    """Units that are not in the tote: their pick is taken back, and they are lost where they should be now.

    So the order wants them again, and nobody is promised them before their bin is counted. Without a ``kind`` they are
    not lost: it is known where they are. Answers how many the order gave.
    """
    given = 0
    stands_at = tx.value("SELECT place_id FROM container WHERE code = :code", code=goods.tote)
    for picked in _picks(tx, order_id, goods):
        units = min(missing, int(picked["rest"]))
        if not units:
            continue
        missing, given = missing - units, given + units
        # What was picked in a batch has come into another tote since.
        back = replace(
            compensation(picked, units), from_place_id=stands_at, from_container=goods.tote
        )
        ledger.post_moves(tx, [back], cause)
        if picked["reservation_id"] is not None:
            keeping.give_back(tx, picked["reservation_id"], back.goal, units)
        if not kind:
            continue
        ledger.adjust(
            tx,
            item_id=back.item_id,
            lot_id=back.lot_id,
            place_id=back.to_place_id,
            container=back.to_container,
            owner_id=back.owner_id,
            delta=-units,
            cause=cause,
            kind=kind,
        )
        jobs.leave(tx, "plan_count", str(back.to_place_id))
    return given


def _picks(tx: Tx, order_id: int, goods: Goods) -> list[Row]:
    """The picks that put these goods into the tote, the latest first, with the units that are not taken back."""
    lots = ", ".join(str(int(lot)) for lot in goods.lots)
    return tx.all(
        _PICKED.format(more=f"AND m.item_id = :item AND m.lot_id IN ({lots})"),
        order=order_id,
        item=goods.item_id,
        tote=goods.tote,
    )
