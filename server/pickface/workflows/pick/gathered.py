"""How a batch ends: what was taken for several orders at once is sorted to them, or put away where nobody wants it."""

from __future__ import annotations

from pickface.db import Row, Tx
from pickface.stock import reservations
from pickface.tasks import carts, lifecycle, totes
from pickface.tasks.workflow import World
from pickface.workflows.pick.calling_off import is_called_off

_TAKEN = """
SELECT 1 FROM move m JOIN order_line ol ON ol.id = m.order_line_id
WHERE m.task_id = :task AND m.kind = 'pick' AND m.reverses IS NULL AND ol.order_id = :order LIMIT 1
"""


def finished(tx: Tx, task: Row, world: World) -> None:
    """All is taken that was there: it is sorted next. An order goes on when it has its own totes."""
    orders = carts.orders_of(tx, task)
    alive = [order for order in orders if not is_called_off(tx, order)]
    for order in orders:
        if order not in alive:
            _release(tx, order)
    if alive:
        world.tell(tx, "batch_picked", task=task["id"], orders=alive)
    else:
        totes.leave_batch(tx, task, world)


def cancelled(tx: Tx, task: Row, world: World) -> None:
    """The batch will not be done: what is in its totes is put away, and orders that had something in them are held."""
    for order in carts.orders_of(tx, task):
        taken = tx.value(_TAKEN, task=task["id"], order=order)
        _release(tx, order)
        tx.run(
            "UPDATE orders SET state = :state WHERE id = :id AND state = 'released'",
            state="held" if taken else "open",
            id=order,
        )
    totes.leave_batch(tx, task, world)
    lifecycle.hint(tx, task["site_id"], orders=True)


def _release(tx: Tx, order_id: int) -> None:
    for line in tx.all(
        "SELECT id FROM order_line WHERE order_id = :order ORDER BY id", order=order_id
    ):
        reservations.release_line(tx, line["id"])
