"""The methods, against the textbooks' recursions written item by item."""

from __future__ import annotations

import numpy as np
import pytest

from pickface.planning.levels import METHODS, levels


def level(name: str, days: list[float]) -> float:
    return float(levels(np.array([days]))[METHODS.index(name), 0])


def test_a_moving_average_of_a_young_item_begins_with_its_first_demand() -> None:
    assert level("average 28", [0.0] * 40 + [5.0] * 14) == pytest.approx(5)


def test_one_sale_yesterday_is_no_pace_of_one_a_day() -> None:
    assert level("average 28", [0.0] * 59 + [7.0]) == pytest.approx(1)


def test_every_method_gives_a_steady_seller_its_pace() -> None:
    steady = levels(np.full((1, 200), 3.0))[:, 0]
    # SBA takes half its smoothing off, also where there is no interval to correct.
    assert steady == pytest.approx([3.0 * (0.95 if name == "SBA" else 1) for name in METHODS])


def test_croston_is_size_over_interval() -> None:
    every_fourth_day = [8.0 if day % 4 == 0 else 0.0 for day in range(101)]
    assert level("Croston", every_fourth_day) == pytest.approx(2)
    assert level("SBA", every_fourth_day) == pytest.approx(2 * 0.95)


def test_tsb_lets_an_item_that_has_stopped_fade_and_croston_does_not() -> None:
    sold, stopped = [6.0] * 60, [6.0] * 60 + [0.0] * 60
    assert level("TSB 0.02/0.05", stopped) < 0.1 * level("TSB 0.02/0.05", sold)
    assert level("Croston", stopped) == level("Croston", sold)


def test_tsb_agrees_with_its_recursion() -> None:
    random = np.random.default_rng(5)
    days = np.where(random.random(300) < 0.3, random.geometric(0.2, 300), 0).astype(float)
    size, probability, weight, demands = 0.0, 0.0, 0.0, 0
    for units in days:
        if weight or units:
            weight += 0.03 * (1 - weight)
        probability += 0.03 * ((units > 0) - probability)
        if units:
            demands += 1
            size += max(0.05, 1 / demands) * (units - size)
    assert level("TSB 0.05/0.03", days.tolist()) == pytest.approx(size * probability / weight)


def test_items_do_not_touch_each_other() -> None:
    random = np.random.default_rng(6)
    units = np.where(random.random((20, 150)) < 0.2, random.geometric(0.3, (20, 150)), 0.0)
    together = levels(units)
    alone = np.hstack([levels(units[row : row + 1]) for row in range(20)])
    assert together == pytest.approx(alone)


def test_what_never_sold_has_no_level() -> None:
    assert not levels(np.zeros((3, 90))).any()
