"""Promises that can no longer be kept are let go, latest ship-by first, and their lines are reserved again by a job."""

from __future__ import annotations

from collections.abc import Sequence

from pickface.db import Row, Tx
from pickface.stock import promise_book
from pickface.stock.locks import LEVEL
from pickface.stock.moves import BalanceKey, Loosened
from pickface.stock.promises import first_of, key_of, level_of, pins_at
from pickface.stock.queued import queue_job

_PROMISE = (
    "UPDATE stock_level SET reserved = reserved + :reserved, unreservable = unreservable + :unreservable"
    f" WHERE {LEVEL} AND pickable >= reserved + :reserved + unreservable + :unreservable"
)


def loosen_pins(tx: Tx, key: BalanceKey, units: int) -> list[Loosened]:
    """Release pins at a balance, latest ship-by first, and queue their lines."""
    loosened = (
        [promise_book.spend(tx, pin, n) for pin, n in first_of(pins_at(tx, key), units)]
        if units
        else []
    )
    if loosened:
        promise_book.unpin(tx, key, units)
    queue_reserving(tx, loosened)
    return loosened


def loosen_promises(tx: Tx, level: Row, units: int) -> list[Loosened]:
    """Release promises of an item, latest ship-by first, unpinned before pinned, and queue their lines."""
    promises = tx.all(
        "SELECT r.* FROM reservation r LEFT JOIN balance b ON b.item_id = r.item_id AND b.lot_id = r.lot_id"
        " AND b.place_id = r.place_id AND b.container = r.container AND b.owner_id = r.owner_id"
        " WHERE r.item_id = :item_id AND r.owner_id = :owner_id AND r.site_id = :site_id AND r.qty > 0"
        " AND (r.place_id = 0 OR b.pickable = 1)"
        " ORDER BY r.ship_by DESC, CASE WHEN r.place_id = 0 THEN 0 ELSE 1 END, r.id DESC LIMIT :units"
        + (tx.for_update and " FOR UPDATE OF r"),
        **level,
        units=units,
    )
    loosened = []
    for promise, part in first_of(promises, units):
        loosened.append(promise_book.spend(tx, promise, part))
        if promise["place_id"]:
            promise_book.unpin(tx, key_of(promise), part)
    queue_reserving(tx, loosened)
    return loosened


def let_go(tx: Tx, pin: Row, units: int) -> Loosened:
    """Release lifted units of a pin for good, and queue its line."""
    loosened = promise_book.loosened_of(pin, units)
    queue_reserving(tx, [loosened])
    return loosened


def shift(tx: Tx, row: Row, reserved: int, unreservable: int = 0) -> list[Loosened]:
    """Write what is reserved and unreservable; where too little stays available, release the latest promises."""
    level = level_of(row)
    if tx.run(_PROMISE, **level, reserved=reserved, unreservable=unreservable):
        return []
    over = tx.value(
        f"SELECT reserved + unreservable - pickable FROM stock_level WHERE {LEVEL}", **level
    )
    loosened = loosen_promises(tx, level, int(over) + reserved + unreservable)
    reserved -= sum(each.qty for each in loosened)
    tx.run(_PROMISE, **level, reserved=reserved, unreservable=unreservable)
    return loosened


def queue_reserving(tx: Tx, loosened: Sequence[Loosened]) -> None:
    """Have the lines reserved again, by a job that begins anew even when one is running now."""
    for line_id in sorted({each.order_line_id for each in loosened}):
        queue_job(tx, "reserve", line_id)
