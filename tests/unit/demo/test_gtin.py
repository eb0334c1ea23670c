"""Numbers that scanners accept."""

import biip
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pickface.demo.gtin import check_digit, gtin13, gtin14


@pytest.mark.parametrize(
    ("digits", "check"),
    [("400638133393", "1"), ("501234567890", "0"), ("1400638133393", "8"), ("", "0")],
)
def test_check_digits_are_those_printed_on_goods(digits: str, check: str) -> None:
    assert check_digit(digits) == check


@given(st.integers(0, 10**9 - 1), st.integers(1, 8))
def test_every_number_and_its_packs_are_valid_for_gs1(reference: int, indicator: int) -> None:
    piece = gtin13(reference)
    pack = gtin14(indicator, piece)
    assert (len(piece), len(pack)) == (13, 14)
    for number in (piece, pack):
        read = biip.parse(number)
        assert read.gtin is not None
        assert read.gtin.value == number


def test_one_wrong_digit_is_noticed() -> None:
    number = gtin13(123_456_789)
    for place, digit in enumerate(number[:-1]):
        wrong = number[:place] + str((int(digit) + 1) % 10) + number[place + 1 :]
        assert check_digit(wrong[:-1]) != wrong[-1]
