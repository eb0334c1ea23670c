"""The measures, against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from pickface.planning.measures import bias, naive_scale, rmsse, wape


def test_the_scale_begins_at_the_first_demand() -> None:
    history = np.array([[0, 0, 2, 0, 4.0]])
    # From the 2 on: (0-2)² and (4-0)², over two steps.
    assert naive_scale(history) == pytest.approx([10])


def test_an_item_without_a_step_after_its_first_demand_has_no_scale() -> None:
    assert np.isnan(naive_scale(np.array([[0, 0, 0, 7.0], [0, 0, 0, 0]]))).all()


def test_rmsse_is_the_root_of_the_scaled_mean_square() -> None:
    actual, forecast = np.array([[3, 1.0]]), np.array([[1, 1.0]])
    assert rmsse(actual, forecast, np.array([8.0])) == pytest.approx([0.5])


def test_wape_compares_window_sums_so_that_the_day_within_does_not_matter() -> None:
    actual = np.array([[4, 0], [0, 6.0]])
    assert wape(actual, np.array([[0, 4], [6, 0.0]])) == 0
    assert wape(actual, np.array([[2, 0], [3, 6.0]])) == pytest.approx(0.5)


def test_bias_tells_too_much_from_too_little() -> None:
    actual = np.array([[4, 0], [0, 6.0]])
    assert bias(actual, actual * 1.1) == pytest.approx(0.1)
    assert bias(actual, actual * 0.5) == pytest.approx(-0.5)
    assert np.isnan(wape(actual * 0, actual))
