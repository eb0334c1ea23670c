"""Where the counted units of a bin lie: loose, or in the containers that stand there. Pure.

Who counts a bin counts all that is in it. Containers hold what the books say as long as there is enough for it; what
is missing is missing from what somebody found short already, then from what lies loose; what is over lies loose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LOOSE = ""


@dataclass(frozen=True)
class Lying:
    """What the books have loose (``container`` '') or in a container, of one item, lot and owner."""

    container: str
    qty: int
    found: int = 0
    short: bool = False
    """Somebody has looked into it and found fewer."""


def spread(units: int, lying: Sequence[Lying]) -> dict[str, int]:
    """Counted units by container."""
    counted: dict[str, int] = {}
    for one in sorted(lying, key=lambda x: (x.short, x.container == LOOSE, x.container)):
        counted[one.container] = min(units, one.qty)
        units -= counted[one.container]
    if units:
        counted[LOOSE] = counted.get(LOOSE, 0) + units
    return counted
