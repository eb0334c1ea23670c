"""Which bins an order line is picked from. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
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
    whole: int = 0
    """Where its container can be taken whole: how many units are in that."""

    @property
    def turn(self) -> tuple[bool, str, int]:
        """How soon its goods should go: the earliest expiry, undated goods last, then who came first."""
        return (self.expires_on == "", self.expires_on, self.day)

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

    Containers that are wanted whole come before bins, where nothing older stays behind for them. ``promised`` are units
    of a lot that other lines asked for by name: these many stay.
    """
    spare = {
        lot: sum(c.free for c in candidates if lot in c.lots()) - units
        for lot, units in promised.items()
    }
    wholes = _wholes(candidates, want, spare, face_first)
    chosen = [(c.key, c.free) for c in wholes]
    want -= sum(c.free for c in wholes)
    gone = {c.key for c in wholes}
    rest = [c for c in candidates if c.key not in gone]
    ranked = sorted(rest, key=lambda c: c.age(face_first))
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


def _wholes(
    candidates: Sequence[Candidate], want: int, spare: dict[int, int], face_first: bool
) -> list[Candidate]:
    """What lies in containers that are taken whole, the oldest first; ``spare`` is counted down.

    One is taken only if the rest of ``want`` still takes all that is older, so that age is kept over the whole line.
    With ``face_first`` undated goods of a pick face are not waited for: refills keep these young.
    """
    stacks: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if candidate.whole:
            stacks[candidate.key.container].append(candidate)
    taken: list[Candidate] = []
    gone: set[BalanceKey] = set()
    waited_for = [c for c in candidates if not (face_first and c.face and not c.expires_on)]
    for _, stack in sorted(stacks.items(), key=lambda one: _rank(*one)):
        units, youngest = sum(c.free for c in stack), max(c.turn for c in stack)
        behind = gone | {c.key for c in stack}
        older = sum(c.free for c in waited_for if c.turn < youngest and c.key not in behind)
        lots = Counter[int]()
        for candidate in stack:
            lots.update(dict.fromkeys(candidate.lots(), candidate.free))
        left = all(wanted <= spare[lot] for lot, wanted in lots.items() if lot in spare)
        if units == stack[0].whole and older + units <= want and left:
            want -= units
            taken += stack
            gone = behind
            for lot in lots.keys() & spare.keys():
                spare[lot] -= lots[lot]
    return taken


def _rank(code: str, stack: Sequence[Candidate]) -> tuple[object, ...]:
    """Older containers first, then fuller ones, then those that are easier to reach."""
    return max(c.turn for c in stack), -stack[0].whole, min(c.reach for c in stack), code
