"""The promise book: the statements that write a reservation, and what it reserves, pins and holds.

Whoever calls them has locked the item's stock level (``locks``). What is reserved counts on the level, what is pinned
or held on the balance; ``note``, ``spend`` and ``move_pin`` write the reservation alone.
"""

from __future__ import annotations

from pickface.db import Row, Tx
from pickface.errors import NotFound
from pickface.stock.locks import LEVEL
from pickface.stock.moves import AT_BALANCE, BalanceKey, Loosened
from pickface.stock.promises import level_of
from pickface.stock.queued import queue_putaway

_RESERVE = (
    f"UPDATE stock_level SET reserved = reserved + :units WHERE {LEVEL}"
    " AND pickable - reserved - unreservable >= :units"
)
_NOTE = (
    "INSERT INTO reservation (order_line_id, task_id, item_id, owner_id, site_id, lot_id, place_id, container,"
    " qty, taken, ship_by) SELECT l.id, :task_id, l.item_id, o.owner_id, o.site_id, :lot_id, :place_id, :container,"
    " :qty, :taken, o.ship_by FROM order_line l JOIN orders o ON o.id = l.order_id WHERE l.id = :order_line_id"
    " RETURNING id"
)
_SPEND = "UPDATE reservation SET qty = qty - :units WHERE id = :id"
_UNPIN = f"UPDATE balance SET pinned = pinned - :units WHERE {AT_BALANCE} RETURNING pickable"
_PIN_TRAVELS = (
    f"UPDATE balance SET pinned = pinned + :units WHERE {AT_BALANCE}"
    " AND qty - pinned - unreservable >= :units"
)
_PIN = f"{_PIN_TRAVELS} AND pickable = 1"
_PIN_AT_DOCK = (
    f"{_PIN_TRAVELS} AND pickable = 0"
    " AND EXISTS (SELECT 1 FROM place p WHERE p.id = balance.place_id AND p.kind = 'dock')"
)


def grant(tx: Tx, row: Row, want: int) -> int:
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


def promise_loosely(tx: Tx, line: Row, units: int) -> None:
    """Add to the line's unpinned reservation, or make one."""
    if not tx.run(
        "UPDATE reservation SET qty = qty + :units WHERE id = (SELECT MIN(id) FROM reservation"
        " WHERE order_line_id = :id AND place_id = 0 AND lot_id = :lot_id)",
        units=units,
        id=line["id"],
        lot_id=line["lot_id"],
    ):
        key = BalanceKey(line["item_id"], line["lot_id"], 0, "", line["owner_id"])
        note(tx, {"order_line_id": line["id"], "task_id": None}, key, units, taken=0)


def note(tx: Tx, like: Row, key: BalanceKey, qty: int, taken: int) -> int:
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


def spend(tx: Tx, promise: Row, units: int) -> Loosened:
    """A promise holds so many units less (or more, below zero); what that is to whoever waits for them."""
    tx.run(_SPEND, id=promise["id"], units=units)
    return loosened_of(promise, units)


def loosened_of(promise: Row, units: int) -> Loosened:
    """Units of a promise that are let go."""
    return Loosened(
        promise["id"], promise["order_line_id"], units, promise["task_id"], promise["place_id"]
    )


def pin(tx: Tx, key: BalanceKey, units: int) -> bool:
    """Pin units of a balance where goods are pickable and so many are free; whether they were."""
    return bool(tx.run(_PIN, **key.bound, units=units))


def pin_at_dock(tx: Tx, key: BalanceKey, units: int) -> bool:
    """Pin what has just come in: no stock level counts it yet, so nobody else can have been promised it."""
    return bool(tx.run(_PIN_AT_DOCK, **key.bound, units=units))


def pin_on_arrival(tx: Tx, key: BalanceKey, units: int) -> bool:
    """Pin units that came along with their goods, wherever these are now; whether so many are free there."""
    return bool(tx.run(_PIN_TRAVELS, **key.bound, units=units))


def unpin(tx: Tx, key: BalanceKey, units: int) -> bool:
    """Take pins off a balance; whether the stock level counted them, as it does where goods are pickable."""
    if tx.value(_UNPIN, **key.bound, units=units):
        return True
    if units:
        queue_putaway(tx, key)
    return False


def move_pin(tx: Tx, reservation_id: int, key: BalanceKey) -> int:
    """A reservation holds its units at another balance from now on; its id."""
    tx.run(
        "UPDATE reservation SET lot_id = :lot_id, place_id = :place_id, container = :container WHERE id = :id",
        lot_id=key.lot_id,
        place_id=key.place_id,
        container=key.container,
        id=reservation_id,
    )
    return reservation_id


def hold(tx: Tx, key: BalanceKey, change: int) -> None:
    """Make units of a balance unreservable until it is counted, or fewer of them."""
    if change:
        tx.run(
            f"UPDATE balance SET unreservable = unreservable + :change WHERE {AT_BALANCE}",
            **key.bound,
            change=change,
        )
    if change < 0:
        queue_putaway(tx, key)


def begin_level(tx: Tx, item_id: int, owner_id: int, site_id: int) -> None:
    """Have the stock level of an owner, at nothing unless it is there."""
    tx.run(
        "INSERT INTO stock_level (item_id, owner_id, site_id) VALUES (:item_id, :owner_id, :site_id)"
        " ON CONFLICT DO NOTHING",
        item_id=item_id,
        owner_id=owner_id,
        site_id=site_id,
    )


def begin_levels_of_clients(tx: Tx, site_id: int) -> None:
    """Have the stock levels of whatever others than the house have ordered here, either way."""
    tx.run(
        "INSERT INTO stock_level (item_id, owner_id, site_id)"
        " SELECT l.item_id, o.owner_id, o.site_id FROM orders o JOIN order_line l ON l.order_id = o.id"
        " WHERE o.owner_id <> 1 AND o.site_id = :site UNION"
        " SELECT l.item_id, o.owner_id, o.site_id FROM purchase_order o"
        " JOIN purchase_order_line l ON l.purchase_order_id = o.id WHERE o.owner_id <> 1 AND o.site_id = :site"
        " ON CONFLICT DO NOTHING",
        site=site_id,
    )
