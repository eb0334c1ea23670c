"""Promises while goods move: a pick fulfils its own, an undo gives it back, and pins go along with what they are on.

The ledger calls these inside its posting, and writes the stock level itself at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pickface.db import Row, Tx
from pickface.stock import promise_book
from pickface.stock.moves import AT_BALANCE, BalanceKey, NewMove
from pickface.stock.promises import (
    first_of,
    is_recalled,
    key_of,
    line_of,
    pins_at,
    promises_to,
    still_wanted,
)
from pickface.stock.queued import queue_job

_TAKE = (
    "UPDATE reservation SET qty = qty - :qty, taken = taken + :qty"
    f" WHERE id = :reservation_id AND qty >= :qty AND {AT_BALANCE}"
)


class Taken(NamedTuple):
    """What a move consumed: the reservation that notes it, own units pinned at its balance, and reserved otherwise."""

    reservation_id: int | None
    pinned: int
    reserved: int


NOTHING_TAKEN = Taken(None, 0, 0)


def take(tx: Tx, move: NewMove) -> Taken:
    """Consume the promise that a move fulfils: the named pin, or else whatever its order line is promised."""
    if move.reservation_id is None and move.order_line_id is None:
        return NOTHING_TAKEN
    if move.reservation_id is not None and tx.run(
        _TAKE, reservation_id=move.reservation_id, qty=move.qty, **move.origin.bound
    ):
        return Taken(move.reservation_id, move.qty, 0)
    line_id = move.order_line_id or tx.value(
        "SELECT order_line_id FROM reservation WHERE id = :id", id=move.reservation_id
    )
    return _take_elsewhere(tx, move, line_id) if line_id else NOTHING_TAKEN


def give_back(tx: Tx, reservation_id: int, key: BalanceKey, units: int) -> None:
    """After an undo: pin units to the balance that they returned to, as far as the line still wants them."""
    note = tx.one(
        "UPDATE reservation SET taken = taken - :units WHERE id = :id RETURNING *",
        units=units,
        id=reservation_id,
    )
    if note is None:
        return
    line = line_of(tx, note["order_line_id"])
    back = min(units, still_wanted(tx, line))
    if not (back and promise_book.pin_at_dock(tx, key, back)):
        back = promise_book.grant(tx, note, back)
        if back and not promise_book.pin(tx, key, back):
            promise_book.promise_loosely(tx, line, back)
            return
    if back and key_of(note) == key:
        promise_book.spend(tx, note, -back)
    elif back:
        promise_book.note(tx, note, key, back, taken=0)


def lift(tx: Tx, key: BalanceKey, units: int) -> list[tuple[Row, int]]:
    """Take pins off a balance whose goods move on; :func:`lay` puts them down."""
    lifted = first_of(pins_at(tx, key), units)
    for pin, part in lifted:
        promise_book.spend(tx, pin, part)
    promise_book.unpin(tx, key, units)
    return lifted


def lay(tx: Tx, pin: Row, units: int, key: BalanceKey) -> int | None:
    """Put lifted units of a pin down where the goods are now; the reservation that holds them, None if they went on."""
    if not promise_book.pin_on_arrival(tx, key, units):
        return None
    if tx.run(
        "UPDATE reservation SET qty = :units WHERE id = :id AND qty = 0", units=units, id=pin["id"]
    ):
        return promise_book.move_pin(tx, pin["id"], key)
    return promise_book.note(tx, pin, key, units, taken=0)


def _take_elsewhere(tx: Tx, move: NewMove, line_id: int) -> Taken:
    """The line's pins here, then what it is promised by item, then its pins elsewhere.

    Goods that were not pickable (a tote at the packing station) have fulfilled their promise already; those of a
    recalled lot, picked by somebody who had not heard of it, fulfil none.
    """
    if move.lot_id and is_recalled(tx, move.lot_id):
        return NOTHING_TAKEN
    here, need = move.origin, move.qty
    promises = sorted(
        promises_to(tx, line_id), key=lambda r: (key_of(r) != here, r["place_id"] > 0, r["id"])
    )
    fulfils = (promises and key_of(promises[0]) == here) or tx.value(
        "SELECT pickable FROM place WHERE id = :id", id=here.place_id
    )
    if not fulfils:
        return NOTHING_TAKEN
    pinned = reserved = 0
    for promise, units in first_of(promises, need):
        promise_book.spend(tx, promise, units)
        if key_of(promise) == here:
            pinned += units
        elif not promise["place_id"] or promise_book.unpin(tx, key_of(promise), units):
            reserved += units
        if promise["place_id"] and promise["task_id"] and promise["id"] != move.reservation_id:
            # Somebody is still sent there for units that are in the tote already.
            queue_job(tx, "pins_moved", promise["task_id"])
    return Taken(_note_taken(tx, move, line_id, promises), pinned, reserved)


def _note_taken(tx: Tx, move: NewMove, line_id: int, promises: Sequence[Row]) -> int:
    """Note taken units on the named reservation, else on one that was consumed, else on a new one."""
    for reservation_id in [move.reservation_id, *(promise["id"] for promise in promises[:1])]:
        if tx.run(
            "UPDATE reservation SET taken = taken + :qty WHERE id = :id AND order_line_id = :line_id",
            qty=move.qty,
            id=reservation_id,
            line_id=line_id,
        ):
            return int(reservation_id or 0)
    like = {"order_line_id": line_id, "task_id": None}
    return promise_book.note(tx, like, move.origin, 0, taken=move.qty)
