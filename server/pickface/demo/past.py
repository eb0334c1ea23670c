"""What the demo site's former system knew: half a year of demand and of deliveries, the same every time.

It is not part of the plain :class:`DemoSite`, which tests and the terminal make again and again: only loading needs it.
"""

from __future__ import annotations

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


def sold_days(items: Sequence[DemoItem], weekday: int, seed: int = 1) -> list[SoldDay]:
    """What was ordered on each of the last days; ``weekday`` is today's, Monday 0."""
    if not items:
        return []
    random = np.random.default_rng(seed)
    ago = np.arange(DAYS, 0, -1)
    week = np.array(_WEEK)[(weekday - ago) % 7]
    best = np.array([_BEST * np.exp(-item.rank / 100) + _LEVELS[item.abc] for item in items])
    level = best * random.gamma(3.0, 1 / 3, len(items))
    grows = np.array([_SEASONS.get(item.category, 0.0) for item in items])[:, None]
    season = 1 + grows * np.linspace(-0.5, 0.5, DAYS)
    orders = random.poisson(level[:, None] * week * season / 1.6)
    rows, days = np.nonzero(orders)
    units = orders[rows, days] + random.poisson(0.6 * orders[rows, days])
    return [
        SoldDay(items[row].sku, day, count)
        for row, day, count in zip(rows.tolist(), ago[days].tolist(), units.tolist(), strict=True)
    ]


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
