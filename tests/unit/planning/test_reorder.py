"""Reorder rules and the replay that calibrates them."""

from __future__ import annotations

import numpy as np
import pytest

from pickface.locations.service_goals import CLASSES
from pickface.planning.demand import Demand
from pickface.planning.reorder import Lead, abc_xyz, reorder_rules, replay
from pickface.planning.service_level import report

LEAD = Lead(5.0, 0.0)


def steady(items: int = 80, days: int = 250, seed: int = 4) -> np.ndarray:
    """Poisson demand of one to eight a day."""
    rate = np.linspace(1, 8, items)[:, None]
    return np.random.default_rng(seed).poisson(rate, (items, days)).astype(float)


def test_a_replay_serves_all_where_the_stock_covers_the_lead_time() -> None:
    units = np.full((1, 40), 2.0)
    point, up_to = np.array([14.0]), np.array([24.0])
    came = replay(units, [(point, up_to)], LEAD)
    assert came.served.tolist() == came.asked.tolist() == [80]
    assert 0 < came.stock[0] < 14


def test_what_is_missing_is_lost_and_not_served_later() -> None:
    units = np.full((1, 10), 3.0)
    came = replay(units, [(np.array([4.0]), np.array([4.0]))], LEAD)
    assert came.served[0] < came.asked[0] == 30


def test_classes_go_by_share_of_units_and_by_how_weeks_vary() -> None:
    units = np.zeros((3, 112))
    units[0] = 10
    units[1, ::14] = 22
    units[2, 50] = 20
    assert [CLASSES[one] for one in abc_xyz(units)] == ["AX", "BZ", "CZ"]


@pytest.mark.parametrize("goal", [0.9, 0.97])
def test_the_goal_is_met_on_days_that_the_rules_have_not_seen(goal: float) -> None:
    told = report(Demand(("x",) * 80, 1, steady()), goal)
    assert told["fill"] == pytest.approx(goal, abs=0.03)


def test_a_higher_goal_and_a_less_certain_lead_time_want_more_stock() -> None:
    units = steady()
    low, high = (reorder_rules(units, LEAD, 7, np.full(9, goal)).point for goal in (0.85, 0.98))
    unsure = reorder_rules(units, Lead(5.0, 4.0), 7, np.full(9, 0.98)).point
    assert low.sum() < high.sum() < unsure.sum()


def test_a_short_history_has_rules_too() -> None:
    rules = reorder_rules(steady(days=30), LEAD, 7, np.full(9, 0.9))
    assert (rules.point > 0).all()
    assert (rules.up_to > rules.point).all()
