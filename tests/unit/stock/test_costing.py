"""Money is shared without a minor unit made or lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pickface.stock.costing import NANO, apportion, convert, in_turn, share

money = st.integers(0, 10**12)
units = st.integers(1, 10**6)


@given(value=money, taken=st.lists(units, min_size=1, max_size=12))
def test_units_that_leave_one_after_the_other_take_all_that_was_there(
    value: int, taken: list[int]
) -> None:
    left, there, went = value, sum(taken), 0
    for part in taken:
        gone = share(left, part, there)
        assert abs(gone * there - left * part) * 2 <= there
        left, there, went = left - gone, there - part, went + gone
    assert (left, went) == (0, value)


@given(value=st.integers(-(10**12), 10**12), weights=st.lists(units, min_size=1, max_size=12))
def test_a_sum_is_shared_to_the_last_minor_unit(value: int, weights: list[int]) -> None:
    for shares in (apportion(value, weights), in_turn(value, weights)):
        assert sum(shares) == value
        for part, weight in zip(shares, weights, strict=True):
            assert abs(part * sum(weights) - value * weight) < sum(weights)


def test_a_half_is_rounded_to_the_even_neighbour() -> None:
    assert [share(value, 1, 2) for value in (1, 3, 5, -1, -3)] == [0, 2, 2, 0, -2]


def test_what_nobody_weighs_gets_nothing_and_the_first_of_equals_gets_the_cent() -> None:
    assert apportion(100, [1, 0, 1, 1]) == [34, 0, 33, 33]


def test_a_currency_without_minor_units_becomes_one_with_cents() -> None:
    # 1,234 yen at 0.0061 euro are 7.5274 euro.
    assert convert(1_234, "JPY", "EUR", 6_100_000) == 753
    assert convert(1_000, "KWD", "EUR", 3 * NANO) == 300
    assert convert(753, "EUR", "JPY", 164 * NANO) == 1_235
