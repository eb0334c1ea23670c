"""What the ledger is told and what it answers: plain values, no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pickface.errors import BadRequest, Conflict

FIND = "find"
"""Goods that the books did not have, booked in from lost-and-found."""
EXPLAINED = "unfind"
"""A find taken back, because the event that explains it came late."""
UNDO = "undo"
"""What compensates an undone event."""
ARRIVALS = frozenset({"receive", "return"})
"""Goods that come into the house, from a supplier or from a customer."""
RECALL = "recall"
"""Goods of a recalled lot taken out of an order's container, to quarantine."""


class BalanceKey(NamedTuple):
    """Names a balance; sorting keys is the order in which balances are locked (LAWS 10)."""

    item_id: int
    lot_id: int
    place_id: int
    container: str
    owner_id: int

    def at(self, place_id: int, container: str) -> BalanceKey:
        """The same goods somewhere else."""
        return BalanceKey(self.item_id, self.lot_id, place_id, container, self.owner_id)

    @property
    def bound(self) -> dict[str, Any]:
        """As parameters of a statement that has the condition ``AT_BALANCE``."""
        return self._asdict()


AT_BALANCE = (
    "item_id = :item_id AND lot_id = :lot_id AND place_id = :place_id"
    " AND container = :container AND owner_id = :owner_id"
)


class SerialConflict(Conflict):
    """A serial number is claimed at two places, or is not where it was scanned (LAWS 19)."""

    code = "serial_conflict"


class NotFindable(Conflict):
    """Units are missing in the books, and goods of another owner are never found."""

    code = "not_findable"


class NotEnough(Conflict):
    """More is to be taken off the books than they have; ``params``: ``qty``, ``there``."""

    code = "not_enough"


class UndoTooLate(Conflict):
    """The goods went on, or a count followed: carry them back instead (LAWS 15)."""

    code = "undo_too_late"


@dataclass(frozen=True, slots=True)
class NewMove:
    """Units that go from a place to a place, in smallest units; weight in grams for catch weight."""

    kind: str
    item_id: int
    qty: int
    from_place_id: int
    to_place_id: int
    lot_id: int = 0
    owner_id: int = 1
    from_container: str = ""
    to_container: str = ""
    reservation_id: int | None = None
    order_line_id: int | None = None
    purchase_order_line_id: int | None = None
    weight_g: int | None = None
    reverses: str | None = None

    @property
    def origin(self) -> BalanceKey:
        """The balance that it leaves."""
        return BalanceKey(
            self.item_id, self.lot_id, self.from_place_id, self.from_container, self.owner_id
        )

    @property
    def goal(self) -> BalanceKey:
        """The balance that it reaches."""
        return self.origin.at(self.to_place_id, self.to_container)

    def check(self) -> NewMove:
        """Refuse what the table would refuse, before any of it is written."""
        if self.qty <= 0 or self.origin == self.goal:
            raise BadRequest("a move has units and two ends", qty=self.qty, field="qty")
        return self


@dataclass(frozen=True, slots=True)
class Cause:
    """Why goods moved: a scan event's id, or ``import:…``, ``demo:…``; who, and for which task.

    ``happened_at`` (UTC milliseconds, LAWS 20) is told for events that may be late: goods that arrived after a find
    was booked do not explain it. Without it, any goods that arrive at a find's balance do. ``reason`` is what a person
    gave for it; without one, the kinds of the moves say why. ``costed``: what the goods cost is brought into the cost
    book beside these moves.
    """

    id: str
    site_id: int
    person_id: int | None = None
    task_id: int | None = None
    happened_at: int | None = None
    reason: str = ""
    costed: bool = False


@dataclass(frozen=True, slots=True)
class Find:
    """Units that the books did not have: raise an exception and plan a count."""

    place_id: int
    item_id: int
    lot_id: int
    qty: int
    move_id: str
    container: str = ""
    owner_id: int = 1


@dataclass(frozen=True, slots=True)
class Reversal:
    """A find that turned out to be explained; ``left`` units of it are not, and at 0 its exception closes."""

    find_id: str
    move_id: str
    qty: int
    left: int


@dataclass(frozen=True, slots=True)
class Loosened:
    """Units of a promise that had to be released; a job that reserves the line again is queued."""

    reservation_id: int
    order_line_id: int
    qty: int
    task_id: int | None = None
    place_id: int = 0


@dataclass(frozen=True, slots=True)
class Carried:
    """Units of a pin that went along with the goods; a script that names the old bin needs a new revision."""

    reservation_id: int
    order_line_id: int
    qty: int
    task_id: int | None
    origin: BalanceKey
    goal: BalanceKey


@dataclass(frozen=True, slots=True)
class Astray:
    """Units of a recalled lot that went into a container, or (``container`` '') out of the house, all the same.

    ``came``: they have come into the house, in a container or loose at the place.
    """

    item_id: int
    lot_id: int
    qty: int
    place_id: int
    container: str
    came: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """What posting did. ``move_ids`` answers the moves asked for, one each, in their order."""

    move_ids: list[str] = field(default_factory=list)
    finds: list[Find] = field(default_factory=list)
    loosened: list[Loosened] = field(default_factory=list)
    reversed: list[Reversal] = field(default_factory=list)
    carried: list[Carried] = field(default_factory=list)
    astray: list[Astray] = field(default_factory=list)
