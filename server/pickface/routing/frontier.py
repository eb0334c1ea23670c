"""What a half-drawn walk still has to know: the state of one crossing per cross aisle.

A walk is drawn edge by edge from left to right (Ratliff & Rosenthal 1983, Pansart et al. 2018). Of all
that is drawn, only this matters for the rest: which crossings of the present aisle it touches, whether an
odd or an even number of its edges end there, and which of them hang together through what is drawn.

A state is one integer. Each row (cross aisle) has four bits: the lowest says odd, the others name the part of
the walk it belongs to, 1 for the first from the front, 0 for "not touched". Above them come three flags:
the walk has begun, has ended (where its start and end differ), and is whole: no edge may follow.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

MOST_ROWS: Final = 6
"""Cross aisles. Four (three blocks) have 113 states; each further one is as exact, and some five times slower."""

_BITS: Final = 4
BEGUN: Final = 1 << _BITS * MOST_ROWS
ENDED: Final = BEGUN << 1
WHOLE: Final = BEGUN << 2
EMPTY: Final = 0

After = tuple[tuple[int, int], ...]
"""What may follow a state: pairs of (choice, next state)."""

# The choices of a step between two crossings of an aisle.
SKIP, PASS, TWICE, FROM_FRONT, FROM_BACK, GAP = range(6)
# The choices at a crossing where the walk may begin, end, or both; 0 is to do neither.
BEGIN, END, BOTH = 1, 2, 3


class Moves(dict[int, After]):
    """What may follow each state in one kind of step; reckoned when first asked, then kept."""

    def __init__(self, draw: Callable[[_Drawing], list[tuple[int, _Drawing]]]) -> None:
        super().__init__()
        self._draw = draw

    def __missing__(self, state: int) -> After:
        after = tuple((choice, drawn.state()) for choice, drawn in self._draw(_Drawing(state)))
        self[state] = after
        return after


class _Drawing:
    """A state taken apart: per row the part it belongs to (0: none) and whether its edges are odd."""

    def __init__(self, state: int) -> None:
        rows = [state >> _BITS * row & 15 for row in range(MOST_ROWS)]
        self.part = [bits >> 1 for bits in rows]
        self.odd = [bits & 1 for bits in rows]
        self.flags = state & (BEGUN | ENDED | WHOLE)

    def state(self) -> int:
        """The integer again, parts numbered by their first row, so that equal drawings are equal."""
        names: dict[int, int] = {0: 0}
        bits = self.flags
        for row, part in enumerate(self.part):
            named = names.setdefault(part, len(names))
            bits |= (named << 1 | self.odd[row]) << _BITS * row
        return bits

    def copy(self) -> _Drawing:
        return _Drawing(self.state())

    def touched(self, *rows: int) -> _Drawing:
        """The walk comes to these crossings, each a part of its own until something joins them."""
        new = self.copy()
        for row in rows:
            new.part[row] = new.part[row] or max(new.part) + 1
        return new

    def joined(self, low: int, high: int, edges: int) -> _Drawing:
        """So many edges are drawn between two crossings."""
        new = self.touched(low, high)
        old = new.part[high]
        new.part = [new.part[low] if part == old else part for part in new.part]
        return new.turned(low, edges).turned(high, edges)

    def turned(self, row: int, edges: int) -> _Drawing:
        """Odd becomes even with an odd number of edges."""
        new = self.copy()
        new.odd[row] ^= edges & 1
        return new


@cache
def touch_moves(row: int) -> Moves:
    """The walk must come to this crossing: a stop stands there."""
    return Moves(lambda drawn: [] if drawn.flags & WHOLE else [(0, drawn.touched(row))])


@cache
def gate_moves(row: int) -> Moves:
    """The walk may begin or end here, if it has not yet: like an edge to the outside."""

    def draw(drawn: _Drawing) -> list[tuple[int, _Drawing]]:
        after = [(0, drawn)]
        for choice, flags in ((BEGIN, BEGUN), (END, ENDED), (BOTH, BEGUN | ENDED)):
            if not drawn.flags & (flags | WHOLE):
                new = drawn.touched(row).turned(row, 2 if choice == BOTH else 1)
                new.flags |= flags
                after.append((choice, new))
        return after

    return Moves(draw)


@cache
def along_moves(low: int) -> Moves:
    """Between two crossings of an aisle: walk through once or twice, come in and turn back, or keep out."""
    high = low + 1

    def draw(drawn: _Drawing) -> list[tuple[int, _Drawing]]:
        if drawn.flags & WHOLE:
            return [(SKIP, drawn)]
        return [
            (SKIP, drawn),
            (PASS, drawn.joined(low, high, 1)),
            (TWICE, drawn.joined(low, high, 2)),
            (FROM_FRONT, drawn.touched(low)),
            (FROM_BACK, drawn.touched(high)),
            (GAP, drawn.touched(low, high)),
        ]

    return Moves(draw)


@cache
def across_moves(row: int) -> Moves:
    """Along a cross aisle to the next aisle with 0, 1 or 2 edges: the crossing on the left is done with.

    A crossing that is left behind has an even number of edges, and what hangs on it alone must be the whole walk.
    """

    def draw(drawn: _Drawing) -> list[tuple[int, _Drawing]]:
        part, odd = drawn.part[row], drawn.odd[row]
        if not part:
            return [(0, drawn)]
        if odd:
            return [(1, drawn)]
        after = [(2, drawn)]
        left = drawn.copy()
        left.part[row] = 0
        if part not in drawn.part[:row] + drawn.part[row + 1 :]:
            if any(left.part):
                return after
            left.flags |= WHOLE
        return [(0, left), *after]

    return Moves(draw)
