"""Orders to carts by the walking that is saved when they are picked together.

Three steps: merge the two batches that save most, again and again (Clarke & Wright), or fill carts one by one from
the order farthest out (seed), whichever walks less; then move and swap orders between carts while that helps (local
search). An estimate guides the first steps; the last one asks for the length of real tours.

Both beginnings compare each order with each other one, so a large wave is thought over piece by piece, and whoever
waits for it says how long it may take: the local search ends then with the best that it has found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import combinations
from math import inf
from time import monotonic
from typing import Final

from pickface.errors import BadRequest
from pickface.routing.lattice import Point

Walk = Callable[[frozenset[Point]], int]
"""How long the walk over some points is, in the unit of the points."""

NO_LIMIT: Final = 1 << 62
PIECE: Final = 120
"""How many orders are compared with each other at most: a few more save hardly any more walking."""


@dataclass(frozen=True, slots=True)
class Load:
    """An order as batching sees it: where its goods lie, and what it takes up on a cart.

    Orders with an earlier ``cutoff`` (or, at the same cut-off, a smaller ``priority``) are not made to wait for others:
    a cart carries orders of one urgency.
    """

    id: str
    points: frozenset[Point]
    totes: int = 1
    volume: int = 0
    weight: int = 0
    cutoff: int = 0
    priority: int = 0

    @property
    def urgency(self) -> tuple[int, int]:
        """What all orders of a cart have in common; the smallest is picked first."""
        return self.cutoff, self.priority


@dataclass(frozen=True, slots=True)
class Cart:
    """What a cart holds at most."""

    totes: int
    volume: int = NO_LIMIT
    weight: int = NO_LIMIT

    def holds(self, loads: Iterable[Load]) -> bool:
        """Whether these orders go on it together."""
        totes = volume = weight = 0
        for load in loads:
            totes += load.totes
            volume += load.volume
            weight += load.weight
        return totes <= self.totes and volume <= self.volume and weight <= self.weight


Batch = tuple[Load, ...]


class OrderTooLarge(BadRequest):
    """An order does not go on an empty cart; `params["order"]` is its id."""


def batch(
    loads: Sequence[Load], cart: Cart, walk: Walk, estimate: Walk, think_s: float = inf
) -> list[Batch]:
    """The orders in batches of one cart each, the most urgent first; OrderTooLarge if one is too large for a cart.

    ``think_s`` is the time in seconds behind which nothing is improved any more.
    """
    for load in loads:
        if not cart.holds([load]):
            raise OrderTooLarge(f"order {load.id} is too large for a cart", order=load.id)
    alike = [
        sorted((x for x in loads if x.urgency == urgency), key=lambda load: load.id)
        for urgency in sorted({load.urgency for load in loads})
    ]
    end, left = monotonic() + think_s, sum(map(len, alike))
    batches: list[Batch] = []
    for together in alike:
        found: list[Batch] = []
        for piece in _pieces(together, cart):
            now = monotonic()
            found += _batched(piece, cart, walk, estimate, now + (end - now) * len(piece) / left)
            left -= len(piece)
        # Where orders of several totes left room on the last cart of each piece.
        batches += _dealt_out(found, cart, _Lengths(estimate))
    return batches


def _pieces(loads: list[Load], cart: Cart) -> list[list[Load]]:
    """A large wave in pieces that fill whole carts."""
    size = max(PIECE // cart.totes, 1) * cart.totes
    return [loads[first : first + size] for first in range(0, len(loads), size)]


def first_come(loads: Sequence[Load], cart: Cart) -> list[Batch]:
    """Carts filled in the order in which the orders came, for comparison."""
    batches: list[list[Load]] = []
    for load in loads:
        if batches and cart.holds([*batches[-1], load]):
            batches[-1].append(load)
        else:
            batches.append([load])
    return [tuple(together) for together in batches]


def _batched(
    loads: list[Load], cart: Cart, walk: Walk, estimate: Walk, until: float
) -> list[Batch]:
    cheap = _Lengths(estimate)
    begun = [_seeded(loads, cart, cheap)]
    if monotonic() < until:
        begun.append(_saved(loads, cart, cheap))
    fewest = min(len(batches) for batches in begun)
    chosen = [batches for batches in begun if len(batches) == fewest]
    half = monotonic() + (until - monotonic()) / len(chosen)
    improved = [
        _improved(batches, cart, cheap, end)
        for batches, end in zip(chosen, (half, until), strict=False)
    ]
    exact = _Lengths(walk)
    return min(improved, key=lambda batches: sum(map(exact.of, batches)))


class _Lengths:
    """Lengths of batches, each reckoned once."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._known: dict[frozenset[Point], int] = {}

    def of(self, loads: Iterable[Load]) -> int:
        """How long the walk over all points of these orders is; nothing to pick is no walk."""
        points = frozenset().union(*(load.points for load in loads))
        known = self._known.get(points)
        if known is None:
            known = self._known[points] = self._walk(points) if points else 0
        return known


def _seeded(loads: list[Load], cart: Cart, lengths: _Lengths) -> list[Batch]:
    """Carts filled one by one: the order farthest out, then always the one that adds least for what it walks alone."""
    left = sorted(loads, key=lambda load: (-lengths.of([load]), load.id))
    batches: list[Batch] = []
    while left:
        batch: Batch = (left.pop(0),)
        while fitting := [load for load in left if cart.holds([*batch, load])]:
            nearest = min(fitting, key=lambda load: lengths.of([*batch, load]) - lengths.of([load]))
            left.remove(nearest)
            batch = (*batch, nearest)
        batches.append(batch)
    return batches


def _saved(loads: list[Load], cart: Cart, lengths: _Lengths) -> list[Batch]:
    """Merges the two batches that save most until none go together; then the smallest are dealt out to save carts."""
    live: dict[int, Batch] = {number: (load,) for number, load in enumerate(loads)}
    heap: list[tuple[int, int, int]] = []

    def consider(one: int, other: int) -> None:
        if cart.holds([*live[one], *live[other]]):
            apart = lengths.of(live[one]) + lengths.of(live[other])
            heappush(heap, (lengths.of([*live[one], *live[other]]) - apart, one, other))

    for one, other in combinations(live, 2):
        consider(one, other)
    following = len(live)
    while heap:
        _, one, other = heappop(heap)
        if one in live and other in live:
            live[following] = live.pop(one) + live.pop(other)
            for third in list(live)[:-1]:
                consider(third, following)
            following += 1
    return _dealt_out(list(live.values()), cart, lengths)


def _dealt_out(batches: list[Batch], cart: Cart, lengths: _Lengths) -> list[Batch]:
    """Takes the smallest cart apart as long as the others have room for all of it."""
    while len(batches) > 1:
        smallest = min(range(len(batches)), key=lambda k: sum(x.totes for x in batches[k]))
        others = [batch for number, batch in enumerate(batches) if number != smallest]
        for load in batches[smallest]:
            room = [k for k, batch in enumerate(others) if cart.holds([*batch, load])]
            if not room:
                return batches
            best = min(room, key=lambda k: lengths.of([*others[k], load]) - lengths.of(others[k]))
            others[best] = (*others[best], load)
        batches = others
    return batches


def _improved(batches: list[Batch], cart: Cart, lengths: _Lengths, until: float) -> list[Batch]:
    """Moves orders to other carts, or swaps two, each at once if it saves walking; until nothing does or time is up."""
    batches = list(batches)
    better = True
    while better:
        better = False
        for one, other in combinations(range(len(batches)), 2):
            if monotonic() >= until:
                return [batch for batch in batches if batch]
            better |= _exchanged(batches, one, other, cart, lengths)
    return [batch for batch in batches if batch]


def _exchanged(batches: list[Batch], one: int, other: int, cart: Cart, lengths: _Lengths) -> bool:
    """The first exchange between two carts that saves walking, made; tells whether there was one."""
    left, right = batches[one], batches[other]
    now = lengths.of(left) + lengths.of(right)
    for new_left, new_right in _exchanges(left, right):
        if (
            cart.holds(new_left)
            and cart.holds(new_right)
            and lengths.of(new_left) + lengths.of(new_right) < now
        ):
            batches[one], batches[other] = new_left, new_right
            return True
    return False


def _exchanges(left: Batch, right: Batch) -> Iterable[tuple[Batch, Batch]]:
    """Every move of one order and every swap of two."""
    for load in left:
        yield _without(left, load), (*right, load)
    for load in right:
        yield (*left, load), _without(right, load)
    for one in left:
        for other in right:
            yield (*_without(left, one), other), (*_without(right, other), one)


def _without(batch: Batch, load: Load) -> Batch:
    return tuple(other for other in batch if other is not load)
