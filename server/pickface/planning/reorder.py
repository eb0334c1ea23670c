"""When to order and up to where: reorder points for a service goal, calibrated by replaying the past. Pure.

An item is ordered when what is on hand and on its way falls to its *reorder point*, up to its *order-up-to level*:
``point = rate · lead + factor · spread`` and ``up_to = point + rate · cover``, all in units, rates in units a day
(Silver, Pyke and Thomas, "Inventory and Production Management in Supply Chains", the (s, S) rule). The factor is not
taken from the normal distribution, whose 98 % is not 98 % of such demand: it is the one with which the days before
would have met the goal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from pickface.locations.service_goals import CLASSES
from pickface.planning.cleaning import clean
from pickface.planning.demand import Units, Whole
from pickface.planning.forecast import HORIZON_DAYS, Forecast, forecast

_SPREAD_DAYS: Final = 112
_CALIBRATED_WINDOWS: Final = 3
_UNCALIBRATED: Final = 1.3
"""The factor where there is too little history to replay; about 90 % of normal demand."""
_LEAST, _MOST = -4.0, 16.0
_HALVINGS: Final = 12


class Lead(NamedTuple):
    """Days from order to shelf and their standard deviation; numbers, or one for each item (items,)."""

    days: float | Units
    spread_days: float | Units


@dataclass(frozen=True)
class Rules:
    """Each item's pace and what follows from it, all (items,) in units; ``classes`` count through CLASSES.

    ``safety`` is what the point holds beyond the demand of the lead time; ``forecast`` is what the pace was taken from.
    """

    rate: Units
    point: Units
    up_to: Units
    classes: Whole
    factor: Units
    safety: Units
    forecast: Forecast


class Outcome(NamedTuple):
    """What a replay would have served, of how much, and the mean stock on hand, each (items,) in units."""

    served: Units
    asked: Units
    stock: Units


def abc_xyz(units: Units) -> Whole:
    """Each item's class (items,) as a position in CLASSES.

    A are the items that make up 80 % of the units of the last 112 days, B the next 15 %; X vary by less than half of
    their mean from week to week, Y by less than their mean.
    """
    recent = units[:, -_SPREAD_DAYS:]
    total = recent.sum(axis=1)
    falling = np.argsort(-total, kind="stable")
    before = np.zeros(len(units))
    before[falling] = total[falling].cumsum() - total[falling]
    abc = np.searchsorted((0.8, 0.95), before / max(total.sum(), 1), side="right")
    weeks = recent.shape[1] // 7
    weekly = recent[:, recent.shape[1] - 7 * weeks :].reshape(len(units), weeks, 7).sum(axis=2)
    mean = weekly.mean(axis=1) if weeks else np.zeros(len(units))
    vary = weekly.std(axis=1) / np.maximum(mean, 1e-9) if weeks else np.full(len(units), 9.0)
    xyz = np.searchsorted((0.5, 1.0), np.where(mean > 0, vary, 9), side="right")
    classes: Whole = np.asarray(3 * abc + xyz, np.int64)
    return classes


class _Pace(NamedTuple):
    """Units a day and their standard deviation, as known at one origin (items,)."""

    rate: Units
    spread: Units
    forecast: Forecast

    def rules(self, lead: Lead, cover_days: float, factor: Units) -> tuple[Units, Units]:
        """Reorder point and order-up-to level. A day's demand is in the spread too: stock is looked at once a day."""
        uncertain = np.sqrt((lead.days + 1) * self.spread**2 + (self.rate * lead.spread_days) ** 2)
        point = self.rate * (lead.days + 1) + factor * uncertain
        point = np.maximum(point, 0)
        return point, point + self.rate * cover_days


def _pace(units: Units) -> _Pace:
    cleaned = clean(units)
    made = forecast(units)
    rate: Units = made.daily.mean(axis=1)
    return _Pace(rate, cleaned.units[:, -_SPREAD_DAYS:].std(axis=1) * cleaned.lift, made)


def reorder_rules(units: Units, lead: Lead, cover_days: float, goals: Units) -> Rules:
    """Rules for the days after the last column. ``goals`` (9,) is the share of units to be served from stock by class.

    The factors are found by replaying up to three windows of 28 days before, each with the forecast that could have
    been made at its beginning.
    """
    now = _pace(units)
    classes = abc_xyz(units)
    factor = _calibrated(units, lead, cover_days, goals)[classes]
    point, up_to = now.rules(lead, cover_days, factor)
    safety = np.maximum(0, point - now.rate * (lead.days + 1))
    return Rules(now.rate, point, up_to, classes, factor, safety, now.forecast)


def _calibrated(units: Units, lead: Lead, cover_days: float, goals: Units) -> Units:
    """The factor of each class (9,) with which the windows before would have met its goal, by halving."""
    days = units.shape[1]
    begins = [days - HORIZON_DAYS * back for back in range(_CALIBRATED_WINDOWS, 0, -1)]
    begins = [begin for begin in begins if begin >= 2 * HORIZON_DAYS]
    low, high = (np.full(len(CLASSES), end) for end in (_LEAST, _MOST))
    if not begins:
        return np.full(len(CLASSES), _UNCALIBRATED)
    paces = [_pace(units[:, :begin]) for begin in begins]
    # What first sold within the windows had no rules yet.
    known = (units[:, : begins[0]].max(axis=1) > 0)[:, None]
    window = clean(units).plausible[:, begins[0] :] * known
    # Classed as they were then: by hindsight, what sold steadily looks safe.
    classes = abc_xyz(units[:, : begins[0]])
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        rules = [pace.rules(lead, cover_days, middle[classes]) for pace in paces]
        met = fill_by_class(replay(window, rules, lead), classes) >= goals
        low, high = np.where(met, low, middle), np.where(met, middle, high)
    return high


def fill_by_class(outcome: Outcome, classes: Whole) -> Units:
    """The share of units served from stock (9,); 1 where nothing was asked for."""
    served, asked = (
        np.bincount(classes, values, len(CLASSES)) for values in (outcome.served, outcome.asked)
    )
    return np.where(asked > 0, served / np.maximum(asked, 1e-9), 1.0)


def replay(units: Units, rules: list[tuple[Units, Units]], lead: Lead, seed: int = 1) -> Outcome:
    """Live through the days of (items, days) with rules that change every 28 days; what is missing is lost.

    Begins with the stock that the first rules lead to. Lead times are drawn from the normal distribution.
    """
    random = np.random.default_rng(seed)
    items, days = units.shape
    point, up_to = rules[0]
    on_hand = np.ceil(point)
    most = int(np.max(np.asarray(lead.days) + 4 * np.asarray(lead.spread_days))) + 2
    coming = np.zeros((days + most, items))
    on_its_way = np.zeros(items)
    served, stock = np.zeros(items), np.zeros(items)
    for day in range(days):
        point, up_to = rules[min(day // HORIZON_DAYS, len(rules) - 1)]
        on_hand += coming[day]
        on_its_way -= coming[day]
        sold = np.minimum(on_hand, units[:, day])
        on_hand -= sold
        served += sold
        stock += on_hand
        needs = np.flatnonzero(on_hand + on_its_way <= point)
        wait = random.normal(lead.days, lead.spread_days, items)[needs]
        arrival = day + np.clip(np.rint(wait), 1, most - 1).astype(np.int64)
        ordered = np.ceil(up_to[needs] - on_hand[needs] - on_its_way[needs])
        coming[arrival, needs] += ordered
        on_its_way[needs] += ordered
    return Outcome(served, units.sum(axis=1), stock / max(days, 1))
