"""What an item will sell a day, by several methods at once. Pure.

Each method gives one level (units a day) for each item. Moving averages, exponential smoothing and smoothing of
aggregated buckets are weighted means of the days, and become one product of matrices. Croston's method (1972), its
correction by Syntetos and Boylan (SBA, 2005), and TSB (Teunter, Syntetos and Babai, 2011), which lets an item that
has stopped selling fade, are recursions over the days that serve all items in each step. Aggregation in time is ADIDA
(Nikolopoulos and others, 2011).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from pickface.planning.demand import Units, Whole, first_sale

_AVERAGES: Final = (28, 56, 84, 112)
"""Days of moving averages."""
_SMOOTHINGS: Final = (0.02, 0.03, 0.05)
"""Weight of the newest day."""
_BUCKETS: Final = ((7, 0.1), (7, 0.2), (28, 0.3), (28, 0.5))
"""Days of a bucket, and weight of the newest bucket."""
_LEAST_DAYS: Final = 7
"""An item that is new since yesterday has not sold at yesterday's pace for long."""


class _Pace(NamedTuple):
    """How fast a recursion forgets: sizes of demands, and their intervals or their probability."""

    size: float
    timing: float


_CROSTON: Final = _Pace(0.05, 0.05)
_SBA: Final = _Pace(0.1, 0.1)
_TSB: Final = (_Pace(0.05, 0.03), _Pace(0.02, 0.05), _Pace(0.02, 0.02))

METHODS: Final = (
    *(f"average {days}" for days in _AVERAGES),
    *(f"smoothed {alpha}" for alpha in _SMOOTHINGS),
    *(f"smoothed {alpha} by {days} days" for days, alpha in _BUCKETS),
    *(f"TSB {pace.size}/{pace.timing}" for pace in _TSB),
    "Croston",
    "SBA",
)


def levels(units: Units) -> Units:
    """The level of each item by each method, in the order of METHODS: (methods, items) from (items, days)."""
    first = first_sale(units)
    return np.vstack([_weighted(units, first), _intermittent(units)])


def _weighted(units: Units, first: Whole) -> Units:
    """Levels that are weighted means of the days since the first demand (methods, items)."""
    weights = _weights(units.shape[1])
    # The weight of all days from the first demand on: what the sum is divided by.
    tails = np.vstack([weights[::-1].cumsum(axis=0)[::-1], np.zeros(weights.shape[1])])
    begun = np.clip(np.minimum(first, units.shape[1] - _LEAST_DAYS), 0, None)
    result: Units = ((units @ weights) / tails[begun]).T
    return result


def _weights(days: int) -> Units:
    """The weight of each day in each method (days, methods); the newest day is the last row."""
    age = np.arange(days)[::-1].astype(np.float64)
    columns: list[Units] = [(age < span).astype(np.float64) for span in _AVERAGES]
    columns += [(1 - alpha) ** age for alpha in _SMOOTHINGS]
    columns += [(1 - alpha) ** (age // span) for span, alpha in _BUCKETS]
    return np.stack(columns, axis=1)


def _intermittent(units: Units) -> Units:
    """TSB, Croston and SBA (methods, items), all items in each step of a day."""
    items = units.shape[0]
    tsb = [_Tsb(items, pace) for pace in _TSB]
    croston = [_Croston(items, pace) for pace in (_CROSTON, _SBA)]
    for today in np.ascontiguousarray(units.T):
        sold = np.flatnonzero(today)
        for method in tsb:
            method.see(sold, today[sold])
        for other in croston:
            other.see(sold, today[sold])
    plain, corrected = (method.level() for method in croston)
    return np.vstack(
        [*(method.level() for method in tsb), plain, (1 - _SBA.timing / 2) * corrected]
    )


class _Tsb:
    """Size and probability of demand, smoothed apart; the probability fades each day without demand.

    Smoothing begins with weights 1, 1/2, 1/3 … until they fall to the pace, so that the first demand does not stand
    for the whole past.
    """

    def __init__(self, items: int, pace: _Pace) -> None:
        self._pace = pace
        self._size = np.zeros(items)
        self._demands = np.zeros(items)
        self._probability = np.zeros(items)
        self._weight = np.zeros(items)

    def see(self, sold: Whole, units: Units) -> None:
        """One day: which items were ordered, and how much of each."""
        keep = 1 - self._pace.timing
        self._probability *= keep
        self._probability[sold] += self._pace.timing
        # The weight that has come in since the first demand: it corrects the start from nothing.
        begun = self._weight > 0
        begun[sold] = True
        self._weight = np.where(begun, self._weight * keep + self._pace.timing, 0)
        self._demands[sold] += 1
        gain = np.maximum(self._pace.size, 1 / self._demands[sold])
        self._size[sold] += gain * (units - self._size[sold])

    def level(self) -> Units:
        """Units a day (items,)."""
        result: Units = self._size * self._probability / np.maximum(self._weight, self._pace.timing)
        return result


class _Croston:
    """Size and interval of demand, smoothed apart and only when there is demand."""

    def __init__(self, items: int, pace: _Pace) -> None:
        self._pace = pace
        self._size = np.zeros(items)
        self._interval = np.zeros(items)
        self._demands = np.zeros(items)
        self._last = np.zeros(items)
        self._day = 0

    def see(self, sold: Whole, units: Units) -> None:
        """One day: which items were ordered, and how much of each."""
        self._day += 1
        self._demands[sold] += 1
        demands = self._demands[sold]
        waited = self._day - self._last[sold]
        # What lies before the first demand is no interval.
        gain = np.where(
            demands > 1, np.maximum(self._pace.timing, 1 / np.maximum(demands - 1, 1)), 0
        )
        self._interval[sold] += gain * (waited - self._interval[sold])
        self._size[sold] += np.maximum(self._pace.size, 1 / demands) * (units - self._size[sold])
        self._last[sold] = self._day

    def level(self) -> Units:
        """Units a day (items,); an item with one demand has waited since then."""
        interval = np.where(self._demands > 1, self._interval, self._day - self._last + 1)
        result: Units = self._size / np.maximum(interval, 1)
        return result
