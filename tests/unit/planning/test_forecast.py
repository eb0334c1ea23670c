"""The forecast: what it may know, and what it does with it."""

from __future__ import annotations

import numpy as np
import pytest

from pickface.planning.cleaning import clean
from pickface.planning.demand import Demand, tabulate
from pickface.planning.evaluate import report, windows
from pickface.planning.forecast import demand_classes, forecast
from pickface.planning.season import weekday_profile, yearly_factor


def shop(items: int = 60, days: int = 200, seed: int = 3) -> np.ndarray:
    """Items from hardly ever sold to sold daily; nothing on each seventh day."""
    random = np.random.default_rng(seed)
    often = np.linspace(0.02, 0.95, items)[:, None]
    units = np.where(random.random((items, days)) < often, random.geometric(0.2, (items, days)), 0)
    return np.where(np.arange(days) % 7 == 6, 0, units).astype(float)


def test_no_day_after_the_origin_is_looked_at() -> None:
    units = shop()
    future = units.copy()
    future[:, -28:] = np.random.default_rng(9).integers(0, 10_000, (60, 28))
    for one, other in zip(
        windows(Demand(("x",) * 60, 1, units)), windows(Demand(("x",) * 60, 1, future)), strict=True
    ):
        assert np.array_equal(one.forecast, other.forecast)


def test_the_total_of_a_steady_shop_is_met() -> None:
    # By how shop() is made: 24 open days, five units each day that an item is ordered.
    expected = np.linspace(0.02, 0.95, 60).sum() * 24 * 5
    assert forecast(shop(days=400)).daily.sum() == pytest.approx(expected, rel=0.05)


def test_closed_days_are_forecast_closed() -> None:
    daily = forecast(shop(days=203)).daily
    assert not daily[:, 6::7].any()
    assert daily[:, 0].all()


def test_one_purchase_of_a_year_does_not_become_a_habit() -> None:
    units = shop()
    with_whale = units.copy()
    with_whale[30, -10] = 50_000
    before, after = forecast(units).daily[30].sum(), forecast(with_whale).daily[30].sum()
    assert after < 2 * before


def test_the_lift_gives_back_what_the_cap_took() -> None:
    units = shop()
    cleaned = clean(units)
    tail = slice(-112, None)
    assert (cleaned.units <= units).all()
    assert cleaned.units[:, tail].sum() * cleaned.lift == pytest.approx(units[:, tail].sum())


def test_classes_go_by_days_with_demand() -> None:
    units = np.zeros((5, 112))
    for row, days in enumerate((2, 3, 10, 28, 56)):
        units[row, :days] = 1
    assert demand_classes(units).tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("days", [1, 6, 27, 55, 84, 113])
def test_a_short_history_is_forecast_too(days: int) -> None:
    made = forecast(shop(items=5, days=days))
    assert np.isfinite(made.daily).all()
    assert made.daily.shape == (5, 28)


def test_nothing_sold_is_nothing_forecast() -> None:
    assert not forecast(np.zeros((4, 120))).daily.any()
    assert forecast(np.zeros((0, 0))).daily.shape == (0, 28)


def yearly(years: int, peak: float = 30.0) -> np.ndarray:
    """Ten items that sell 10 a day, and more in the last 28 days of each year; the last of them still to come."""
    day = np.arange(364 * years - 28)
    return np.tile(np.where(day % 364 >= 336, peak, 10.0), (10, 1))


def test_a_december_comes_again_where_two_years_have_shown_it() -> None:
    assert yearly_factor(yearly(3), 28) == pytest.approx(2.0)
    assert forecast(yearly(3)).daily.sum() > 1.5 * forecast(yearly(1)).daily.sum()


def test_one_december_is_believed_by_half_and_two_that_disagree_not_at_all() -> None:
    assert yearly_factor(yearly(2), 28) == pytest.approx(2**0.5)
    disagree = np.hstack([yearly(1, 10), np.full((10, 28), 5.0), yearly(2)])
    assert yearly_factor(disagree, 28) == 1.0


def test_the_week_needs_four_weeks() -> None:
    assert (weekday_profile(np.ones((2, 27)), 28) == 1).all()
    weekly = weekday_profile(np.tile([0, 1, 1, 1, 1, 1, 2.0], (2, 8)), 10)
    assert weekly == pytest.approx([0, 1, 1, 1, 1, 1, 2, 0, 1, 1])


def test_the_report_tells_each_origin_and_all() -> None:
    lines = [("A", 700_000 + day, 1 + day % 3) for day in range(150)] + [("NEW", 700_149, 9)]
    told = report(tabulate(*zip(*lines, strict=True)))
    assert [one["origin"] for one in told["origins"]] == ["1917-09-19", "1917-10-17", "1917-11-14"]
    assert told["measured"] == 3
    assert told["origins"][-1]["new_items"] == 1
    assert {"rmsse", "wape", "bias"} <= told.keys()


def test_a_file_of_a_month_has_no_origin() -> None:
    assert report(tabulate(["A"], [700_000], [1])) == {"origins": []}
