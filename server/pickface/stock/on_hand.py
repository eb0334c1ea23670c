"""What is on hand in a balance: the statements by which units come on it and leave it; the ledger's own."""

from __future__ import annotations

from pickface.db import Row, Tx
from pickface.errors import NotFound
from pickface.stock.moves import AT_BALANCE, BalanceKey
from pickface.stock.promises import key_of
from pickface.stock.rolling import PICKABLE

_LESS = f"""
UPDATE balance SET qty = qty - :qty, pinned = pinned - :own,
    found = CASE WHEN found < :found THEN 0 ELSE found - :found END,
    weight_g = COALESCE(weight_g - CAST(:weight_g AS BIGINT), - CAST(:weight_g AS BIGINT), weight_g)
WHERE {AT_BALANCE}
  AND (virtual = 1 OR (pinned >= :own AND qty - :qty >= pinned - :own + unreservable))
RETURNING site_id, virtual, pickable, qty, pinned, unreservable, found
"""
_MORE = f"""
INSERT INTO balance (item_id, lot_id, place_id, container, owner_id, site_id, virtual, pickable,
    qty, found, weight_g, first_in_at)
SELECT :item_id, :lot_id, p.id, :container, :owner_id, p.site_id, p.virtual, {PICKABLE.format(lot_id=":lot_id")},
    :qty, :found, CAST(:weight_g AS BIGINT),
    COALESCE((SELECT NULLIF(f.first_in_at, 0) FROM balance f WHERE f.item_id = :item_id AND f.lot_id = :lot_id
        AND f.place_id = :came_from AND f.container = :came_in AND f.owner_id = :owner_id AND f.virtual = 0), :now)
FROM place p WHERE p.id = :place_id
ON CONFLICT (item_id, lot_id, place_id, container, owner_id) DO UPDATE SET
    qty = balance.qty + excluded.qty, found = balance.found + excluded.found,
    weight_g = COALESCE(balance.weight_g + excluded.weight_g, excluded.weight_g, balance.weight_g),
    first_in_at = CASE WHEN balance.qty > 0 AND balance.first_in_at <= excluded.first_in_at
        THEN balance.first_in_at ELSE excluded.first_in_at END
RETURNING site_id, virtual, pickable, qty, found, counted_at,
    (SELECT i.tracking FROM item i WHERE i.id = :item_id) AS tracking,
    COALESCE((SELECT SUM(e.found) FROM balance e WHERE :container <> '' AND e.container = :container
        AND e.item_id = :item_id AND e.lot_id = :lot_id AND e.owner_id = :owner_id AND e.place_id <> :place_id
        AND e.virtual = 0), 0) AS found_elsewhere,
    EXISTS (SELECT 1 FROM lot l JOIN lot up ON up.id = l.parent_id WHERE l.id = :lot_id
        AND (l.recalled_at IS NOT NULL OR up.recalled_at IS NOT NULL)) AS recalled
"""

_ELSEWHERE = """
SELECT item_id, lot_id, place_id, container, owner_id, found, counted_at FROM balance
WHERE container = :container AND item_id = :item_id AND lot_id = :lot_id AND owner_id = :owner_id
    AND place_id <> :place_id AND virtual = 0 AND found > 0 ORDER BY place_id
"""
_EMPTY = "qty = 0 AND pinned = 0 AND unreservable = 0 AND found = 0 AND COALESCE(weight_g, 0) = 0"
REMEMBERED_MS = 30 * 86_400_000
"""So long a balance that is empty remembers that somebody counted it; no handheld is silent for longer."""


def take_off(
    tx: Tx, key: BalanceKey, qty: int, pinned: int, weight_g: int | None, found: int
) -> Row | None:
    """Take units off a balance that can give them; None if it cannot.

    ``pinned`` of them are the mover's own pins, ``found`` of them were found here. A balance can where neither the
    pins of others nor what is held would be touched, and wherever its place is virtual.
    """
    return tx.one(_LESS, **key.bound, qty=qty, own=pinned, weight_g=weight_g, found=found)


def put_on(
    tx: Tx,
    key: BalanceKey,
    qty: int,
    weight_g: int | None,
    found: int = 0,
    origin: BalanceKey | None = None,
) -> Row:
    """Put units on a balance; they keep the day on which they came into the house.

    ``origin`` is the balance that they come from, None where they have none. Raises NotFound for no such place.
    """
    came = origin or key
    row = tx.one(
        _MORE,
        **key.bound,
        qty=qty,
        weight_g=weight_g,
        found=found,
        came_from=came.place_id,
        came_in=came.container,
        now=tx.now,
    )
    if row is None:
        raise NotFound("no such place", place=key.place_id)
    return row


def turn(tx: Tx, key: BalanceKey) -> None:
    """What lies there is pickable from now on, or is not any more."""
    tx.run(f"UPDATE balance SET pickable = 1 - pickable WHERE {AT_BALANCE}", **key.bound)


def note_counted(tx: Tx, key: BalanceKey, looked_at: int) -> None:
    """Somebody counted it: its finds are closed, and it knows when it was looked at (UTC milliseconds).

    The finds of a container are closed wherever it stood when something was found in it.
    """
    if key.container:
        for elsewhere in found_elsewhere(tx, key):
            explained(tx, key_of(elsewhere), elsewhere["found"])
    tx.run(
        f"UPDATE balance SET found = 0, counted_at = :now, looked_at = :looked WHERE {AT_BALANCE}",
        **key.bound,
        now=tx.now,
        looked=looked_at,
    )


def found_elsewhere(tx: Tx, key: BalanceKey) -> list[Row]:
    """Balances of a container at places where it stood before, of whose goods some were found there."""
    return tx.all(_ELSEWHERE + tx.for_update, **key.bound)


def explained(tx: Tx, key: BalanceKey, units: int) -> None:
    """Units that were found are explained by what came to where their container stands by now."""
    tx.run(
        f"UPDATE balance SET found = found - :units WHERE {AT_BALANCE}", **key.bound, units=units
    )
    forget_empty(tx, key)


def remember_times(tx: Tx, key: BalanceKey, **times: int) -> None:
    """Let a balance that was laid out of another installation's books know when its goods came and were counted."""
    changes = ", ".join(f"{name} = :{name}" for name in times)
    tx.run(f"UPDATE balance SET {changes} WHERE {AT_BALANCE}", **key.bound, **times)


def forget_empty(tx: Tx, key: BalanceKey) -> None:
    """A balance that has nothing, and of which nothing is promised, held, found or weighed, goes.

    One that somebody counted stays for a month: a scan from before the count that comes in late must find it (LAWS 20).
    """
    since = tx.now - REMEMBERED_MS
    tx.run(
        f"DELETE FROM balance WHERE {AT_BALANCE} AND {_EMPTY} AND looked_at < :since",
        **key.bound,
        since=since,
    )


def forget_long_empty(tx: Tx, place_id: int) -> None:
    """What was counted at a place, went, and has been gone for so long that nothing of it comes in any more, goes."""
    tx.run(
        f"DELETE FROM balance WHERE place_id = :place AND virtual = 0 AND {_EMPTY}"
        " AND (lot_id <> 0 OR container <> '') AND looked_at < :since",
        place=place_id,
        since=tx.now - REMEMBERED_MS,
    )
