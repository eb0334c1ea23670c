"""Which cartons to take: the smallest that holds everything, else several."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple

from pickface.errors import BadRequest
from pickface.packing.goods import Carton, Parcel, Rules, Unit
from pickface.packing.placing import RATINGS, Standing, fill

Key = Callable[[Unit], tuple[int, ...]]


def _base(unit: Unit) -> int:
    return max(along * across for along, across, _ in unit.stances())


ORDERS: Final[dict[str, Key]] = {
    "large": lambda unit: (unit.fragile, -unit.volume_mm3),
    "wide": lambda unit: (unit.fragile, -_base(unit), -unit.volume_mm3),
    "long": lambda unit: (unit.fragile, -max(_sides(unit)), -unit.volume_mm3),
    "thick": lambda unit: (unit.fragile, -min(_sides(unit)), -unit.volume_mm3),
}
"""In which order units are put in, what is fragile last."""


class Way(NamedTuple):
    """An order, what is the best place, and how often what found none is put in first instead."""

    order: str
    rating: str
    again: int


QUICK: Final = (Way("large", "low", 0),)
THOROUGH: Final = (
    Way("large", "low", 5),
    Way("large", "corner", 3),
    Way("wide", "low", 2),
    Way("thick", "low", 2),
    Way("large", "tiled", 2),
    Way("long", "low", 1),
)
SWAPS: Final = 10
"""How often two units of the best line change places, when no way has led to the end."""
TRIES: Final = 160
"""Fillings that one proposal may take."""
USUAL_PCT: Final = 70
"""Up to this fill most goods go in; looking begins there."""
DENSEST_PCT: Final = 92
"""Goods of several sizes go no denser; a carton that would be fuller is not tried."""
MOST_UNITS: Final = 100
"""An order of more pieces is for a pallet, or for somebody who sees it."""


class GoesInNoCarton(BadRequest):
    """A unit that is larger or heavier than every carton; ``params``: ``item``."""

    code = "goes_in_no_carton"


class _Budget:
    """Fillings that are left, so that a hard order has an answer in time."""

    def __init__(self, fillings: int) -> None:
        self._left = fillings

    def spend(self) -> bool:
        self._left -= 1
        return self._left >= 0


def propose(
    units: Sequence[Unit],
    cartons: Sequence[Carton],
    rules: Rules | None = None,
    tries: int = TRIES,
) -> list[Parcel]:
    """The parcels for some units, each of known size; GoesInNoCarton.

    The smallest carton, by room and then by cost, that all of it fits into. What fits into none goes into the largest,
    as much as it takes, and what is then left again into the smallest.
    """
    ladder = sorted(cartons, key=lambda one: (one.volume_mm3, one.cost_minor, one.code))
    for unit in dict.fromkeys(units):
        if not any(_holds(carton, unit) for carton in ladder):
            raise GoesInNoCarton("no carton holds it", item=unit.item)
    search = _Search(rules or Rules(), _Budget(tries))
    parcels: list[Parcel] = []
    rest = list(units)
    while rest:
        last = search.one_for_all(rest, ladder)
        if last is not None:
            return [*parcels, last]
        parcel, rest = search.fullest(rest, ladder)
        parcels.append(parcel)
    return parcels


def _sides(unit: Unit) -> tuple[int, int, int]:
    return unit.length_mm, unit.width_mm, unit.height_mm


def _holds(carton: Carton, unit: Unit) -> bool:
    return unit.weight_g <= carton.room_g and any(
        along <= carton.length_mm and across <= carton.width_mm and upright <= carton.height_mm
        for along, across, upright in unit.stances()
    )


class _Search:
    """Looks for cartons, within a budget."""

    def __init__(self, rules: Rules, budget: _Budget) -> None:
        self.rules, self.budget = rules, budget

    def one_for_all(self, units: Sequence[Unit], ladder: Sequence[Carton]) -> Parcel | None:
        """The smallest carton found that holds all: first one that surely does, then smaller ones down from it."""
        able = _able(units, ladder)
        volume = sum(unit.volume_mm3 for unit in units)
        usual = sum(volume * 100 > one.volume_mm3 * USUAL_PCT for one in able)
        found: Parcel | None = None
        at = usual
        for ways in (QUICK, THOROUGH):
            for at in range(usual, len(able)):
                found = self._fitted(units, able[at], ways)
                if found is not None:
                    break
            if found is not None:
                break
        else:
            at = usual
        for smaller in reversed(able[:at]):
            found = self._fitted(units, smaller, THOROUGH) or found
        return found

    def _fitted(self, units: Sequence[Unit], carton: Carton, ways: Sequence[Way]) -> Parcel | None:
        best: list[Unit] = []
        packed = stuck = 0
        for line, rating in _lines(units, ways):
            standing, failed = self._try(carton, line, rating)
            if standing is None:
                return None
            if failed is None:
                return Parcel(carton, tuple(standing.placed))
            if not best or standing.volume_mm3 > packed:
                best, packed, stuck = list(line), standing.volume_mm3, failed
            line.insert(0, line.pop(failed))
        return self._swapped(carton, best, packed, stuck) if ways is THOROUGH else None

    def _swapped(self, carton: Carton, best: list[Unit], packed: int, stuck: int) -> Parcel | None:
        """Improve the line that came farthest, by exchanging units; always the same way for the same goods."""
        chance = random.Random(len(best))
        for n in range(SWAPS):
            line = list(best)
            one, other = chance.randrange(stuck + 1), chance.randrange(len(line))
            line[one], line[other] = line[other], line[one]
            standing, failed = self._try(carton, line, ("low", "corner")[n % 2])
            if standing is None:
                return None
            if failed is None:
                return Parcel(carton, tuple(standing.placed))
            if standing.volume_mm3 >= packed:
                best, packed, stuck = line, standing.volume_mm3, failed
        return None

    def _try(
        self, carton: Carton, line: Sequence[Unit], rating: str
    ) -> tuple[Standing | None, int | None]:
        """A filling, and the position of the unit that found no place; nothing once the budget is spent."""
        if not self.budget.spend():
            return None, None
        standing, left = fill(carton, line, self.rules, rating, whole=True)
        return standing, left[0] if left else None

    def fullest(self, units: Sequence[Unit], ladder: Sequence[Carton]) -> tuple[Parcel, list[Unit]]:
        """The largest carton that takes anything, filled as far as it goes, and what is left."""
        best: tuple[int, Parcel, list[Unit]] | None = None
        for carton in reversed(ladder):
            for order, rating in product(ORDERS.values(), RATINGS):
                line = sorted(units, key=order)
                standing, left = fill(carton, line, self.rules, rating, whole=False)
                if standing.placed and (best is None or standing.volume_mm3 > best[0]):
                    parcel = Parcel(carton, tuple(standing.placed))
                    best = standing.volume_mm3, parcel, [line[n] for n in left]
            if best is not None:
                return best[1], best[2]
        raise GoesInNoCarton("no carton holds it", item=units[0].item)


def _able(units: Sequence[Unit], ladder: Sequence[Carton]) -> list[Carton]:
    """Cartons that might hold all of it."""
    volume = sum(unit.volume_mm3 for unit in units)
    weight = sum(unit.weight_g for unit in units)
    kinds = list(dict.fromkeys(units))
    alike = len(kinds) == 1
    return [
        carton
        for carton in ladder
        if volume * 100 <= carton.volume_mm3 * (100 if alike else DENSEST_PCT)
        and weight <= carton.room_g
        and all(_holds(carton, unit) for unit in kinds)
    ]


def _lines(units: Sequence[Unit], ways: Sequence[Way]) -> Iterator[tuple[list[Unit], str]]:
    """Lines to be put in; whoever tries one moves in it what found no place, and gets it again."""
    for order, rating, again in ways:
        line = sorted(units, key=ORDERS[order])
        for _ in range(1 + again):
            yield line, rating
