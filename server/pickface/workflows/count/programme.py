"""The counting programme: which bins are looked into next, and why. Pure.

A bin is as urgent as its most urgent goods: how long ago they were last counted against how often their class is. What
is worth much comes sooner, and so does a bin that has surprised somebody since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

DAY_MS = 86_400_000
A_SHARE, B_SHARE = 0.8, 0.95
"""Class A are the items that make up four fifths of all picks, B what makes up the next part, C the rest."""
VALUABLE = 0.1
"""The most valuable tenth of the bins is counted one and a half times as often."""


@dataclass(frozen=True, slots=True)
class Held:
    """A balance in a bin; ``counted_at`` is when it was last counted, or else when it came."""

    place_id: int
    item_id: int
    value_minor: int
    counted_at: int


@dataclass
class Bin:
    """A bin, how urgent it is, and what makes it so: ``a``, ``b``, ``c``, ``value`` or ``surprise``."""

    place_id: int
    age: float = 0.0
    value_minor: int = 0
    surprises: int = 0
    why: str = ""
    score: float = field(default=0.0)


def classes(picks: Mapping[int, int]) -> dict[int, str]:
    """The class of each item that was picked, by how often; what is not named is C."""
    total, seen, named = sum(picks.values()), 0, {}
    for item_id, times in sorted(picks.items(), key=lambda one: (-one[1], one[0])):
        named[item_id] = "a" if seen < total * A_SHARE else "b" if seen < total * B_SHARE else "c"
        seen += times
    return named


def rank(
    held: Iterable[Held],
    abc: Mapping[int, str],
    surprises: Mapping[int, int],
    days: Mapping[str, int],
    now: int,
) -> list[Bin]:
    """Bins with goods, the most urgent first; bins that are equally urgent by their id."""
    bins: dict[int, Bin] = {}
    for one in held:
        bin_ = bins.setdefault(one.place_id, Bin(one.place_id))
        kind = abc.get(one.item_id, "c")
        age = max(0, now - one.counted_at) / DAY_MS / days[kind]
        if age > bin_.age or not bin_.why:
            bin_.age, bin_.why = max(age, bin_.age), kind
        bin_.value_minor += one.value_minor
    dear = _dear(list(bins.values()))
    for bin_ in bins.values():
        bin_.score = bin_.age
        if bin_.value_minor and bin_.value_minor >= dear:
            bin_.score *= 1.5
            bin_.why = "value"
        bin_.surprises = surprises.get(bin_.place_id, 0)
        if bin_.surprises:
            bin_.score += bin_.surprises
            bin_.why = "surprise"
    return sorted(bins.values(), key=lambda bin_: (-bin_.score, bin_.place_id))


def _dear(bins: Sequence[Bin]) -> int:
    """From which value on a bin belongs to the most valuable ones."""
    values = sorted((bin_.value_minor for bin_ in bins), reverse=True)
    return values[int(len(values) * VALUABLE)] if values else 0
