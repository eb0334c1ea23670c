"""Promises: an order line reserves by item when it enters, and is pinned to balances at release (LAWS 17).

These alone write reservations, and what they reserve, pin and hold on balances and stock levels: ``promise_book`` has
the statements, ``letting_go`` what happens to promises that cannot be kept, ``keeping`` what the ledger asks for while
goods move. Every function here locks the item's stock level first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pickface.db import Row, Tx
from pickface.stock import promise_book
from pickface.stock.fresh import free_of_fresh
from pickface.stock.letting_go import loosen_pins, queue_reserving, shift
from pickface.stock.locks import lock_levels, lock_levels_of, lock_lines, lock_pins
from pickface.stock.moves import AT_BALANCE, BalanceKey, Carried, Loosened
from pickface.stock.promises import (
    Pin,
    bins_for,
    free_of_lot,
    key_of,
    line_of,
    pins_of_line,
    promises_to,
    still_wanted,
)

__all__ = [
    "Pin", "deal_in", "deal_in_all", "due_by", "follow", "give_to_task", "mark_short", "pass_on", "pin_at_dock",
    "pin_line", "pins_of_line", "release_line", "rereserve", "reserve_line", "unpin",
]  # fmt: skip

_FOLLOWING = """
SELECT r.* FROM reservation r JOIN balance b ON b.item_id = r.item_id AND b.lot_id = r.lot_id
    AND b.place_id = r.place_id AND b.container = r.container AND b.owner_id = r.owner_id
LEFT JOIN pick_face f ON f.place_id = r.place_id AND f.item_id = r.item_id LEFT JOIN task t ON t.id = r.task_id
WHERE r.item_id = :item_id AND r.lot_id = :lot_id AND r.owner_id = :owner_id AND r.site_id = :site_id
    AND r.place_id > 0 AND r.place_id <> :place_id AND r.qty > 0 AND b.pickable = 1 AND f.id IS NULL
    AND (t.state IS NULL OR t.state IN ('ready', 'offered'))
    AND (r.container = '' OR t.container IS NULL OR t.container <> r.container) ORDER BY r.ship_by, r.id LIMIT 50
"""
"""Pins in reserve of goods that lie in a pick face as well, the most urgent first; not those that somebody is on the
way to, nor those of a pallet that is taken whole."""


def deal_in(tx: Tx, owner_id: int, site_id: int, item_ids: Iterable[int]) -> None:
    """From now on an owner has something to do with these items here, though it has no unit of them yet.

    Its first goods do the same: an item is a client's to see where it has a level.
    """
    for item_id in sorted(set(item_ids)):
        promise_book.begin_level(tx, item_id, owner_id, site_id)


def deal_in_all(tx: Tx, site_id: int) -> None:
    """The same of all that clients have ordered at a site, and that was ordered for them."""
    promise_book.begin_levels_of_clients(tx, site_id)


def reserve_line(tx: Tx, order_line_id: int, most: int | None = None) -> int:
    """Promise the line what it still wants (``most`` at most), as far as it is available; the units that were added."""
    lock_lines(tx, [order_line_id])
    line = line_of(tx, order_line_id)
    want = still_wanted(tx, line)
    if most is not None:
        want = min(want, most)
    if want and line["lot_id"]:
        want = min(want, free_of_lot(tx, line))
    if want and line["fresh_from"]:
        want = min(want, free_of_fresh(tx, line))
    units = promise_book.grant(tx, line, want)
    if units:
        promise_book.promise_loosely(tx, line, units)
    return units


def rereserve(tx: Tx, order_line_ids: Iterable[int]) -> dict[int, int]:
    """Reserve several lines, in the order given; units added by line. What the ``reserve`` job calls."""
    lines = list(order_line_ids)
    lock_lines(tx, lines)
    return {line_id: reserve_line(tx, line_id) for line_id in lines}


def release_line(tx: Tx, order_line_id: int) -> int:
    """Take back every promise of the line, pins included; the units that it had."""
    lock_lines(tx, [order_line_id])
    promises = promises_to(tx, order_line_id)
    freed = 0
    for promise in sorted(promises, key=key_of):
        promise_book.spend(tx, promise, promise["qty"])
        if not promise["place_id"] or promise_book.unpin(tx, key_of(promise), promise["qty"]):
            freed += promise["qty"]
    if promises:
        shift(tx, promises[0], reserved=-freed)
    return sum(promise["qty"] for promise in promises)


def pass_on(tx: Tx, from_line: int, to_line: int, keep: int) -> int:
    """What a line of an open order has been promised beyond ``keep`` is promised to another line of the same goods.

    Levels do not change, and nobody who waits comes in between; the units.
    """
    lock_lines(tx, sorted((from_line, to_line)))
    promises = [one for one in promises_to(tx, from_line) if not one["place_id"] and one["qty"]]
    over = sum(int(one["qty"]) for one in promises) - keep
    left = over
    for promise in promises:
        units = min(left, promise["qty"])
        if units > 0:
            promise_book.spend(tx, promise, units)
            left -= units
    if over > 0:
        promise_book.promise_loosely(tx, line_of(tx, to_line), over)
    return max(0, over)


def due_by(tx: Tx, order_id: int, ship_by: int) -> None:
    """An order is to leave at another time, and so is what it was promised."""
    tx.run(
        "UPDATE reservation SET ship_by = :ship_by WHERE order_line_id IN "
        "(SELECT id FROM order_line WHERE order_id = :order)",
        ship_by=ship_by,
        order=order_id,
    )


def pin_line(tx: Tx, order_line_id: int, task_id: int | None = None) -> list[Pin]:
    """Pin what is promised to bins, as far as their free units go; the rest stays unpinned.

    Answers every pin of the line, the earlier ones too, by place code. Those without a task get ``task_id``.
    """
    lock_lines(tx, [order_line_id])
    line = line_of(tx, order_line_id)
    for promise in promises_to(tx, order_line_id):
        if not promise["place_id"]:
            _pin(tx, line, dict(promise))
    if task_id is not None:
        tx.run(
            "UPDATE reservation SET task_id = :task_id"
            " WHERE order_line_id = :order_line_id AND place_id > 0 AND qty > 0 AND task_id IS NULL",
            task_id=task_id,
            order_line_id=order_line_id,
        )
    return pins_of_line(tx, order_line_id)


def pin_at_dock(tx: Tx, order_line_id: int, key: BalanceKey, units: int) -> bool:
    """Pin goods that stand at a dock for a line that still wants them all; False, and nothing done, if it cannot be."""
    lock_lines(tx, [order_line_id])
    line = line_of(tx, order_line_id)
    if _is_too_short(tx, line, key):
        return False
    if not 0 < units <= still_wanted(tx, line) or not promise_book.pin_at_dock(tx, key, units):
        return False
    like = {"order_line_id": order_line_id, "task_id": None}
    promise_book.note(tx, like, key, units, taken=0)
    return True


def _is_too_short(tx: Tx, line: Row, key: BalanceKey) -> bool:
    expires_on = tx.value("SELECT expires_on FROM lot WHERE id = :id", id=key.lot_id)
    return bool(expires_on) and expires_on < line["fresh_from"]


def give_to_task(tx: Tx, reservation_ids: Sequence[int], task_id: int | None) -> None:
    """Say which task takes the pinned units; None when a task gives them back."""
    for reservation_id in sorted(reservation_ids):
        tx.run(
            "UPDATE reservation SET task_id = :task_id WHERE id = :id",
            task_id=task_id,
            id=reservation_id,
        )


def unpin(tx: Tx, reservation_ids: Sequence[int]) -> list[Loosened]:
    """Promise by item again what was pinned to bins.

    Pins on goods that are not pickable just now are promised from what is available; what does not fit is released
    and answered.
    """
    lock_pins(tx, reservation_ids)
    loosened: list[Loosened] = []
    for reservation_id in sorted(set(reservation_ids)):
        pin = tx.one(
            "SELECT * FROM reservation WHERE id = :id AND place_id > 0 AND qty > 0" + tx.for_update,
            id=reservation_id,
        )
        if pin is None:
            continue
        counted = promise_book.unpin(tx, key_of(pin), pin["qty"])
        kept = pin["qty"] if counted else promise_book.grant(tx, pin, pin["qty"])
        if kept < pin["qty"]:
            loosened.append(promise_book.spend(tx, pin, pin["qty"] - kept))
        tx.run(
            "UPDATE reservation SET place_id = 0, container = '', task_id = NULL,"
            " lot_id = (SELECT l.lot_id FROM order_line l WHERE l.id = order_line_id) WHERE id = :id",
            id=pin["id"],
        )
    queue_reserving(tx, loosened)
    return loosened


def follow(tx: Tx, goal: BalanceKey, site_id: int) -> list[Carried]:
    """A pick face was refilled: pins of the same goods in reserve come to it, whole and as far as it has free units.

    Answers them, so that the scripts which name the old bins can be revised.
    """
    level = {"item_id": goal.item_id, "owner_id": goal.owner_id, "site_id": site_id}
    lock_levels(tx, site_id, [(goal.item_id, goal.owner_id)])
    carried = []
    lock = tx.for_update and " FOR UPDATE OF r"
    for pin in tx.all(_FOLLOWING + lock, **level, lot_id=goal.lot_id, place_id=goal.place_id):
        if promise_book.pin(tx, goal, pin["qty"]):
            promise_book.unpin(tx, key_of(pin), pin["qty"])
            promise_book.move_pin(tx, pin["id"], goal)
            carried.append(
                Carried(
                    pin["id"], pin["order_line_id"], pin["qty"], pin["task_id"], key_of(pin), goal
                )
            )
    return carried


def mark_short(tx: Tx, key: BalanceKey, left: int) -> list[Loosened]:
    """Somebody looked and saw ``left`` units: promise no more than these until the balance is counted (LAWS 18)."""
    lock_levels_of(
        tx,
        f"SELECT item_id, owner_id, site_id FROM balance WHERE {AT_BALANCE}",
        **key.bound,
    )
    balance = tx.one(f"SELECT * FROM balance WHERE {AT_BALANCE}" + tx.for_update, **key.bound)
    if balance is None:
        return []
    held = max(0, balance["qty"] - left)
    loosened = loosen_pins(tx, key, max(0, balance["pinned"] + held - balance["qty"]))
    promise_book.hold(tx, key, held - balance["unreservable"])
    if balance["pickable"]:
        reserved = -sum(each.qty for each in loosened)
        more = shift(tx, balance, reserved, held - balance["unreservable"])
        loosened.extend(more)
    return loosened


def _pin(tx: Tx, line: Row, promise: dict[str, Any]) -> None:
    """Pin one unpinned promise, to as many bins as it needs."""
    while promise["qty"]:
        chosen = bins_for(tx, line, promise)
        if not chosen:
            return
        for key, units in sorted(chosen):
            promise_book.pin(tx, key, units)
            if units == promise["qty"]:
                promise_book.move_pin(tx, promise["id"], key)
            else:
                promise_book.spend(tx, promise, units)
                promise_book.note(tx, promise, key, units, taken=0)
            promise["qty"] -= units
