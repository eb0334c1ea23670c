"""What a desk says of an order that need not end: that it waits for a word, goes on, or comes before others."""

from __future__ import annotations

from typing import Final

from pickface.db import Row, Tx
from pickface.errors import Conflict, NotFound
from pickface.tasks import carts, lifecycle

_WAITS: Final = frozenset({"open", "held"})
_MAY_HURRY: Final = frozenset({"open", "held", "released", "picked"})


class FloorHasIt(Conflict):
    """People have worked on the order: a desk's word alone does not change where it stands; ``params``: ``state``."""

    code = "floor_has_it"


def hold_order(tx: Tx, site_id: int, order_id: int) -> bool:
    """Keep an order that waits from being released; its promises stay. False if it is kept already. FloorHasIt."""
    order = _order(tx, site_id, order_id)
    _check_waits(tx, order)
    if order["state"] == "held":
        return False
    _write(tx, order, "held")
    return True


def let_go_order(tx: Tx, site_id: int, order_id: int) -> bool:
    """Let an order that was kept back be released again. False if nobody keeps it. FloorHasIt."""
    order = _order(tx, site_id, order_id)
    _check_waits(tx, order)
    if order["state"] == "open":
        return False
    _write(tx, order, "open")
    return True


def prioritise_order(tx: Tx, site_id: int, order_id: int, priority: int) -> bool:
    """Say how urgent an order is, 1 to 9; work that waits for it alone follows. False if nothing changes. FloorHasIt.

    On a cart or in a batch it goes with the others.
    """
    order = _order(tx, site_id, order_id)
    if order["state"] not in _MAY_HURRY:
        raise FloorHasIt(
            "it is packed, gone or cancelled", state=order["state"], order=order["number"]
        )
    if order["priority"] == priority:
        return False
    tx.run("UPDATE orders SET priority = :priority WHERE id = :id", priority=priority, id=order_id)
    waiting = tx.all(
        "SELECT id FROM task WHERE order_id = :order AND state IN ('ready', 'offered', 'held') ORDER BY id",
        order=order_id,
    )
    tx.run(
        "UPDATE task SET priority = :priority WHERE order_id = :order AND state IN ('ready', 'offered', 'held')",
        priority=priority,
        order=order_id,
    )
    lifecycle.hint(tx, site_id, tasks=[task["id"] for task in waiting], orders=True)
    return True


def _write(tx: Tx, order: Row, state: str) -> None:
    tx.run("UPDATE orders SET state = :state WHERE id = :id", state=state, id=order["id"])
    lifecycle.hint(tx, order["site_id"], orders=True)


def _check_waits(tx: Tx, order: Row) -> None:
    """An order that a recall or a lost tote holds has been worked on: it goes on by what the floor does."""
    begun = order["state"] == "held" and tx.value(
        f"SELECT t.id FROM task t WHERE {carts.IS_FOR} LIMIT 1", order=order["id"]
    )
    if begun or order["state"] not in _WAITS:
        raise FloorHasIt("the floor has it", state=order["state"], order=order["number"])


def _order(tx: Tx, site_id: int, order_id: int) -> Row:
    order = tx.one(
        "SELECT * FROM orders WHERE id = :id AND site_id = :site" + tx.for_update,
        id=order_id,
        site=site_id,
    )
    if order is None:
        raise NotFound("no such order", order=order_id)
    return order
