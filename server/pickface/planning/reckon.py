"""Everything that planning tells of a site, out of plain values: forecasts and rules of all items, and proposals. Pure.

It takes seconds of a processor, so that the server has it done apart (:func:`reckon_apart`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from pickface.locations.service_goals import CLASSES, read
from pickface.planning.apart import apart
from pickface.planning.demand import Units
from pickface.planning.offers import Offer
from pickface.planning.proposals import (
    COVER_DAYS,
    Proposal,
    Rule,
    buy,
    lead_of,
)
from pickface.planning.reorder import Rules, reorder_rules

WEEKS: Final = 26
_BAND_WEEKS: Final = 16
_PATIENCE_S: Final = 600
_SAID_AT_MOST: Final = 200


class Question(NamedTuple):
    """What a site's planning is reckoned from: items, each with its offer or None, and demand (items, days).

    ``goals`` is the share of units that stock is to serve, by class (9,).
    """

    items: tuple[int, ...]
    offers: tuple[Offer | None, ...]
    units: Units
    goals: tuple[float, ...] = read("")


@dataclass(frozen=True)
class Expected:
    """What is expected of one item; see ``models.Forecast``."""

    item: int
    a_day: float
    days: tuple[float, ...]
    weeks: tuple[int, ...]
    below: float
    above: float
    error_pct: int | None
    method: str
    abc_xyz: str
    safety: int
    reorder_point: int
    order_up_to: int


@dataclass(frozen=True)
class Answer:
    """What was reckoned."""

    expected: tuple[Expected, ...]
    proposals: tuple[Proposal, ...]


def reckon(question: Question) -> Answer:
    """Forecast, class, rules, and what to buy."""
    if not question.items:
        return Answer((), ())
    lead = lead_of([offer.seller if offer else None for offer in question.offers])
    rules = reorder_rules(question.units, lead, COVER_DAYS, np.array(question.goals))
    bought = [at for at, offer in enumerate(question.offers) if offer]
    proposals = buy(
        [offer for offer in question.offers if offer],
        [
            Rule(float(rules.rate[at]), float(rules.point[at]), float(rules.up_to[at]))
            for at in bought
        ],
    )
    return Answer(_expected(question, rules), tuple(proposals))


def _expected(question: Question, rules: Rules) -> tuple[Expected, ...]:
    made = rules.forecast
    weekly = _weekly(question.units, WEEKS)
    below, above = _band(_weekly(question.units, _BAND_WEEKS))
    errors = _errors(made.backtests)
    return tuple(
        Expected(
            item=item,
            a_day=float(rules.rate[at]),
            days=tuple(made.daily[at].tolist()),
            weeks=tuple(int(units) for units in weekly[at]),
            below=float(below[at]),
            above=float(above[at]),
            error_pct=errors[at],
            method=", ".join(made.chosen[made.classes[at]])[:_SAID_AT_MOST],
            abc_xyz=CLASSES[rules.classes[at]],
            safety=int(np.ceil(rules.safety[at])),
            reorder_point=int(np.ceil(rules.point[at])),
            order_up_to=int(np.ceil(rules.up_to[at])),
        )
        for at, item in enumerate(question.items)
    )


def _weekly(units: Units, most: int) -> Units:
    """The sums of the last whole weeks (items, weeks), oldest first."""
    items, days = units.shape
    weeks = min(days // 7, most)
    sums: Units = units[:, days - 7 * weeks :].reshape(items, weeks, 7).sum(axis=2)
    return sums


def _band(weekly: Units) -> tuple[Units, Units]:
    """How far eight weeks of ten lay from the mean at most, down and up (items,)."""
    if weekly.shape[1] < 4:
        return np.zeros(len(weekly)), np.zeros(len(weekly))
    off = weekly - weekly.mean(axis=1, keepdims=True)
    low, high = np.quantile(off, (0.1, 0.9), axis=1)
    return np.maximum(0, -low), np.maximum(0, high)


def _errors(backtests: Units) -> list[int | None]:
    """How far earlier forecasts were off, in percent of what came; None where nothing came."""
    if not len(backtests):
        return [None] * backtests.shape[2]
    off = np.abs(backtests[:, 0] - backtests[:, 1]).sum(axis=0)
    came = backtests[:, 1].sum(axis=0)
    return [
        min(999, round(100 * o / c)) if c else None
        for o, c in zip(off.tolist(), came.tolist(), strict=True)
    ]


def reckon_apart(question: Question) -> Answer:
    """The same in a process of its own."""
    return apart(reckon, question, _PATIENCE_S)
