"""Promises: the only writer of reservations and of what they reserve, pin and hold on balances and stock levels.

An order line reserves by item when it enters, and is pinned to balances at release (LAWS 17). Every function locks
the item's stock level first. ``ledger`` calls the functions of the second half inside its own posting and writes the
stock level itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pickface.db import Row, Tx
from pickface.errors import NotFound
from pickface.stock.locks import LEVEL, lock_levels, lock_levels_of, lock_lines, lock_pins
from pickface.stock.moves import AT_BALANCE, BalanceKey, Carried, Loosened, NewMove
from pickface.stock.promises import (
    Pin,
    bins_for,
    first_of,
    free_of_lot,
    is_recalled,
    key_of,
    level_of,
    line_of,
    pins_at,
    pins_of_line,
    promises_to,
    still_wanted,
)

__all__ = [
    "Pin",
    "follow",
    "give_to_task",
    "mark_short",
    "pin_at_dock",
    "pin_line",
    "pins_of_line",
    "queue_reserving",
    "release_line",
    "rereserve",
    "reserve_line",
    "unpin",
]  # fmt: skip

_RESERVE = (
    f"UPDATE stock_level SET reserved = reserved + :units WHERE {LEVEL}"
    " AND pickable - reserved - unreservable >= :units"
)
_PROMISE = (
    "UPDATE stock_level SET reserved = reserved + :reserved, unreservable = unreservable + :unreservable"
    f" WHERE {LEVEL} AND pickable >= reserved + :reserved + unreservable + :unreservable"
)
_NOTE = (
    "INSERT INTO reservation (order_line_id, task_id, item_id, owner_id, site_id, lot_id, place_id, container,"
    " qty, taken, ship_by) SELECT l.id, :task_id, l.item_id, o.owner_id, o.site_id, :lot_id, :place_id, :container,"
    " :qty, :taken, o.ship_by FROM order_line l JOIN orders o ON o.id = l.order_id WHERE l.id = :order_line_id"
    " RETURNING id"
)
_TAKE = (
    "UPDATE reservation SET qty = qty - :qty, taken = taken + :qty"
    f" WHERE id = :reservation_id AND qty >= :qty AND {AT_BALANCE}"
)
_SPEND = "UPDATE reservation SET qty = qty - :units WHERE id = :id"
_FOLLOWING = """
SELECT r.* FROM reservation r JOIN balance b ON b.item_id = r.item_id AND b.lot_id = r.lot_id
    AND b.place_id = r.place_id AND b.container = r.container AND b.owner_id = r.owner_id
LEFT JOIN pick_face f ON f.place_id = r.place_id AND f.item_id = r.item_id LEFT JOIN task t ON t.id = r.task_id
WHERE r.item_id = :item_id AND r.lot_id = :lot_id AND r.owner_id = :owner_id AND r.site_id = :site_id
    AND r.place_id > 0 AND r.place_id <> :place_id AND r.qty > 0 AND b.pickable = 1 AND f.id IS NULL
    AND (t.state IS NULL OR t.state IN ('ready', 'offered')) ORDER BY r.ship_by, r.id LIMIT 50
"""
"""Pins in reserve of goods that lie in a pick face as well, the most urgent first; not those that somebody is on the
way to."""
_UNPIN = f"UPDATE balance SET pinned = pinned - :units WHERE {AT_BALANCE} RETURNING pickable"
_PIN_TRAVELS = (
    f"UPDATE balance SET pinned = pinned + :units WHERE {AT_BALANCE}"
    " AND qty - pinned - unreservable >= :units"
)
_PIN = f"{_PIN_TRAVELS} AND pickable = 1"
_PIN_AT_DOCK = (
    f"{_PIN_TRAVELS} AND pickable = 0 AND place_id IN (SELECT id FROM place WHERE kind = 'dock')"
)
"""What has just come in: no stock level counts it yet, so nobody else can have been promised it."""


def reserve_line(tx: Tx, order_line_id: int, most: int | None = None) -> int:
    """Promise the line what it still wants (``most`` at most), as far as it is available; the units that were added."""
    lock_lines(tx, [order_line_id])
    line = line_of(tx, order_line_id)
    want = still_wanted(tx, line)
    if most is not None:
        want = min(want, most)
    if want and line["lot_id"]:
        want = min(want, free_of_lot(tx, line))
    units = _grant(tx, line, want)
    if units:
        _promise_loosely(tx, line, units)
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
        tx.run(_SPEND, id=promise["id"], units=promise["qty"])
        if not promise["place_id"] or _unpin(tx, key_of(promise), promise["qty"]):
            freed += promise["qty"]
    if promises:
        _shift(tx, promises[0], reserved=-freed)
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
            tx.run(_SPEND, id=promise["id"], units=units)
            left -= units
    if over > 0:
        _promise_loosely(tx, line_of(tx, to_line), over)
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
    if not 0 < units <= still_wanted(tx, line) or not tx.run(
        _PIN_AT_DOCK, **key.bound, units=units
    ):
        return False
    _note(tx, {"order_line_id": order_line_id, "task_id": None}, key, units, taken=0)
    return True


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
        counted = _unpin(tx, key_of(pin), pin["qty"])
        kept = pin["qty"] if counted else _grant(tx, pin, pin["qty"])
        if kept < pin["qty"]:
            loosened.append(_spend(tx, pin, pin["qty"] - kept))
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
        if tx.run(_PIN, **goal.bound, units=pin["qty"]):
            _unpin(tx, key_of(pin), pin["qty"])
            _move_pin(tx, pin["id"], goal)
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
    hold(tx, key, held - balance["unreservable"])
    if balance["pickable"]:
        reserved = -sum(each.qty for each in loosened)
        more = _shift(tx, balance, reserved, held - balance["unreservable"])
        loosened.extend(more)
    return loosened


def queue_reserving(tx: Tx, loosened: Sequence[Loosened]) -> None:
    """Have the lines reserved again, by a job that begins anew even when one is running now."""
    for line_id in sorted({each.order_line_id for each in loosened}):
        _queue(tx, "reserve", line_id)


def _queue(tx: Tx, kind: str, key: int | str) -> None:
    tx.run(
        "INSERT INTO job (kind, key, run_at) VALUES (:kind, :key, :now) ON CONFLICT (kind, key)"
        " DO UPDATE SET run_at = excluded.run_at, leased_until = 0, attempts = 0",
        kind=kind,
        key=str(key),
        now=tx.now,
    )
    tx.publish("jobs", {"kind": kind, "key": str(key)})


# What follows serves the ledger, which writes the stock level at the end of its posting.


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
    if not (back and tx.run(_PIN_AT_DOCK, **key.bound, units=back)):
        back = _grant(tx, note, back)
        if back and not tx.run(_PIN, **key.bound, units=back):
            _promise_loosely(tx, line, back)
            return
    if back and key_of(note) == key:
        tx.run(_SPEND, id=note["id"], units=-back)
    elif back:
        _note(tx, note, key, back, taken=0)


def loosen_pins(tx: Tx, key: BalanceKey, units: int) -> list[Loosened]:
    """Release pins at a balance, latest ship-by first, and queue their lines."""
    loosened = [_spend(tx, pin, n) for pin, n in first_of(pins_at(tx, key), units)] if units else []
    if loosened:
        _unpin(tx, key, units)
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
        loosened.append(_spend(tx, promise, part))
        if promise["place_id"]:
            _unpin(tx, key_of(promise), part)
    queue_reserving(tx, loosened)
    return loosened


def hold(tx: Tx, key: BalanceKey, change: int) -> None:
    """Make units of a balance unreservable until it is counted, or fewer of them."""
    if change:
        tx.run(
            f"UPDATE balance SET unreservable = unreservable + :change WHERE {AT_BALANCE}",
            **key.bound,
            change=change,
        )
    if change < 0:
        _queue_putaway(tx, key)


def lift(tx: Tx, key: BalanceKey, units: int) -> list[tuple[Row, int]]:
    """Take pins off a balance whose goods move on; :func:`lay` puts them down."""
    lifted = first_of(pins_at(tx, key), units)
    for pin, part in lifted:
        tx.run(_SPEND, id=pin["id"], units=part)
    _unpin(tx, key, units)
    return lifted


def lay(tx: Tx, pin: Row, units: int, key: BalanceKey) -> int | None:
    """Put lifted units of a pin down where the goods are now; the reservation that holds them, None if they went on."""
    if not tx.run(_PIN_TRAVELS, **key.bound, units=units):
        return None
    if tx.run(
        "UPDATE reservation SET qty = :units WHERE id = :id AND qty = 0", units=units, id=pin["id"]
    ):
        return _move_pin(tx, pin["id"], key)
    return _note(tx, pin, key, units, taken=0)


def let_go(tx: Tx, pin: Row, units: int) -> Loosened:
    """Release lifted units of a pin for good, and queue its line."""
    loosened = _loosened(pin, units)
    queue_reserving(tx, [loosened])
    return loosened


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
        tx.run(_SPEND, id=promise["id"], units=units)
        if key_of(promise) == here:
            pinned += units
        elif not promise["place_id"] or _unpin(tx, key_of(promise), units):
            reserved += units
        if promise["place_id"] and promise["task_id"] and promise["id"] != move.reservation_id:
            # Somebody is still sent there for units that are in the tote already.
            _queue(tx, "pins_moved", promise["task_id"])
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
    return _note(tx, like, move.origin, 0, taken=move.qty)


def _note(tx: Tx, like: Row, key: BalanceKey, qty: int, taken: int) -> int:
    """A new reservation row for the same line and task."""
    made = tx.value(
        _NOTE,
        order_line_id=like["order_line_id"],
        task_id=like["task_id"],
        lot_id=key.lot_id,
        place_id=key.place_id,
        container=key.container,
        qty=qty,
        taken=taken,
    )
    if made is None:
        raise NotFound("no such order line", order_line_id=like["order_line_id"])
    return int(made)


def _pin(tx: Tx, line: Row, promise: dict[str, Any]) -> None:
    """Pin one unpinned promise, to as many bins as it needs."""
    while promise["qty"]:
        chosen = bins_for(tx, line, promise)
        if not chosen:
            return
        for key, units in sorted(chosen):
            tx.run(_PIN, **key.bound, units=units)
            if units == promise["qty"]:
                _move_pin(tx, promise["id"], key)
            else:
                tx.run(_SPEND, id=promise["id"], units=units)
                _note(tx, promise, key, units, taken=0)
            promise["qty"] -= units


def _move_pin(tx: Tx, reservation_id: int, key: BalanceKey) -> int:
    tx.run(
        "UPDATE reservation SET lot_id = :lot_id, place_id = :place_id, container = :container WHERE id = :id",
        lot_id=key.lot_id,
        place_id=key.place_id,
        container=key.container,
        id=reservation_id,
    )
    return reservation_id


def _unpin(tx: Tx, key: BalanceKey, units: int) -> bool:
    """Take pins off a balance; whether the stock level counted them, as it does where goods are pickable.

    What an order lets go of at a dock is put away like everything else there.
    """
    if tx.value(_UNPIN, **key.bound, units=units):
        return True
    if units:
        _queue_putaway(tx, key)
    return False


def _queue_putaway(tx: Tx, key: BalanceKey) -> None:
    site_id = tx.value(
        "SELECT site_id FROM place WHERE id = :id AND kind = 'dock'", id=key.place_id
    )
    if site_id is not None:
        _queue(tx, "plan_putaway", f"{site_id}:{key.container or f'@{key.place_id}'}")


def _grant(tx: Tx, row: Row, want: int) -> int:
    """Reserve ``want`` units of the stock level, or what there is; one conditional update when there is enough."""
    level = level_of(row)
    if want <= 0 or tx.run(_RESERVE, **level, units=want):
        return max(0, want)
    units = int(
        tx.value(
            f"SELECT pickable - reserved - unreservable FROM stock_level WHERE {LEVEL}", **level
        )
        or 0
    )
    return units if units and tx.run(_RESERVE, **level, units=units) else 0


def _promise_loosely(tx: Tx, line: Row, units: int) -> None:
    """Add to the line's unpinned reservation, or make one."""
    if not tx.run(
        "UPDATE reservation SET qty = qty + :units WHERE id = (SELECT MIN(id) FROM reservation"
        " WHERE order_line_id = :id AND place_id = 0 AND lot_id = :lot_id)",
        units=units,
        id=line["id"],
        lot_id=line["lot_id"],
    ):
        key = BalanceKey(line["item_id"], line["lot_id"], 0, "", line["owner_id"])
        _note(tx, {"order_line_id": line["id"], "task_id": None}, key, units, taken=0)


def _shift(tx: Tx, row: Row, reserved: int, unreservable: int = 0) -> list[Loosened]:
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


def _spend(tx: Tx, promise: Row, units: int) -> Loosened:
    tx.run(_SPEND, id=promise["id"], units=units)
    return _loosened(promise, units)


def _loosened(promise: Row, units: int) -> Loosened:
    return Loosened(
        promise["id"], promise["order_line_id"], units, promise["task_id"], promise["place_id"]
    )
