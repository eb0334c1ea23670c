"""The forecast: which method suits which class of items, found by rolling backtests before the origin. Pure.

Nothing here sees a day after the origin: caps, seasons, classes and choices are reckoned from the columns before it,
and each backtest from the columns before its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pickface.planning.cleaning import clean
from pickface.planning.demand import Flags, Units, Whole, sale_days
from pickface.planning.levels import METHODS, levels
from pickface.planning.season import weekday_profile, yearly_factor

HORIZON_DAYS: Final = 28
_BACKTESTS: Final = 3
_LEAST_HISTORY_DAYS: Final = 56
_RECENT_DAYS: Final = 112
_CLASS_FROM: Final = (3, 10, 28, 56)
"""Days with demand of the last 112 at which the next class of items begins."""
_BEST: Final = 4
"""So many of a class's best methods are averaged: the single best of a few backtests is often best by chance."""
_UNTRIED: Final = ("average 28", "average 56", "smoothed 0.03", "smoothed 0.2 by 7 days")
"""The methods where there is too little history to try any."""


@dataclass(frozen=True)
class Forecast:
    """What will be ordered.

    ``daily`` (items, horizon_days) in units; ``classes`` (items,) from 0, hardly ever sold, to 4, sold nearly each
    day; ``chosen`` names the methods of each class; ``backtests`` (backtests, 2, items) are the sums of earlier windows
    as forecast and as they came, newest first.
    """

    daily: Units
    classes: Whole
    chosen: tuple[tuple[str, ...], ...]
    backtests: Units


def forecast(units: Units, horizon_days: int = HORIZON_DAYS) -> Forecast:
    """Forecast the days after the last column of (items, days)."""
    if not units.size:
        return _nothing(len(units), horizon_days)
    now = _Level(units)
    trials = [
        _Trial(units, now.units, begin, horizon_days)
        for begin in _backtest_begins(units.shape[1], horizon_days)
    ]
    classes = demand_classes(units)
    chosen = np.stack([_best_of(trials, classes == one) for one in range(len(_CLASS_FROM) + 1)])
    tried = [np.stack([trial.sums(chosen[classes]), trial.actual]) for trial in trials]
    year = yearly_factor(now.units, horizon_days)
    level = now.mean_of(chosen[classes]) * now.lift * year
    return Forecast(
        level[:, None] * weekday_profile(now.units, horizon_days),
        classes,
        tuple(tuple(METHODS[method] for method in methods) for methods in chosen),
        np.stack(tried) if tried else np.zeros((0, 2, len(units))),
    )


def demand_classes(units: Units) -> Whole:
    """By how often an item was ordered lately (items,): 0 hardly ever … 4 nearly each day."""
    often = sale_days(units[:, -_RECENT_DAYS:])
    return np.searchsorted(_CLASS_FROM, often, side="right").astype(np.int64)


class _Level:
    """The levels of all methods at one origin."""

    def __init__(self, units: Units) -> None:
        cleaned = clean(units)
        self.units, self.lift = cleaned.units, cleaned.lift
        self._levels = levels(self.units)

    def mean_of(self, methods: Whole) -> Units:
        """Each item's mean level over its methods: (items,) from (items, best)."""
        result: Units = np.take_along_axis(self._levels, methods.T, axis=0).mean(axis=0)
        return result

    def off(self, actual: Units, days: int) -> Units:
        """The absolute error of each method's window sum (methods, items)."""
        return np.abs(days * self._levels - actual)


class _Trial:
    """One backtest: forecast at ``begin``, compared with the window after it."""

    def __init__(self, units: Units, cleaned: Units, begin: int, horizon_days: int) -> None:
        self._days = horizon_days
        self._level = _Level(units[:, :begin])
        self.actual = units[:, begin : begin + horizon_days].sum(axis=1)
        # Methods are compared by what can be forecast: the window without its extremes, as known at the origin.
        known = cleaned[:, begin : begin + horizon_days].sum(axis=1)
        self.off = self._level.off(known, horizon_days)

    def sums(self, methods: Whole) -> Units:
        """The window sums that the methods (items, best) would have forecast (items,)."""
        return self._days * self._level.lift * self._level.mean_of(methods)


def _backtest_begins(days: int, horizon_days: int) -> list[int]:
    """The newest windows before the origin that leave enough history before them, newest first."""
    begins = (days - horizon_days * back for back in range(1, _BACKTESTS + 1))
    return [begin for begin in begins if begin >= _LEAST_HISTORY_DAYS]


def _best_of(trials: list[_Trial], members: Flags) -> Whole:
    """The methods with the least absolute error over a class's items and all backtests (best,)."""
    if not trials or not members.any():
        return np.array([METHODS.index(name) for name in _UNTRIED])
    off = sum(trial.off[:, members].sum(axis=1) for trial in trials)
    return np.argsort(off, kind="stable")[:_BEST].astype(np.int64)


def _nothing(items: int, horizon_days: int) -> Forecast:
    """The forecast of a table without a day or an item."""
    return Forecast(
        np.zeros((items, horizon_days)), np.zeros(items, np.int64), (), np.zeros((0, 2, items))
    )
