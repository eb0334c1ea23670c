"""Promises: the only writer of reservations and of what they reserve, pin and hold on balances and stock levels.

An order line reserves by item when it enters, and is pinned to balances at release (LAWS 17). Locks are taken in
the order: order line, reservations, balances by key, stock level. ``ledger`` calls the functions of the second half
inside its own transaction and writes the stock level itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pickface.db import Row, Tx
from pickface.errors import NotFound
from pickface.stock.choosing import DAY_MS, Candidate, choose
from pickface.stock.moves import AT_BALANCE, BalanceKey, Loosened, NewMove

CLOSED = ("cancelled", "shipped")
_BINS_AT_ONCE = 100

_LEVEL = "item_id = :item_id AND owner_id = :owner_id AND site_id = :site_id"
_RESERVE = (
    f"UPDATE stock_level SET reserved = reserved + :units WHERE {_LEVEL}"
    " AND pickable - reserved - unreservable >= :units"
)
_PROMISE = (
    "UPDATE stock_level SET reserved = reserved + :reserved, unreservable = unreservable + :unreservable"
    f" WHERE {_LEVEL} AND pickable >= reserved + :reserved + unreservable + :unreservable"
)
_NEW = (
    "INSERT INTO reservation (order_line_id, task_id, item_id, owner_id, site_id, lot_id, place_id, container,"
    " qty, taken, ship_by) SELECT l.id, :task_id, l.item_id, o.owner_id, o.site_id, :lot_id, :place_id, :container,"
    " :qty, :taken, o.ship_by FROM order_line l JOIN orders o ON o.id = l.order_id WHERE l.id = :order_line_id"
    " RETURNING id"
)
_SPEND = "UPDATE reservation SET qty = qty - :units WHERE id = :id"
_TAKE = (
    "UPDATE reservation SET qty = qty - :qty, taken = taken + :qty"
    f" WHERE id = :reservation_id AND qty >= :qty AND {AT_BALANCE}"
)
_UNPIN = f"UPDATE balance SET pinned = pinned - :units WHERE {AT_BALANCE} RETURNING pickable"
_PIN = (
    f"UPDATE balance SET pinned = pinned + :units WHERE {AT_BALANCE}"
    " AND pickable = 1 AND qty - pinned - unreservable >= :units"
)
_PIN_TRAVELS = (
    f"UPDATE balance SET pinned = pinned + :units WHERE {AT_BALANCE}"
    " AND qty - pinned - unreservable >= :units"
)
_FREE_BINS = """
SELECT b.lot_id, b.place_id, b.container, b.qty - b.pinned - b.unreservable AS free,
       l.expires_on, l.parent_id, b.first_in_at / :day_ms AS day, p.level, p.code
FROM balance b JOIN place p ON p.id = b.place_id JOIN lot l ON l.id = b.lot_id
WHERE b.item_id = :item_id AND b.owner_id = :owner_id AND b.site_id = :site_id
  AND b.virtual = 0 AND b.pickable = 1 AND b.qty - b.pinned - b.unreservable > 0
  AND (:lot_id = 0 OR b.lot_id = :lot_id OR l.parent_id = :lot_id)
  AND (l.expires_on = '' OR l.expires_on >= :today)
ORDER BY CASE WHEN l.expires_on = '' THEN 1 ELSE 0 END, l.expires_on, b.first_in_at / :day_ms,
         CASE WHEN b.qty - b.pinned - b.unreservable >= :want THEN 0 ELSE 1 END,
         LENGTH(p.level), p.level, p.code
LIMIT :bins
"""


@dataclass(frozen=True, slots=True)
class Pin:
    """Units of an order line that are to be taken from one balance."""

    reservation: int
    place_id: int
    place: str
    container: str
    lot_id: int
    lot: str
    qty: int


def reserve_line(tx: Tx, order_line_id: int) -> int:
    """Promise the line what it still wants, as far as it is available; the units that were added."""
    line = _line(tx, order_line_id)
    if line["state"] in CLOSED:
        return 0
    want = line["qty"] - line["given_up"] - _had(tx, order_line_id)
    if want > 0 and line["lot_id"]:
        want = min(want, _free_of_lot(tx, line))
    units = _grant(tx, line, want) if want > 0 else 0
    if units:
        _promise_loosely(tx, line, units)
    return units


def rereserve(tx: Tx, order_line_ids: Iterable[int]) -> dict[int, int]:
    """Reserve several lines, in the order given; units added by line. What the ``reserve`` job calls."""
    return {line_id: reserve_line(tx, line_id) for line_id in order_line_ids}


def release_line(tx: Tx, order_line_id: int) -> int:
    """Take back every promise of the line, pins included; the units that it had."""
    _line(tx, order_line_id)
    promises = _promises(tx, order_line_id)
    freed = _free_pins(tx, promises) + sum(p["qty"] for p in promises if not p["place_id"])
    for promise in promises:
        tx.run(_SPEND, id=promise["id"], units=promise["qty"])
    if promises:
        _shift(tx, promises[0], reserved=-freed)
    return sum(promise["qty"] for promise in promises)


def pin_line(tx: Tx, order_line_id: int, task_id: int | None = None) -> list[Pin]:
    """Pin what is promised to bins, as far as their free units go; the rest stays unpinned.

    Answers every pin of the line, the earlier ones too, by place code. Those without a task get ``task_id``.
    """
    line = _line(tx, order_line_id)
    for promise in _promises(tx, order_line_id):
        if not promise["place_id"]:
            _pin(tx, line, promise)
    if task_id is not None:
        tx.run(
            "UPDATE reservation SET task_id = :task_id"
            " WHERE order_line_id = :order_line_id AND place_id > 0 AND qty > 0 AND task_id IS NULL",
            task_id=task_id,
            order_line_id=order_line_id,
        )
    return pins_of_line(tx, order_line_id)


def pins_of_line(tx: Tx, order_line_id: int) -> list[Pin]:
    """The pins that the line has, by place code."""
    found = tx.all(
        "SELECT r.id AS reservation, r.place_id, p.code AS place, r.container, r.lot_id, l.code AS lot, r.qty"
        " FROM reservation r JOIN place p ON p.id = r.place_id JOIN lot l ON l.id = r.lot_id"
        " WHERE r.order_line_id = :order_line_id AND r.place_id > 0 AND r.qty > 0 ORDER BY p.code, r.id",
        order_line_id=order_line_id,
    )
    return [Pin(**dict(pin)) for pin in found]


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
    loosened: list[Loosened] = []
    for reservation_id in sorted(set(reservation_ids)):
        pin = tx.one(
            "SELECT * FROM reservation WHERE id = :id AND place_id > 0 AND qty > 0" + tx.for_update,
            id=reservation_id,
        )
        if pin is None:
            continue
        pickable = tx.value(_UNPIN, **_key(pin).bound, units=pin["qty"])
        kept = pin["qty"] if pickable else _grant(tx, pin, pin["qty"])
        if kept < pin["qty"]:
            loosened.append(_spend(tx, pin, pin["qty"] - kept))
        tx.run(
            "UPDATE reservation SET place_id = 0, container = '', task_id = NULL,"
            " lot_id = (SELECT l.lot_id FROM order_line l WHERE l.id = order_line_id) WHERE id = :id",
            id=pin["id"],
        )
    queue_reserving(tx, loosened)
    return loosened


def mark_short(tx: Tx, key: BalanceKey, left: int) -> list[Loosened]:
    """Somebody looked and saw ``left`` units: promise no more than these until the balance is counted (LAWS 18)."""
    _lock_pins(tx, key)
    balance = tx.one(
        f"SELECT site_id, pickable, qty, pinned, unreservable FROM balance WHERE {AT_BALANCE}"
        + tx.for_update,
        **key.bound,
    )
    if balance is None:
        return []
    held = max(0, balance["qty"] - left)
    loosened = loosen_pins(tx, key, max(0, balance["pinned"] + held - balance["qty"]))
    hold(tx, key, held - balance["unreservable"])
    if balance["pickable"]:
        level = {"item_id": key.item_id, "owner_id": key.owner_id, "site_id": balance["site_id"]}
        loosened += _shift(
            tx,
            level,
            reserved=-sum(each.qty for each in loosened),
            unreservable=held - balance["unreservable"],
        )
    return loosened


def queue_reserving(tx: Tx, loosened: Sequence[Loosened]) -> None:
    """Have the lines reserved again, by a job that begins anew even when one is running now."""
    for line_id in sorted({each.order_line_id for each in loosened}):
        tx.run(
            "INSERT INTO job (kind, key, run_at) VALUES ('reserve', :key, :now) ON CONFLICT (kind, key)"
            " DO UPDATE SET run_at = excluded.run_at, leased_until = 0, attempts = 0",
            key=str(line_id),
            now=tx.now,
        )


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


def give_back(tx: Tx, reservation_id: int, key: BalanceKey, units: int) -> int:
    """After an undo: pin units to the balance that they returned to, as far as the line still wants them."""
    note = tx.one("SELECT * FROM reservation WHERE id = :id" + tx.for_update, id=reservation_id)
    if note is None:
        return 0
    tx.run(
        "UPDATE reservation SET taken = taken - :units WHERE id = :id", units=units, id=note["id"]
    )
    line = _line(tx, note["order_line_id"])
    wanted = line["qty"] - line["given_up"] - _had(tx, line["id"])
    wanted = 0 if line["state"] in CLOSED else min(units, wanted)
    back = _grant(tx, note, wanted) if wanted > 0 else 0
    if back and not tx.run(_PIN, **key.bound, units=back):
        _promise_loosely(tx, line, back)
    elif back and _key(note) == key:
        tx.run(_SPEND, id=note["id"], units=-back)
    elif back:
        _note(tx, note, key, back, taken=0)
    return back


def loosen_pins(tx: Tx, key: BalanceKey, units: int) -> list[Loosened]:
    """Release pins at a balance, latest ship-by first, and queue their lines."""
    loosened = (
        [_spend(tx, pin, n) for pin, n in _latest(_lock_pins(tx, key), units)] if units else []
    )
    if loosened:
        tx.run(_UNPIN, **key.bound, units=units)
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
    for promise, n in _latest(promises, units):
        loosened.append(_spend(tx, promise, n))
        if promise["place_id"]:
            tx.run(_UNPIN, **_key(promise).bound, units=n)
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


def lift(tx: Tx, key: BalanceKey, units: int) -> list[tuple[Row, int]]:
    """Take pins off a balance whose goods move on; :func:`lay` puts them down."""
    lifted = _latest(_lock_pins(tx, key), units) if units else []
    for pin, part in lifted:
        tx.run(_SPEND, id=pin["id"], units=part)
    if lifted:
        tx.run(_UNPIN, **key.bound, units=units)
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
    """The line's pins here, then what it is promised by item, then its pins elsewhere."""
    here, need = move.origin, move.qty
    promises = sorted(
        _promises(tx, line_id),
        key=lambda r: (_key(r) != here, r["place_id"] > 0, r["id"] != move.reservation_id, r["id"]),
    )
    known = any(_key(r) == here for r in promises) or tx.value(
        "SELECT pickable FROM place WHERE id = :id", id=here.place_id
    )
    if not known:
        return NOTHING_TAKEN
    pinned = reserved = 0
    for promise in promises:
        units = min(need, promise["qty"])
        if not units:
            break
        need -= units
        tx.run(_SPEND, id=promise["id"], units=units)
        if _key(promise) == here:
            pinned += units
        elif not promise["place_id"] or tx.value(_UNPIN, **_key(promise).bound, units=units):
            reserved += units
    return Taken(_note_taken(tx, move, line_id, promises), pinned, reserved)


def _note_taken(tx: Tx, move: NewMove, line_id: int, promises: list[Row]) -> int | None:
    """Note taken units on the named reservation, else on one that was consumed, else on a new one."""
    candidates: list[Any] = [move.reservation_id, *(promise["id"] for promise in promises[:1])]
    for reservation_id in candidates:
        if tx.run(
            "UPDATE reservation SET taken = taken + :qty WHERE id = :id AND order_line_id = :line_id",
            qty=move.qty,
            id=reservation_id,
            line_id=line_id,
        ):
            return int(reservation_id)
    return _note(tx, {"order_line_id": line_id, "task_id": None}, move.origin, 0, taken=move.qty)


def _note(tx: Tx, like: Row, key: BalanceKey, qty: int, taken: int) -> int:
    """A new reservation row for the same line and task."""
    made = tx.value(
        _NEW,
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


def _move_pin(tx: Tx, reservation_id: int, key: BalanceKey) -> int:
    tx.run(
        "UPDATE reservation SET lot_id = :lot_id, place_id = :place_id, container = :container WHERE id = :id",
        lot_id=key.lot_id,
        place_id=key.place_id,
        container=key.container,
        id=reservation_id,
    )
    return reservation_id


def _pin(tx: Tx, line: Row, promise: Row) -> None:
    """Pin one unpinned promise; where another transaction took a bin's units first, look again."""
    rest, tries = promise["qty"], 5
    while rest and tries:
        chosen = _choose_bins(tx, line, promise, rest)
        if not chosen:
            return
        tries -= 1
        for key, units in sorted(chosen):
            if not tx.run(_PIN, **key.bound, units=units):
                continue
            tries = 5
            if units == rest:
                _move_pin(tx, promise["id"], key)
            else:
                tx.run(_SPEND, id=promise["id"], units=units)
                _note(tx, promise, key, units, taken=0)
            rest -= units


def _choose_bins(tx: Tx, line: Row, promise: Row, want: int) -> list[tuple[BalanceKey, int]]:
    found = tx.all(
        _FREE_BINS,
        **_level(line),
        lot_id=promise["lot_id"],
        want=want,
        day_ms=DAY_MS,
        bins=_BINS_AT_ONCE,
        today=dt.datetime.fromtimestamp(tx.now / 1000, dt.UTC).date().isoformat(),
    )
    bins = [
        Candidate(
            BalanceKey(
                line["item_id"], r["lot_id"], r["place_id"], r["container"], line["owner_id"]
            ),
            r["free"],
            r["expires_on"],
            r["parent_id"],
            r["day"],
            r["level"],
            r["code"],
        )
        for r in found
    ]
    asked_for: dict[int, int] = {}
    if not promise["lot_id"] and any(c.key.lot_id for c in bins):
        by_lot = tx.all(
            "SELECT lot_id, SUM(qty) AS qty FROM reservation WHERE item_id = :item_id AND owner_id = :owner_id"
            " AND site_id = :site_id AND place_id = 0 AND lot_id <> 0 AND qty > 0 GROUP BY lot_id",
            **_level(line),
        )
        asked_for = {r["lot_id"]: int(r["qty"]) for r in by_lot}
    return choose(bins, want, asked_for)


def _line(tx: Tx, order_line_id: int) -> Row:
    """The locked line with its order's owner, site and ship-by."""
    line = tx.one(
        "SELECT l.id, l.item_id, l.lot_id, l.qty, l.given_up, o.owner_id, o.site_id, o.ship_by, o.state"
        " FROM order_line l JOIN orders o ON o.id = l.order_id WHERE l.id = :id"
        + (tx.for_update and " FOR UPDATE OF l"),
        id=order_line_id,
    )
    if line is None:
        raise NotFound("no such order line", order_line_id=order_line_id)
    return line


def _promises(tx: Tx, order_line_id: int) -> list[Row]:
    """What the line is still promised, locked."""
    return tx.all(
        "SELECT * FROM reservation WHERE order_line_id = :id AND qty > 0 ORDER BY id"
        + tx.for_update,
        id=order_line_id,
    )


def _had(tx: Tx, order_line_id: int) -> int:
    """Units that the line is promised or has taken."""
    return int(
        tx.value(
            "SELECT COALESCE(SUM(qty + taken), 0) FROM reservation WHERE order_line_id = :id",
            id=order_line_id,
        )
    )


def _free_of_lot(tx: Tx, line: Row) -> int:
    """Free units of the lot that the line asks for, less what others asked for; nobody else reserves meanwhile."""
    level = _level(line)
    tx.one(f"SELECT 1 AS locked FROM stock_level WHERE {_LEVEL}" + tx.for_update, **level)
    free = tx.value(
        "SELECT COALESCE(SUM(b.qty - b.pinned - b.unreservable), 0) FROM balance b JOIN lot l ON l.id = b.lot_id"
        " WHERE b.item_id = :item_id AND b.owner_id = :owner_id AND b.site_id = :site_id AND b.virtual = 0"
        " AND b.pickable = 1 AND (b.lot_id = :lot_id OR l.parent_id = :lot_id)",
        **level,
        lot_id=line["lot_id"],
    )
    promised = tx.value(
        "SELECT COALESCE(SUM(qty), 0) FROM reservation WHERE item_id = :item_id AND owner_id = :owner_id"
        " AND site_id = :site_id AND place_id = 0 AND lot_id = :lot_id AND qty > 0",
        **level,
        lot_id=line["lot_id"],
    )
    return int(free) - int(promised)


def _grant(tx: Tx, line: Row, want: int) -> int:
    """Reserve ``want`` units of the stock level, or what there is; one conditional update when there is enough."""
    level = _level(line)
    if tx.run(_RESERVE, **level, units=want):
        return want
    available = tx.value(
        f"SELECT pickable - reserved - unreservable FROM stock_level WHERE {_LEVEL}"
        + tx.for_update,
        **level,
    )
    units = min(want, int(available or 0))
    if units:
        tx.run(_RESERVE, **level, units=units)
    return units


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


def _shift(tx: Tx, row: Row, reserved: int = 0, unreservable: int = 0) -> list[Loosened]:
    """Write what is reserved and unreservable; where too little stays available, release the latest promises."""
    level = _level(row)
    loosened: list[Loosened] = []
    if not tx.run(_PROMISE, **level, reserved=reserved, unreservable=unreservable):
        over = tx.value(
            f"SELECT reserved + unreservable - pickable FROM stock_level WHERE {_LEVEL}"
            + tx.for_update,
            **level,
        )
        loosened = loosen_promises(tx, level, int(over) + reserved + unreservable)
        reserved -= sum(each.qty for each in loosened)
        tx.run(_PROMISE, **level, reserved=reserved, unreservable=unreservable)
    return loosened


def _free_pins(tx: Tx, promises: list[Row]) -> int:
    """Unpin pinned promises, balances in key order; the units that the stock level counts as reserved."""
    pinned = sorted((p for p in promises if p["place_id"]), key=_key)
    return sum(p["qty"] for p in pinned if tx.value(_UNPIN, **_key(p).bound, units=p["qty"]))


def _lock_pins(tx: Tx, key: BalanceKey) -> list[Row]:
    """The pins at a balance, latest ship-by first."""
    return tx.all(
        f"SELECT * FROM reservation WHERE {AT_BALANCE} AND qty > 0 ORDER BY ship_by DESC, id DESC"
        + tx.for_update,
        **key.bound,
    )


def _latest(promises: Iterable[Row], units: int) -> list[tuple[Row, int]]:
    """The first promises that make up ``units``."""
    chosen = []
    for promise in promises:
        part = min(units, promise["qty"])
        if part:
            chosen.append((promise, part))
            units -= part
    return chosen


def _spend(tx: Tx, promise: Row, units: int) -> Loosened:
    tx.run(_SPEND, id=promise["id"], units=units)
    return _loosened(promise, units)


def _loosened(promise: Row, units: int) -> Loosened:
    return Loosened(
        promise["id"], promise["order_line_id"], units, promise["task_id"], promise["place_id"]
    )


def _key(row: Row) -> BalanceKey:
    return BalanceKey(
        row["item_id"], row["lot_id"], row["place_id"], row["container"], row["owner_id"]
    )


def _level(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("item_id", "owner_id", "site_id")}
