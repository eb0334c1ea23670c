"""Goods leave the house: the books, the order's lines and the parcel say so together."""

from __future__ import annotations

from collections.abc import Sequence

from pickface.db import Row, Tx
from pickface.locations.service import virtual_place
from pickface.stock import containers, ledger
from pickface.stock.moves import Cause, NewMove
from pickface.tasks import lifecycle
from pickface.tasks.changes import told as act_upon


def leave(
    tx: Tx, site_id: int, order_id: int, carton: str, cause: Cause, task: Row | None = None
) -> None:
    """A parcel leaves: its goods go to the customer, by the order's lines."""
    content = tx.all(
        "SELECT * FROM balance WHERE container = :carton AND qty > 0 AND virtual = 0 "
        "ORDER BY item_id, lot_id, place_id, owner_id" + tx.for_update,
        carton=carton,
    )
    customer_id = virtual_place(tx, site_id, "customer")
    owed = _owed(tx, order_id)
    moves = [move for held in content for move in _moves(held, customer_id, owed)]
    act_upon(tx, task, ledger.post_moves(tx, moves, cause), cause)
    for move in moves:
        if move.order_line_id is not None:
            tx.run(
                "UPDATE order_line SET shipped = shipped + :qty WHERE id = :id",
                qty=move.qty,
                id=move.order_line_id,
            )
    tx.run(
        "UPDATE container SET state = 'shipped', task_id = NULL, changed_at = :now WHERE code = :carton",
        now=tx.now,
        carton=carton,
    )
    containers.take_off(tx, carton)
    tx.run(
        "UPDATE shipment SET shipped_at = :now WHERE container_code = :carton",
        now=tx.now,
        carton=carton,
    )


def settle_order(tx: Tx, site_id: int, order_id: int) -> None:
    """With the last parcel of a packed order that has left, the order is shipped."""
    tx.run(
        "UPDATE orders SET state = 'shipped' WHERE id = :id AND state = 'packed' AND NOT EXISTS "
        "(SELECT 1 FROM shipment s WHERE s.order_id = orders.id AND s.shipped_at IS NULL)",
        id=order_id,
    )
    lifecycle.hint(tx, site_id, orders=True)


def _owed(tx: Tx, order_id: int) -> list[dict[str, int]]:
    """What each line of the order still waits for; components first, so that kits get whole."""
    lines = tx.all(
        "SELECT id, item_id, qty - given_up - shipped AS owed FROM order_line WHERE order_id = :order "
        "ORDER BY CASE WHEN order_kit_id IS NULL THEN 1 ELSE 0 END, line_no",
        order=order_id,
    )
    return [dict(line) for line in lines]


def share_out(
    item_id: int, qty: int, owed: Sequence[dict[str, int]]
) -> list[tuple[int, int | None]]:
    """Units by order line, for the lines that wait for the item; what nobody waits for has no line.

    ``owed`` goes down with what is shared out.
    """
    shares: list[tuple[int, int | None]] = []
    for line in owed:
        units = min(qty, line["owed"]) if line["item_id"] == item_id else 0
        if units > 0:
            shares.append((units, line["id"]))
            line["owed"] -= units
            qty -= units
    return [*shares, (qty, None)] if qty else shares


def _moves(held: Row, customer_id: int, owed: Sequence[dict[str, int]]) -> list[NewMove]:
    return [
        NewMove(
            kind="ship",
            item_id=held["item_id"],
            qty=units,
            from_place_id=held["place_id"],
            to_place_id=customer_id,
            lot_id=held["lot_id"],
            owner_id=held["owner_id"],
            from_container=held["container"],
            order_line_id=line_id,
        )
        for units, line_id in share_out(held["item_id"], held["qty"], owed)
    ]
