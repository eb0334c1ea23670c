"""What the demo site's former system knew: half a year of demand and of deliveries, the same every time.

It is not part of the plain :class:`DemoSite`, which tests and the terminal make again and again: only loading needs it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from random import Random
from typing import Final, NamedTuple

import numpy as np

from pickface.demo.nouns import DemoItem, DemoSupplier

DAYS: Final = 182
_DELIVERIES: Final = 9
_BEST: Final = 6.0
"""Units a day of the best seller; a hundred ranks further down it is a good third of that."""
_LEVELS: Final = {"A": 0.4, "B": 0.25, "C": 0.06}
"""Units a day that an ordinary item of the class sells besides."""
_WEEK: Final = (1.25, 1.1, 1.0, 1.0, 1.15, 0.7, 0.45)
"""Monday's share of the mean day, and so on."""
_SEASONS: Final = {"garden": -0.5, "toys": 0.5, "electronics": 0.25}
"""How much more of a category was ordered at the end of the half year than at its beginning."""
_SLIPS: Final = {"FAIANCA": (0.25, 6), "ALDERTON": (0.15, 3), "VOLTREE": (-0.1, 1)}
"""How much later than stated a supplier comes on average, as a share, and the spread in days; else on time."""


class SoldDay(NamedTuple):
    """So many units of an item were ordered so many days ago."""

    sku: str
    days_ago: int
    units: int


class Delivered(NamedTuple):
    """A delivery: days ago for when it was ordered, promised and received."""

    supplier: str
    ordered: int
    promised: int
    received: int
    units_ordered: int
    units_received: int
    units_wrong: int


def sold_days(items: Sequence[DemoItem], weekday: int, seed: int = 1) -> Iterator[SoldDay]:
    """What was ordered on each of the last days; ``weekday`` is today's, Monday 0."""
    ago = np.arange(DAYS, 0, -1)
    week = np.array(_WEEK)[(weekday - ago) % 7]
    for item in items:
        # Each item has a chance of its own, so that another assortment changes no other item.
        random = np.random.default_rng([seed, zlib.crc32(item.sku.encode())])
        level = (_BEST * np.exp(-item.rank / 100) + _LEVELS[item.abc]) * random.gamma(3.0, 1 / 3)
        season = np.linspace(
            1 - _SEASONS.get(item.category, 0) / 2, 1 + _SEASONS.get(item.category, 0) / 2, DAYS
        )
        orders = random.poisson(level * week * season / 1.6)
        days = np.flatnonzero(orders)
        units = orders[days] + random.poisson(0.6 * orders[days])
        for day, count in zip(ago[days].tolist(), units.tolist(), strict=True):
            yield SoldDay(item.sku, day, count)


def deliveries(suppliers: Sequence[DemoSupplier], seed: int = 1) -> Iterator[Delivered]:
    """Some deliveries of each supplier, each with habits of its own, oldest first."""
    for supplier in suppliers:
        random = Random(f"{seed} {supplier.code}")
        late, spread = _SLIPS.get(supplier.code, (0.0, 1))
        for place in range(_DELIVERIES):
            ordered = DAYS - place * (DAYS - supplier.lead_days * 2) // _DELIVERIES
            took = max(1, round(random.gauss(supplier.lead_days * (1 + late), spread)))
            units = random.randint(8, 60) * 12
            lacks = random.random() < 0.1
            yield Delivered(
                supplier.code,
                ordered,
                ordered - supplier.lead_days,
                max(1, ordered - took),
                units,
                units - 12 if lacks else units,
                random.randint(1, 4) if random.random() < 0.12 else 0,
            )
