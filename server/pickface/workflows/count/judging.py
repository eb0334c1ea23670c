"""What becomes of a count that differs from the books: booked, counted again by somebody else, or approved. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pickface.stock.moves import BalanceKey
from pickface.stock.variances import Seen

BOOK, RECOUNT, APPROVAL = "booked", "recount", "approval"


@dataclass(frozen=True, slots=True)
class Rules:
    """When a difference is counted again, and when it is approved; 0 units or 0 value: never."""

    recount_units: int = 0
    recount_pct: int = 0
    approve_minor: int = 0

    def is_large(self, one: Seen) -> bool:
        """Whether a difference is too large to be believed at once."""
        size = abs(one.delta)
        return 0 < self.recount_units <= size and size * 100 >= self.recount_pct * one.booked

    def is_valuable(self, seen: Sequence[Seen]) -> bool:
        """Whether the differences of a bin together need somebody's name."""
        return 0 < self.approve_minor <= sum(one.value_minor for one in seen)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The count of the same bin that waits: who made it, and what the books lack by it now."""

    person_id: int | None
    deltas: Mapping[BalanceKey, int]


def judge(
    seen: Sequence[Seen], earlier: Earlier | None, person_id: int | None, rules: Rules
) -> str:
    """What to do with the differences of a bin, all of them together.

    Two people who saw the same are believed. Where they saw different things, somebody who leads decides.
    """
    if not any(one.delta for one in seen):
        return BOOK
    if any(rules.is_large(one) for one in seen):
        if earlier is None or earlier.person_id == person_id:
            return RECOUNT
        if not agree(seen, earlier):
            return APPROVAL
    return APPROVAL if rules.is_valuable(seen) else BOOK


def agree(seen: Sequence[Seen], earlier: Earlier) -> bool:
    """Whether two counts lack the same in the books."""
    now = {one.key: one.delta for one in seen if one.delta}
    return now == {key: delta for key, delta in earlier.deltas.items() if delta}
