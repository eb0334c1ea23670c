"""What compensates an undone move. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pickface.db import Row
from pickface.stock.moves import EXPLAINED, FIND, UNDO, BalanceKey, NewMove

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
