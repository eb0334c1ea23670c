"""An order's totes: what they hold, the task that a scanned one leads to, and giving their content back."""

from __future__ import annotations

from pickface.db import Row, Tx
from pickface.tasks import dispatch
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


def contents(tx: Tx, order_id: int) -> list[Row]:
    """What the open totes of an order hold, tote by tote: a row for each lot of an item."""
    return tx.all(_CONTENT, order=order_id)


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
