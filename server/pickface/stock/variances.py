"""What counts said of balances, and the differences that are not booked yet: they wait for a second pair of eyes.

A difference that waits is kept against what the books had *when somebody looked*. Whatever is booked since has moved
since and changes nothing about it; a scan that had happened before and comes in late is reckoned into what was booked
(LAWS 20); and units that were found since belong to what had been counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pickface.db import Row, Tx
from pickface.stock import ledger, reservations
from pickface.stock.moves import AT_BALANCE, BalanceKey, Cause, Posted
from pickface.stock.promises import key_of

WAITING = "state IN ('recount', 'approval')"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a count says of one balance; ``found`` were units of it that nothing had explained."""

    key: BalanceKey
    booked: int
    found: int
    counted: int
    price_minor: int = 0
    currency: str = "EUR"

    @property
    def delta(self) -> int:
        """What the books lack; below zero what they have too much."""
        return self.counted - self.booked

    @property
    def value_minor(self) -> int:
        """What the difference is worth, whichever way it goes."""
        return abs(self.delta) * self.price_minor


def waiting(tx: Tx, place_id: int) -> list[Row]:
    """The lines of a bin that are not decided, of the one count that they stem from."""
    return tx.all(
        f"SELECT * FROM count_line WHERE place_id = :place AND {WAITING}"
        " ORDER BY item_id, lot_id, container, owner_id, id" + tx.for_update,
        place=place_id,
    )


def note(tx: Tx, task_id: int, cause: Cause, seen: Sequence[Seen], state: str) -> None:
    """Write down what a count said; ``state`` is that of the lines that differ."""
    tx.insert_many(
        "count_line",
        [
            {
                "site_id": cause.site_id,
                "task_id": task_id,
                "place_id": one.key.place_id,
                "item_id": one.key.item_id,
                "lot_id": one.key.lot_id,
                "container": one.key.container,
                "owner_id": one.key.owner_id,
                "booked": one.booked,
                "found": one.found,
                "counted": one.counted,
                "price_minor": one.price_minor,
                "currency": one.currency,
                "state": state if one.delta else "agreed",
                "person_id": cause.person_id,
                "event_id": cause.id,
                "looked_at": cause.happened_at or tx.now,
                "at": tx.now,
            }
            for one in seen
        ],
    )


def hold_missing(tx: Tx, seen: Sequence[Seen]) -> None:
    """Promise nothing that somebody did not see, until it is decided (LAWS 18)."""
    for one in seen:
        if one.delta < 0:
            reservations.mark_short(tx, one.key, left=one.counted)


def correct(tx: Tx, key: BalanceKey, change: int, happened_at: int) -> None:
    """A late scan changed a balance before somebody looked: that is what the books should have had then."""
    tx.run(
        f"UPDATE count_line SET booked = booked + :change WHERE {AT_BALANCE} AND {WAITING}"
        " AND looked_at > :happened_at",
        **key.bound,
        change=change,
        happened_at=happened_at,
    )


def replace(tx: Tx, place_id: int) -> None:
    """A later count of the bin stands: what waited of earlier ones gives way."""
    tx.run(
        f"UPDATE count_line SET state = 'replaced' WHERE place_id = :place AND {WAITING}",
        place=place_id,
    )


def wait_for(tx: Tx, place_id: int, state: str) -> int:
    """Let what waits at a bin wait for something else; how many lines there are."""
    return tx.run(
        f"UPDATE count_line SET state = :state WHERE place_id = :place AND {WAITING}",
        place=place_id,
        state=state,
    )


def decide(tx: Tx, lines: Sequence[Row], person_id: int | None) -> None:
    """Lines that waited are booked, in the name of whoever said so."""
    for line in lines:
        tx.run(
            "UPDATE count_line SET state = 'booked', decided_by = :person, decided_at = :now WHERE id = :id",
            person=person_id,
            now=tx.now,
            id=line["id"],
        )


def deltas(tx: Tx, lines: Sequence[Row]) -> dict[BalanceKey, int]:
    """What is missing in the books by now, for each balance that lines speak of."""
    found = {}
    for line in lines:
        key = key_of(line)
        balance = tx.one(f"SELECT qty, found FROM balance WHERE {AT_BALANCE}", **key.bound)
        since = (balance["found"] if balance else 0) - line["found"]
        found[key] = int(line["counted"] - line["booked"] - since)
    return found


def settle(tx: Tx, lines: Sequence[Row], cause: Cause) -> list[Posted] | None:
    """The books follow lines; None, with nothing booked, where more was taken since than the count had seen.

    ``cause`` says who decides. Scans that come in late are still compared with the moment when somebody looked.
    """
    missing = deltas(tx, lines)
    targets: dict[BalanceKey, int] = {}
    for key, delta in missing.items():
        there = tx.value(f"SELECT qty FROM balance WHERE {AT_BALANCE}", **key.bound) or 0
        targets[key] = int(there) + delta
    if any(target < 0 for target in targets.values()):
        return None
    looked = {key_of(line): line for line in lines}
    posted = []
    for key, target in sorted(targets.items()):
        line = looked[key]
        at = Cause(cause.id, cause.site_id, cause.person_id, line["task_id"], line["looked_at"])
        posted.append(ledger.adjust(tx, **key.bound, counted_qty=target, cause=at))
    return posted
