"""What compensates undone moves, and whether it is too late for it (LAWS 15); reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pickface.db import Row, Tx
from pickface.stock.moves import (
    AT_BALANCE,
    EXPLAINED,
    FIND,
    UNDO,
    BalanceKey,
    NewMove,
    UndoTooLate,
)

_BACK = {FIND: EXPLAINED, EXPLAINED: FIND}
"""A find that is undone is taken back; a find that had been taken back is open again."""


def compensation(move: Row, qty: int) -> NewMove:
    """The move that brings ``qty`` units of a booked move back; its weight only when it is all of it."""
    return NewMove(
        kind=_BACK.get(move["kind"], UNDO),
        item_id=move["item_id"],
        qty=qty,
        from_place_id=move["to_place_id"],
        to_place_id=move["from_place_id"],
        lot_id=move["lot_id"],
        owner_id=move["owner_id"],
        from_container=move["to_container"],
        to_container=move["from_container"],
        reservation_id=move["reservation_id"],
        order_line_id=move["order_line_id"],
        purchase_order_line_id=move["purchase_order_line_id"],
        weight_g=move["weight_g"] if qty == move["qty"] else None,
        reverses=move["id"],
    )


def net_outflow(moves: Sequence[NewMove]) -> Counter[BalanceKey]:
    """Units that moves take from each balance they touch, less what they bring it."""
    flow: Counter[BalanceKey] = Counter()
    for move in moves:
        flow[move.origin] += move.qty
        flow[move.goal] -= move.qty
    return flow


def check_still_there(tx: Tx, booked_at: int, back: Sequence[NewMove]) -> None:
    """Raise UndoTooLate unless every balance can give back what it got, and nobody counted it since."""
    for key, units in sorted(net_outflow(back).items()):
        balance = tx.one(
            f"SELECT virtual, qty, counted_at FROM balance WHERE {AT_BALANCE}" + tx.for_update,
            **key.bound,
        )
        there = balance["qty"] if balance else 0
        if there < units and not (balance and balance["virtual"]):
            raise UndoTooLate("the goods went on", place=key.place_id, item=key.item_id)
        if balance and balance["counted_at"] > booked_at:
            raise UndoTooLate("a count followed", place=key.place_id, item=key.item_id)


def containers_to_return(tx: Tx, back: Sequence[NewMove]) -> dict[str, int]:
    """Containers that the event moved with their content, and the places that they return to.

    Raises UndoTooLate when a container that goods return to went elsewhere, or got more content since.
    """
    flow = net_outflow(back)
    returning: dict[str, int] = {}
    for move in back:
        code = move.to_container
        place_id = code and tx.value("SELECT place_id FROM container WHERE code = :code", code=code)
        if place_id in {"", None, move.to_place_id}:
            continue
        if place_id != move.from_place_id or move.from_container not in {"", code}:
            raise UndoTooLate("the container went on", container=code)
        returning[code] = move.to_place_id
    for code in returning:
        content = tx.all(
            "SELECT item_id, lot_id, place_id, container, owner_id, qty FROM balance"
            " WHERE container = :code AND virtual = 0 AND qty > 0",
            code=code,
        )
        if any(flow[BalanceKey(*tuple(dict(row).values())[:5])] < row["qty"] for row in content):
            raise UndoTooLate("the container got more since", container=code)
    return returning
