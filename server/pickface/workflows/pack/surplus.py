"""Units in an order's totes that nobody ordered: taken twice by somebody who heard too late. They are not sent."""

from __future__ import annotations

from collections import Counter

from pickface.db import Row, Tx
from pickface.tasks import exceptions
from pickface.tasks.workflow import Raised, World
from pickface.workflows.pack.compile import Line

_OWED = """
SELECT ol.item_id, SUM(ol.qty - ol.given_up - ol.shipped) - COALESCE((SELECT SUM(b.qty) FROM container c
JOIN balance b ON b.container = c.code AND b.qty > 0 WHERE c.order_id = :order AND b.item_id = ol.item_id
AND (c.state = 'closed' OR c.task_id = :task)), 0) AS units FROM order_line ol WHERE ol.order_id = :order
GROUP BY ol.item_id
"""
_FILLED = """
SELECT c.code FROM container c WHERE c.order_id = :order AND c.state = 'open' AND c.task_id <> :task
AND EXISTS (SELECT 1 FROM balance b WHERE b.container = c.code AND b.qty > 0) ORDER BY c.code
"""


def owed(tx: Tx, order_id: int, task_id: int = 0) -> Counter[int]:
    """Units of each item that the customer is still to get, beyond what closed cartons and those of the task hold."""
    found = tx.all(_OWED, order=order_id, task=task_id)
    return Counter({row["item_id"]: max(0, int(row["units"])) for row in found})


def tell(tx: Tx, order: Row, content: list[Row], lines: list[Line]) -> None:
    """Raise what the totes hold beyond the lines that are packed, for each item."""
    over = Counter[int]()
    for held in content:
        over[held["item_id"]] += int(held["qty"])
    for line in lines:
        over[line.item_id] -= line.qty
    nobody = {"id": None, "person_id": None, "site_id": order["site_id"]}
    for item_id, units in sorted(over.items()):
        if units > 0:
            raised = Raised("order_over", "book", {"qty": units}, item_id, order_id=order["id"])
            exceptions.raise_for_task(tx, nobody, raised)


def put_away(tx: Tx, world: World, order: Row, task_id: int = 0) -> None:
    """What is left in the order's totes is the warehouse's again."""
    for tote in tx.all(_FILLED, order=order["id"], task=task_id):
        tx.run(
            "UPDATE container SET order_id = NULL, task_id = NULL WHERE code = :code",
            code=tote["code"],
        )
        world.tell(tx, "goods_left", container=tote["code"], site=order["site_id"])
