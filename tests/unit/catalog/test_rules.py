"""What must hold of an item and its barcodes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pickface.catalog.rules import BadBarcode, WrongCheckDigit, barcode_key, check_digit


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("5012345678900", "05012345678900"),
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        ("85123A", "85123A"),
        ("85123a", "85123A"),
        ("22752", "22752"),
    ],
)
def test_a_barcode_is_stored_by_the_key_that_its_scan_gives(value: str, key: str) -> None:
    assert barcode_key(value) == key


def test_a_wrong_check_digit_is_named_with_the_right_one() -> None:
    with pytest.raises(WrongCheckDigit) as refused:
        barcode_key("5012345678901")
    assert refused.value.params == {"field": "barcodes", "value": "5012345678901", "expected": 0}


@pytest.mark.parametrize("value", ["", "   ", "x" * 81, "x" * 600])
def test_a_barcode_that_no_scan_could_match_is_refused(value: str) -> None:
    with pytest.raises(BadBarcode):
        barcode_key(value)


@given(st.text("0123456789", min_size=7, max_size=13).filter(lambda d: len(d) in {7, 11, 12, 13}))
def test_any_digits_with_their_check_digit_are_a_gtin(digits: str) -> None:
    gtin = digits + str(check_digit(digits))
    assert barcode_key(gtin) == gtin.rjust(14, "0")
