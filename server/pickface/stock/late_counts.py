"""A scan that happened before a count and comes in behind it is offset: the count has seen what it did (LAWS 20).

A count books what it saw against lost-and-found. Goods that somebody had taken before are missing from it, goods that
somebody had brought are in it; when their scans arrive, booking them once more would make the counted bin wrong.
A count that is not booked yet learns instead what the books should have had when somebody looked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pickface.db import Tx
from pickface.stock import ledger, variances
from pickface.stock.finding import lost_and_found
from pickface.stock.locks import lock_levels
from pickface.stock.moves import AT_BALANCE, BalanceKey, Cause, NewMove, Posted

LATE_MS = 5_000
"""A scan that took longer than this from the trigger to the server may have been overtaken by a count."""
KIND = "count"
_THERE = f"SELECT looked_at FROM balance WHERE {AT_BALANCE} AND virtual = 0"
_IN_IT = (
    "SELECT MAX(looked_at) FROM balance WHERE container = :container AND item_id = :item_id AND lot_id = :lot_id"
    " AND owner_id = :owner_id AND virtual = 0"
)


def is_late(tx: Tx, cause: Cause) -> bool:
    """Whether a count may have overtaken the event; a live scan is not asked about, so that it costs nothing."""
    return cause.happened_at is not None and tx.now - cause.happened_at > LATE_MS


def give_back(tx: Tx, moves: Sequence[NewMove], cause: Cause) -> Posted:
    """Before the moves: what they take from a bin that was counted since comes back from lost-and-found first."""
    taken = _counted_since(tx, moves, cause, leaves=True)
    return ledger.post_moves(
        tx,
        [
            NewMove(
                KIND, key.item_id, qty, lost_and_found(tx, key.place_id), key.place_id,
                key.lot_id, key.owner_id, to_container=key.container,
            )
            for key, qty in taken.items()
        ],
        cause,
    )  # fmt: skip


def take_back(tx: Tx, moves: Sequence[NewMove], cause: Cause) -> Posted:
    """Behind the moves: what they brought to a bin that was counted since was counted there already."""
    brought = _counted_since(tx, moves, cause, leaves=False)
    return ledger.post_moves(
        tx,
        [
            NewMove(
                KIND, key.item_id, qty, key.place_id, lost_and_found(tx, key.place_id),
                key.lot_id, key.owner_id, from_container=key.container,
            )
            for key, qty in brought.items()
        ],
        cause,
    )  # fmt: skip


def _counted_since(
    tx: Tx, moves: Sequence[NewMove], cause: Cause, *, leaves: bool
) -> dict[BalanceKey, int]:
    """The units that moves take from (or bring to) balances that somebody counted after the event happened.

    Where that count still waits to be decided, it is corrected instead.
    """
    if cause.happened_at is None:
        return {}
    lock_levels(tx, cause.site_id, ((move.item_id, move.owner_id) for move in moves))
    units: Counter[BalanceKey] = Counter()
    for move in moves:
        units[move.origin if leaves else move.goal] += move.qty
    counted = {}
    for key, qty in sorted(units.items()):
        # A container was counted wherever it stood.
        looked_at = tx.value(_IN_IT if key.container else _THERE, **key.bound)
        if looked_at and looked_at > cause.happened_at:
            counted[key] = qty
        else:
            variances.correct(tx, key, -qty if leaves else qty, cause.happened_at)
    return counted
