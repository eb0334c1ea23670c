"""Taking the edge off days that will not come again: one customer bought a year's worth at once. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pickface.planning.demand import Units

_STRICT: Final = 2.0
"""Standard deviations that levels are reckoned with: what is beyond would pull an item's level for months."""
_LOOSE: Final = 4.0
"""Standard deviations that totals are reckoned with: beyond them is nothing that anybody would stock for."""
_LEAST_SPREAD: Final = 0.5
"""Of an item's logarithm: one that always sold by the dozen may sell two dozen."""
_TAIL_DAYS: Final = 112


@dataclass(frozen=True)
class Cleaned:
    """Demand without its extremes (items, days), and the share that must be given back to totals.

    ``plausible`` (items, days) lacks only what nobody would stock for. A level of capped demand is a good guess of
    most months and too low for their sum; ``lift`` is what the strict cap took from the total of the last 112 days, as
    a factor.
    """

    units: Units
    plausible: Units
    lift: float


def clean(units: Units) -> Cleaned:
    """Cut each item's days at ``exp(mean + 2 sd)`` of the logarithm of its days with demand.

    Demand per day is close to log-normal; winsorising on the logarithm is symmetric there.
    """
    rows, columns = np.nonzero(units)
    logs = np.log(units[rows, columns])
    items = len(units)
    count = np.maximum(np.bincount(rows, minlength=items), 1)
    mean = np.bincount(rows, logs, items) / count
    variance = np.maximum(np.bincount(rows, logs**2, items) / count - mean**2, 0)
    spread = np.maximum(np.sqrt(variance), _LEAST_SPREAD)
    strict = np.minimum(units, np.exp(mean + _STRICT * spread)[:, None])
    loose = np.minimum(units, np.exp(mean + _LOOSE * spread)[:, None])
    tail = strict[:, -_TAIL_DAYS:].sum()
    return Cleaned(strict, loose, float(loose[:, -_TAIL_DAYS:].sum() / tail) if tail else 1.0)
