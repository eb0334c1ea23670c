"""What moves across the border of what the house owns is written into the cost book.

The ledger tells a :class:`Border` what leaves and reaches balances, and the border books the moves that cross (receipt,
shipment, adjustment, scrap, return, find, transfer, build); a move inside a site is none of its business: a pick pays
nothing. Goods of other owners have no value here. Goods in transit belong to the site that they go to. Kits cost
what their components did (``assembling``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pickface.db import Row, Tx
from pickface.stock.assembling import Assembling, Coming, Gone
from pickface.stock.cost_book import HOUSE, Cost, Page
from pickface.stock.cost_coming import OUTSIDE, cost_of
from pickface.stock.cost_undoing import reverse
from pickface.stock.moves import Cause, NewMove

ASSEMBLY = "assembly"
"""The kind of place that components go into and kits come out of."""


class Crossing(NamedTuple):
    """A move that was written and crosses the border of what a site owns."""

    move_id: str
    move: NewMove


class Border:
    """Which of a posting's moves cross the border of what a site owns; a pick costs it two dictionary entries."""

    def __init__(self) -> None:
        self._from: dict[int, int | None] = {}
        self._to: dict[int, int | None] = {}
        self._crossed: list[Crossing] = []

    def left(self, move: NewMove, balance: Row) -> None:
        """Units have left a balance."""
        self._from[id(move)] = None if balance["virtual"] else balance["site_id"]

    def reached(self, move: NewMove, balance: Row) -> None:
        """They have reached another one."""
        self._to[id(move)] = None if balance["virtual"] else balance["site_id"]

    def written(self, move_id: str, move: NewMove) -> None:
        """The move stands in the ledger."""
        start = self._from[id(move)]
        if start is None or start != self._to[id(move)]:
            self._crossed.append(Crossing(move_id, move))

    def book(self, tx: Tx, cause: Cause) -> None:
        """Write what has crossed into the cost book."""
        _book(tx, self._crossed, cause)


def _book(tx: Tx, crossings: Sequence[Crossing], cause: Cause) -> None:
    """Write what crossed into the cost book: what comes in or is made first, so that what leaves finds it there."""
    ours = [one for one in crossings if one.move.owner_id == HOUSE]
    if not ours:
        return
    places = _places(tx, ours)
    books = [_Passage(tx, one, places, cause) for one in ours]
    coming = [one for one in books if one.is_made]
    bench = Assembling(tx, cause.site_id, [one.coming for one in coming])
    for each in sorted(books, key=lambda one: one.turn):
        each.book(bench)


def _places(tx: Tx, crossings: Sequence[Crossing]) -> dict[int, Row]:
    ids = {place for one in crossings for place in (one.move.from_place_id, one.move.to_place_id)}
    named = {f"p{n}": place for n, place in enumerate(sorted(ids))}
    marks = ", ".join(f":{name}" for name in named)
    found = tx.all(f"SELECT id, site_id, virtual, kind FROM place WHERE id IN ({marks})", **named)
    return {one["id"]: one for one in found}


def _owning_site(place: Row) -> int | None:
    """The site whose goods lie there; None where they are nobody's of ours."""
    return place["site_id"] if not place["virtual"] or place["kind"] == "transit" else None


class _Passage:
    """One crossing move on its way into the book."""

    def __init__(self, tx: Tx, one: Crossing, places: dict[int, Row], cause: Cause) -> None:
        self._move_id, self._move = one
        start, end = places[one.move.from_place_id], places[one.move.to_place_id]
        self.leaves, self.reaches = _owning_site(start), _owning_site(end)
        self._kind_from = start["kind"]
        self._goes_in = end["kind"] == ASSEMBLY
        self.is_made = start["kind"] == ASSEMBLY and not one.move.reverses
        said: dict[str, object] = {
            "move": self._move_id,
            "reason": cause.reason or one.move.kind,
            "writes_off": int(bool({start["kind"], end["kind"]} & OUTSIDE)),
            "order_line": one.move.order_line_id,
        }
        self._page = Page(tx, one.move, end["kind"] == "customer", said)

    @property
    def turn(self) -> int:
        """What comes from outside, what goes into kits, what they become, and what leaves: it may be one of them."""
        if self.is_made:
            return 2
        if self.leaves is None:
            return 0
        return 1 if self._goes_in else 3

    @property
    def coming(self) -> Coming:
        """As the assembly place sees it."""
        return Coming(self._move_id, self._move.item_id, self._move.qty)

    def book(self, bench: Assembling) -> None:
        """Write it down; what components cost goes by the ``bench`` to the kits that they become."""
        if self.leaves == self.reaches:
            return
        if self._move.reverses:
            reverse(self._page, self.leaves, self.reaches)
            return
        parts = [] if self.leaves is None else self._page.take(self.leaves, self._move.qty)
        if self.leaves is not None:
            for part in parts:
                self._page.note_gone(self.leaves, part)
                if self._goes_in:
                    bench.take_in(Gone(part.layer, part.known, part.fifo, part.average))
        if self.reaches is not None and self.is_made:
            fifo, average = bench.share_of(self._move_id)
            self._page.put(self.reaches, "built", self._move.qty, Cost(bench.known, fifo, average))
        elif self.reaches is not None and self.leaves is not None:
            for part in parts:
                cost = Cost(part.known, part.fifo, part.average)
                self._page.put(self.reaches, "transfer", part.qty, cost, part.at)
        elif self.reaches is not None:
            self._page.put(self.reaches, *cost_of(self._page, self.reaches, self._kind_from))
