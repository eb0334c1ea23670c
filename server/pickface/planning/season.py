"""How demand swings over the week and the year, pooled over all items. Pure."""

from __future__ import annotations

import numpy as np

from pickface.planning.demand import Units

_WEEKS = 12
_YEAR_DAYS = 364
"""A year in whole weeks, so that weekdays fall on weekdays."""
_LEVEL_DAYS = 84
_LEAST, _MOST = 0.5, 2.0


def weekday_profile(units: Units, horizon_days: int) -> Units:
    """Each coming day's share against the mean day (horizon_days,), by the weekdays of the last 12 weeks.

    All ones where there are fewer than four weeks.
    """
    days = units.shape[1]
    weeks = min(days // 7, _WEEKS)
    if weeks < 4:
        return np.ones(horizon_days)
    total = units[:, days - 7 * weeks :].sum(axis=0).reshape(weeks, 7).sum(axis=0)
    week = total / total.mean() if total.any() else np.ones(7)
    return np.resize(week, horizon_days)


def yearly_factor(units: Units, horizon_days: int) -> float:
    """What the time of the year makes of the level, pooled over items since one year of one item is chance.

    Each past year tells how the same window compared with the 12 weeks before it. Two years that agree better with
    each other than with no season at all are believed (their geometric mean); a single year is believed by half (its
    square root), two that disagree not at all. 1 where there is no year.
    """
    last, before = (_year_ago(units, horizon_days, years) for years in (1, 2))
    if last is None:
        return 1.0
    if before is None:
        return float(np.sqrt(last))
    agree = abs(np.log(last / before)) < abs(np.log(last))
    return float(np.sqrt(last * before)) if agree else 1.0


def _year_ago(units: Units, horizon_days: int, years: int) -> float | None:
    """The window of so many years ago against the 12 weeks before it, between a half and two."""
    begin = units.shape[1] - _YEAR_DAYS * years
    if begin < _LEVEL_DAYS:
        return None
    before = units[:, begin - _LEVEL_DAYS : begin].sum() / _LEVEL_DAYS
    after = units[:, begin : begin + horizon_days].sum() / horizon_days
    return float(np.clip(after / before, _LEAST, _MOST)) if before else None
