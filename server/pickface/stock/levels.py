"""What a posting changes of stock levels, noted as it goes and written at its end; the ledger's own.

A level counts the units of an item, owner and site; of what is pickable, reserved and unreservable it counts those
that lie where goods are pickable.
"""

from __future__ import annotations

from collections import defaultdict

from pickface.db import Row, Tx
from pickface.stock.letting_go import loosen_promises
from pickface.stock.locks import LEVEL
from pickface.stock.moves import BalanceKey, Loosened

_SETTLE = f"""
UPDATE stock_level SET on_hand = on_hand + :on_hand, pickable = pickable + :pickable,
    reserved = reserved + :reserved, unreservable = unreservable + :unreservable
WHERE {LEVEL} AND pickable + :pickable >= reserved + :reserved + unreservable + :unreservable
"""
Level = tuple[int, int, int]
"""Item, owner and site."""
Change = dict[str, int]
"""Units more, or fewer: ``on_hand``, ``pickable``, ``reserved``, ``unreservable``."""


def no_change() -> Change:
    """Nothing yet."""
    return {"on_hand": 0, "pickable": 0, "reserved": 0, "unreservable": 0}


class Levels:
    """The changes of one posting."""

    def __init__(self) -> None:
        self._changes: dict[Level, Change] = defaultdict(no_change)

    def note(
        self, key: BalanceKey, row: Row, on_hand: int = 0, reserved: int = 0, unreservable: int = 0
    ) -> None:
        """A balance has changed by so many units; ``row``: its site, whether it is virtual, whether pickable."""
        if row["virtual"]:
            return
        change = self.at(key, row["site_id"])
        change["on_hand"] += on_hand
        if row["pickable"]:
            change["pickable"] += on_hand
            change["reserved"] += reserved
            change["unreservable"] += unreservable

    def at(self, key: BalanceKey, site_id: int) -> Change:
        """What is noted so far for the level that a balance counts in."""
        return self._changes[key.item_id, key.owner_id, site_id]

    def take_over(self, changes: dict[Level, Change]) -> None:
        """Changes that somebody else has reckoned."""
        self._changes.update(changes)

    def settle(self, tx: Tx) -> list[Loosened]:
        """Write all, in the order of their keys; the promises that had to be released, since too little stays."""
        loosened: list[Loosened] = []
        for (item_id, owner_id, site_id), change in sorted(self._changes.items()):
            level = {"item_id": item_id, "owner_id": owner_id, "site_id": site_id}
            if any(change.values()) and not tx.run(_SETTLE, **level, **change):
                loosened += _make_room(tx, level, change)
                tx.run(_SETTLE, **level, **change)
        return loosened


def _make_room(tx: Tx, level: dict[str, int], change: Change) -> list[Loosened]:
    """The first goods of their kind, or more is promised than stays: release the latest promises."""
    tx.run(
        "INSERT INTO stock_level (item_id, owner_id, site_id) VALUES (:item_id, :owner_id, :site_id)"
        " ON CONFLICT DO NOTHING",
        **level,
    )
    over = tx.value(
        f"SELECT reserved + unreservable - pickable FROM stock_level WHERE {LEVEL}" + tx.for_update,
        **level,
    )
    over += change["reserved"] + change["unreservable"] - change["pickable"]
    if over <= 0:
        return []
    loosened = loosen_promises(tx, level, over)
    change["reserved"] -= sum(each.qty for each in loosened)
    return loosened
