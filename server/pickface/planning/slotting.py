"""Slotting: which goods lie where, so that the walks to come are short. Pure.

Bins are ordered aisle by aisle, from the aisle whose first bin is nearest to where walks begin and end; inside an aisle
by their distance from there. The item that is picked most gets the first bin. With shortest tours such storage of
whole aisles beats storage by distance alone (Jarvis and McDowell, "Optimal product layout in an order picking
warehouse", IIE Transactions 23, 1991); ``bench/slotting.py`` measures both.

What a change of places saves is told by tours: those of past orders before and after it, nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pickface.routing.floor import Segment, Stop
from pickface.routing.plan import Plan
from pickface.routing.tour import tour

HANDLING_MM = 72_000
"""Finding, lifting and scanning of one relocation, as the walk of a minute (1.2 m/s)."""
MOST_ORDERS = 600
"""So many of the latest orders tell what walks are like; the others count as much."""


@dataclass(frozen=True)
class Spot:
    """A bin: where it stands and what it may hold; a limit of 0 is none. ``zone`` '' is of any."""

    place: int
    stop: Stop
    zone: str = ""
    max_weight_g: int = 0
    volume_mm3: int = 0


@dataclass(frozen=True)
class Goods:
    """All that lies in one bin, of one item; ``free`` if nothing of it is promised or frozen."""

    item: int
    place: int
    zone: str = ""
    weight_g: int = 0
    volume_mm3: int = 0
    free: bool = True


@dataclass(frozen=True)
class Question:
    """A floor, what lies on it, and the orders of ``weeks`` (items of each, the latest last).

    An item that lies in several bins is picked from the first that ``goods`` names. Bins that ``goods`` does not name
    and ``taken`` does not either are empty.
    """

    segments: tuple[Segment, ...]
    home: Stop
    spots: tuple[Spot, ...]
    goods: tuple[Goods, ...]
    orders: tuple[tuple[int, ...], ...]
    weeks: float
    taken: frozenset[int] = frozenset()
    stays_weeks: float = 8.0
    """How long goods are thought to stay in demand: a relocation has to pay within that time."""


@dataclass(frozen=True)
class Relocation:
    """All goods of an item from one bin to another."""

    item: int
    origin: int
    goal: int


Wish = tuple[Relocation, ...]
"""One relocation, or two: slow goods leave the bin that fast ones get."""


@dataclass(frozen=True)
class Worth:
    """Relocations that belong together, in this order; what they save a week and cost once, in mm walked."""

    relocations: Wish
    saves_mm_week: int
    costs_mm: int
    picks: int
    """How many of the orders looked at wanted the item that gets the better bin."""


@dataclass(frozen=True)
class Advice:
    """What is worth doing, and how long the walks of a week are now and were they then, in mm."""

    worth: tuple[Worth, ...]
    now_mm_week: int
    then_mm_week: int


def preferred(plan: Plan, home: Stop, spots: Iterable[Spot]) -> list[Spot]:
    """Bins from the best to the worst: aisle by aisle from the nearest one, in an aisle the nearest first."""
    known = list(spots)
    walks = plan.distances([home], [spot.stop for spot in known])[0]
    nearest: dict[str | None, int] = {}
    for spot, walk in zip(known, walks, strict=True):
        nearest[spot.stop.aisle] = min(walk, nearest.get(spot.stop.aisle, walk))
    at = {spot.place: walk for spot, walk in zip(known, walks, strict=True)}
    return sorted(
        known,
        key=lambda spot: (
            nearest[spot.stop.aisle],
            spot.stop.aisle or "",
            at[spot.place],
            spot.stop.id,
        ),
    )


def arrange(
    picks: Mapping[int, float], items: Collection[int], best_first: Sequence[Spot]
) -> dict[int, Spot]:
    """A whole floor laid out anew: the items that are picked most get the best bins; equal ones by their id."""
    ranked = sorted(items, key=lambda item: (-picks.get(item, 0.0), item))
    return dict(zip(ranked, best_first, strict=False))


def advise(question: Question, most: int = 20) -> Advice:
    """Up to ``most`` changes that are worth more walking than they cost, the best first.

    One moves goods into an empty bin, or clears a good bin of slow goods for fast ones. Goods that are ordered together
    save little one by one: all that look good are tried together, then what would be as well without one is left out.
    """
    floor = _Floor(question)
    chosen, parts = floor.choose(most), list[float]()
    while chosen:
        parts = [floor.part(number, chosen) for number in range(len(chosen))]
        paid = [
            part * question.stays_weeks - floor.cost(wish)
            for part, wish in zip(parts, chosen, strict=True)
        ]
        if min(paid) > 0:
            break
        del chosen[paid.index(min(paid))]
    now, then = floor.walked({}), floor.walked(_goals(chosen))
    if not chosen or now <= then:
        return Advice((), round(now), round(now))
    shares = [max(part, 0.0) * (now - then) / sum(parts) for part in parts]
    worth = [
        Worth(wish, round(share), floor.cost(wish), floor.picks(wish[-1].item))
        for wish, share in zip(chosen, shares, strict=True)
    ]
    worth.sort(key=lambda one: (-one.saves_mm_week, one.relocations[-1].item))
    return Advice(tuple(worth), round(now), round(then))


def _goals(chosen: Iterable[Wish]) -> dict[int, int]:
    return {one.item: one.goal for wish in chosen for one in wish}


class _Floor:
    """The floor, the walks of its latest orders, and the wishes that were chosen so far."""

    def __init__(self, question: Question) -> None:
        self._plan = Plan(question.segments)
        self._home = question.home
        self._taken = question.taken
        self._spots = {spot.place: spot for spot in question.spots}
        self._best = [one.place for one in preferred(self._plan, question.home, question.spots)]
        self._rank = {place: n for n, place in enumerate(self._best)}
        self._goods = {one.place: one for one in question.goods}
        self._at: dict[int, int] = {}
        for one in question.goods:
            self._at.setdefault(one.item, one.place)
        latest = question.orders[-MOST_ORDERS:]
        self._orders = [tuple({item for item in order if item in self._at}) for order in latest]
        self._a_week = len(question.orders) / max(1, len(latest)) / question.weeks
        self._of_item: dict[int, list[int]] = defaultdict(list)
        for number, items in enumerate(self._orders):
            for item in items:
                self._of_item[item].append(number)
        self._lengths: dict[frozenset[int], int] = {}
        self._moved: set[int] = set()

    def picks(self, item: int) -> int:
        """How many of the latest orders wanted it."""
        return len(self._of_item.get(item, ()))

    def walked(self, goals: Mapping[int, int], numbers: Iterable[int] | None = None) -> float:
        """Millimetres a week of all orders (or of those ``numbers``) with some items at other places."""
        those = range(len(self._orders)) if numbers is None else numbers
        return sum(self._walk(number, goals) for number in those) * self._a_week

    def part(self, number: int, chosen: Sequence[Wish]) -> float:
        """How much longer the walks of a week were, were this one of the chosen left out."""
        items = {one.item for one in chosen[number]}
        touched = sorted({n for item in items for n in self._of_item.get(item, ())})
        goals = _goals(chosen)
        without = {item: place for item, place in goals.items() if item not in items}
        return self.walked(without, touched) - self.walked(goals, touched)

    def _walk(self, number: int, goals: Mapping[int, int]) -> int:
        places = frozenset(goals.get(item) or self._at[item] for item in self._orders[number])
        if places not in self._lengths:
            stops = [self._spots[place].stop for place in sorted(places) if place in self._spots]
            home = self._home
            self._lengths[places] = tour(self._plan, home, stops, home).length_mm if stops else 0
        return self._lengths[places]

    def choose(self, most: int) -> list[Wish]:
        """What looks good by picks and distance, the most promising first; no bin that one leaves is another's goal."""
        promising = sorted((-self._promise(item), item) for item in self._at)
        chosen: list[Wish] = []
        for promise, item in promising:
            if promise >= 0 or len(chosen) >= most:
                break
            wish = self._wish(item)
            if wish:
                chosen.append(wish)
                self._carry_out(wish)
        return chosen

    def _promise(self, item: int) -> int:
        goods = self._goods[self._at[item]]
        return self.picks(item) * self._rank.get(goods.place, 0) if goods.free else 0

    def _wish(self, item: int) -> Wish:
        """The best bin that it may have: an empty one, or one whose goods are wanted less than a third as often."""
        goods = self._goods.get(self._at[item])
        if goods is None or item in self._moved:
            return ()
        rank = self._rank.get(goods.place)
        if rank is None:
            return ()
        for place in self._best[:rank]:
            if not _fits(goods, self._spots[place]):
                continue
            if self._is_empty(place):
                return (Relocation(item, goods.place, place),)
            other = self._goods.get(place)
            if other is None or not self._gives_way(other, goods):
                continue
            # The slow goods go where the fast ones were, or where nothing is; never through a third hand.
            away = self._place_for(other, goods.place)
            if away is not None:
                return (
                    Relocation(other.item, place, away),
                    Relocation(item, goods.place, place),
                )
        return ()

    def _gives_way(self, other: Goods, goods: Goods) -> bool:
        return (
            other.free
            and other.item not in self._moved
            and self._at.get(other.item) == other.place
            and self.picks(other.item) * 3 < self.picks(goods.item)
        )

    def _place_for(self, goods: Goods, near: int) -> int | None:
        """An empty bin that is no better than the one that the other goods leave."""
        worse = self._best[self._rank[near] :]
        return next((p for p in worse if self._is_empty(p) and _fits(goods, self._spots[p])), None)

    def _is_empty(self, place: int) -> bool:
        return place not in self._goods and place not in self._taken

    def _carry_out(self, wish: Wish) -> None:
        """The bins that are left stay closed, the new ones are taken: each wish stands or falls by itself."""
        for one in wish:
            goods = self._goods.pop(one.origin)
            self._goods[one.goal] = replace(goods, place=one.goal, free=False)
            self._moved.add(one.item)
        self._taken |= {one.origin for one in wish}

    def cost(self, wish: Wish) -> int:
        """From where a walk begins to the goods, to their new bin, to the next goods, and back."""
        stops = [self._home]
        for one in wish:
            stops += [self._spots[one.origin].stop, self._spots[one.goal].stop]
        stops.append(self._home)
        walked = sum(self._plan.distance_mm(here, there) for here, there in pairwise(stops))
        return walked + HANDLING_MM * len(wish)


def _fits(goods: Goods, spot: Spot) -> bool:
    if goods.zone and spot.zone and goods.zone != spot.zone:
        return False
    heavy = spot.max_weight_g and goods.weight_g > spot.max_weight_g
    large = spot.volume_mm3 and goods.volume_mm3 > spot.volume_mm3
    return not heavy and not large
