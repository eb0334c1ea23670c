"""Which orders a task is for: the one that it names, or those of the cart that it fills."""

from __future__ import annotations

from collections.abc import Sequence

from pickface.db import Row, Tx

IS_FOR = "(t.order_id = :order OR t.id IN (SELECT w.task_id FROM cart_order w WHERE w.order_id = :order))"
"""Of a task ``t``: that it is for the order ``:order``, alone or with others."""


def note(tx: Tx, task_id: int, order_ids: Sequence[int]) -> None:
    """A new cart serves these orders, each at its position."""
    for position, order_id in enumerate(order_ids, 1):
        tx.run(
            "INSERT INTO cart_order (task_id, order_id, position) VALUES (:task, :order, :position)",
            task=task_id,
            order=order_id,
            position=position,
        )


def orders_of(tx: Tx, task: Row) -> list[int]:
    """The orders that a task is for."""
    if task["order_id"] is not None:
        return [int(task["order_id"])]
    found = tx.all(
        "SELECT order_id FROM cart_order WHERE task_id = :task ORDER BY position", task=task["id"]
    )
    return [int(row["order_id"]) for row in found]
