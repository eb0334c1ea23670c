"""Which bins an order line is picked from. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from pickface.stock.moves import BalanceKey

DAY_MS = 86_400_000


class Candidate(NamedTuple):
    """A balance with free units; ``day`` is the day on which its goods came."""

    key: BalanceKey
    free: int
    expires_on: str
    parent_lot_id: int
    day: int
    level: str
    code: str
    face: bool = False
    """Whether it is a pick face of this item."""

    @property
    def reach(self) -> tuple[bool, int, str, str]:
        """The pick face first, then lower levels, where hands reach."""
        return (not self.face, len(self.level), self.level, self.code)

    def age(self, face_first: bool) -> tuple[bool, str, bool, int]:
        """What goes out first: the earliest expiry, undated goods after dated ones, then who came first.

        With ``face_first`` undated goods of a pick face go out before older ones in reserve, which refill it.
        """
        waits = face_first and not self.expires_on and not self.face
        return (self.expires_on == "", self.expires_on, waits, self.day)

    def lots(self) -> set[int]:
        """The lots by which it may have been asked for: its own, and for a serial the one it belongs to."""
        return {self.key.lot_id, self.parent_lot_id} - {0}


def choose(
    candidates: Sequence[Candidate],
    want: int,
    promised: Mapping[int, int],
    face_first: bool = True,
) -> list[tuple[BalanceKey, int]]:
    """Take ``want`` units: oldest first, and among equally old the fewest bins, then the easiest to reach.

    ``promised`` are units of a lot that other lines asked for by name: these many stay.
    """
    spare = {
        lot: sum(c.free for c in candidates if lot in c.lots()) - units
        for lot, units in promised.items()
    }
    chosen: list[tuple[BalanceKey, int]] = []
    ranked = sorted(candidates, key=lambda c: c.age(face_first))
    for _, group in groupby(ranked, key=lambda c: c.age(face_first)):
        bins = list(group)
        while want and bins:
            best = min(bins, key=lambda c: (c.free < want, -min(c.free, want), c.reach))
            bins.remove(best)
            units = min(want, best.free, *(spare[lot] for lot in best.lots() if lot in spare))
            if units > 0:
                chosen.append((best.key, units))
                want -= units
                for lot in best.lots() & spare.keys():
                    spare[lot] -= units
    return chosen
