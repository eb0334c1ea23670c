"""How many whole kits parts make. Pure."""

from __future__ import annotations

from collections.abc import Iterable

MOST_PER_KIT = 100_000
"""Units of one component in one kit."""
MOST_COMPONENTS = 100


def complete(parts: Iterable[tuple[int, int]]) -> int:
    """How many kits parts ``(units there are, units in one kit)`` make: the scarcest of them says so."""
    return max(0, min((there // each for there, each in parts), default=0))


def lacking(wanted: int, parts: Iterable[tuple[int, int]]) -> list[int]:
    """How many units of each part lack for so many kits."""
    return [max(0, wanted * each - there) for there, each in parts]
