"""The ledger: what may be asked of it. It alone writes moves and what is on hand, by its own rooms.

``posting`` has the order of a posting, ``on_hand`` the statements on balances, ``levels`` those on stock levels,
``move_book`` those on moves, ``rolling`` those on all that is in a container. A move across the border of what the
house owns is written into the cost book as well (``border``), in the same transaction; one inside the house costs
nothing there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pickface.db import Tx
from pickface.errors import BadRequest
from pickface.stock import containers, keeping
from pickface.stock.finding import lost_and_found
from pickface.stock.locks import lock_levels, lock_levels_of
from pickface.stock.moves import (
    AT_BALANCE,
    RECALL,
    UNDO,
    BalanceKey,
    Carried,
    Cause,
    Find,
    Loosened,
    NewMove,
    NotEnough,
    NotFindable,
    Posted,
    Reversal,
    SerialConflict,
    UndoTooLate,
)
from pickface.stock.on_hand import forget_long_empty, remember_times
from pickface.stock.posting import Posting
from pickface.stock.promises import key_of
from pickface.stock.rolling import PICKABLE
from pickface.stock.undo import check_still_there, compensation, containers_to_return

__all__ = [
    "BalanceKey", "Carried", "Cause", "Find", "Loosened", "NewMove", "NotEnough", "NotFindable", "Posted",
    "Reversal", "SerialConflict", "UndoTooLate", "adjust", "forget_long_empty", "post_moves", "reconsider",
    "reconsider_expiring", "remember_times", "reverse_moves",
]  # fmt: skip

_EXPIRING_ON = (
    "b.site_id = :site AND b.lot_id IN (SELECT l.id FROM lot l WHERE l.expires_on <> '' AND l.expires_on = :day)"
    " AND b.item_id IN (SELECT l.item_id FROM lot l WHERE l.expires_on <> '' AND l.expires_on = :day)"
)
_OF_LOT = (
    "b.item_id = (SELECT item_id FROM lot WHERE id = :id) AND b.lot_id IN (SELECT l.id FROM lot l"
    " WHERE l.item_id = b.item_id AND (l.id = :id OR l.parent_id = :id))"
)


def post_moves(tx: Tx, moves: Sequence[NewMove], cause: Cause) -> Posted:
    """Book moves: all of them or, by raising, none that the caller's savepoint keeps.

    Storage that lacks units is helped from lost-and-found (a find); promises that no longer hold are released.
    Raises SerialConflict, NotFindable, NotFound (no such place), BadRequest (no units, or nowhere to go).
    """
    lock_levels(tx, cause.site_id, ((move.item_id, move.owner_id) for move in moves))
    return Posting(tx, cause).post(moves)


def reverse_moves(tx: Tx, event_id: str, cause: Cause) -> Posted:
    """Undo: bring back what the moves of an event moved, and pin it to its order lines again.

    Raises UndoTooLate when the goods are not where the event left them, a count came after it, or it is an undo.
    """
    lock_levels_of(
        tx, "SELECT item_id, owner_id, site_id FROM move WHERE cause = :cause", cause=event_id
    )
    booked = tx.all(
        "SELECT m.*, COALESCE((SELECT SUM(r.qty) FROM move r WHERE r.reverses = m.id), 0) AS undone"
        " FROM move m WHERE m.cause = :cause ORDER BY m.id DESC",
        cause=event_id,
    )
    if any(move["kind"] in {UNDO, RECALL} for move in booked):
        raise UndoTooLate("an undo is not undone", event=event_id)
    back = [(move, int(move["qty"] - move["undone"])) for move in booked]
    back = [(move, qty) for move, qty in back if qty]
    moves = [compensation(move, qty) for move, qty in back]
    check_still_there(tx, min((move["at"] for move, _ in back), default=0), moves)
    returning = containers_to_return(tx, moves)
    done = containers.done_by(tx, event_id)
    posting = Posting(tx, cause, may_find=False)
    posting.take_along(moves)
    posted = posting.post(moves)
    containers.give_back(tx, done, cause)
    if not done:
        for code, place_id in sorted(returning.items()):
            containers.stand(tx, code, containers.WHOLE, place_id, cause, what="undone")
    for (move, qty), undone in zip(back, moves, strict=True):
        if move["reservation_id"] is not None:
            keeping.give_back(tx, move["reservation_id"], undone.goal, qty)
    return posted


def adjust(  # noqa: PLR0913 - a balance has five names
    tx: Tx,
    *,
    item_id: int,
    place_id: int,
    cause: Cause,
    lot_id: int = 0,
    container: str = "",
    owner_id: int = 1,
    counted_qty: int | None = None,
    delta: int | None = None,
    kind: str = "count",
) -> Posted:
    """Settle a balance with lost-and-found: to what was counted, or by ``delta`` units.

    A count is the last word: it lets go of what was held for it and closes the finds there. Raises NotEnough when a
    delta takes more than the books have.
    """
    if (counted_qty is None) == (delta is None) or (counted_qty or 0) < 0:
        raise BadRequest("either counted_qty (0 or more) or delta", field="qty")
    lock_levels(tx, cause.site_id, [(item_id, owner_id)])
    key = BalanceKey(item_id, lot_id, place_id, container, owner_id)
    posting = Posting(tx, cause, may_find=False)
    balance = tx.one(
        f"SELECT site_id, virtual, pickable, qty, unreservable FROM balance WHERE {AT_BALANCE}"
        + tx.for_update,
        **key.bound,
    )
    there = balance["qty"] if balance else 0
    if counted_qty is not None:
        posting.count(key, balance)
        delta = counted_qty - there
    elif there + (delta or 0) < 0:
        raise NotEnough("the books have fewer", qty=-(delta or 0), there=there)
    if not delta:
        return posting.post([])
    lost_found = lost_and_found(tx, place_id)
    more = NewMove(
        kind, item_id, abs(delta), lost_found, place_id, lot_id, owner_id, to_container=container
    )
    fewer = NewMove(
        kind, item_id, abs(delta), place_id, lost_found, lot_id, owner_id, from_container=container
    )
    posted = posting.post([more if delta > 0 else fewer])
    containers.follow(tx, container, cause)
    return posted


def reconsider(
    tx: Tx, cause: Cause, *, lot_id: int | None = None, place_id: int | None = None
) -> Posted:
    """After a lot was recalled, or a place became pickable or ceased to be: count its balances accordingly.

    A lot includes the serials under it. Moves nothing; promises that no longer hold are released.
    """
    if lot_id:
        return _count_anew(tx, cause, _OF_LOT, id=lot_id)
    return _count_anew(tx, cause, "b.place_id = :id", id=place_id)


def reconsider_expiring(tx: Tx, cause: Cause, day: str) -> Posted:
    """After the day changed from which a site's goods are fresh: count what expires on ``day`` accordingly."""
    return _count_anew(tx, cause, _EXPIRING_ON, site=cause.site_id, day=day)


def _count_anew(tx: Tx, cause: Cause, which: str, **named: Any) -> Posted:
    """Balances that have become pickable, or are not any more, are counted so; ``which`` of them are looked at."""
    lock_levels_of(
        tx,
        f"SELECT b.item_id, b.owner_id, b.site_id FROM balance b WHERE {which}",
        **named,
    )
    posting = Posting(tx, cause)
    changed = tx.all(
        f"SELECT b.* FROM balance b JOIN place p ON p.id = b.place_id WHERE {which}"
        f" AND b.virtual = 0 AND b.pickable <> {PICKABLE.format(lot_id='b.lot_id')}"
        " ORDER BY b.item_id, b.lot_id, b.place_id, b.container, b.owner_id"
        + (tx.for_update and " FOR UPDATE OF b"),
        **named,
    )
    for balance in changed:
        posting.turn(key_of(balance), balance)
    return posting.post([])
