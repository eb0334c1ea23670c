"""What must hold of an item and its barcodes. Pure."""

from __future__ import annotations

import re

from pickface.errors import BadRequest
from pickface.scans.barcodes import normal_key
from pickface.scans.gs1 import has_check_digit

_GTIN = re.compile(r"\d{8}|\d{12,14}")


class WrongCheckDigit(BadRequest):
    """A GTIN whose last digit does not fit the others; ``params`` say which one would."""

    code = "check_digit"


class BadBarcode(BadRequest):
    """A barcode that no scan could ever be matched with."""

    code = "bad_barcode"


def barcode_key(value: str) -> str:
    """The key that a scan of this barcode is looked up by; WrongCheckDigit, BadBarcode."""
    if _GTIN.fullmatch(value) and not has_check_digit(value):
        raise WrongCheckDigit(
            f"{value} is no GTIN: its last digit should be {check_digit(value[:-1])}",
            field="barcodes",
            value=value,
            expected=check_digit(value[:-1]),
        )
    return sku_key(value)


def sku_key(value: str) -> str:
    """The key of a label that shows the SKU; digits alone claim to be no GTIN here. BadBarcode."""
    key = normal_key(value)
    if not 1 <= len(key) <= 80:
        raise BadBarcode("a barcode has 1 to 80 characters", field="barcodes", value=value)
    return key


def check_digit(digits: str) -> int:
    """The GS1 check digit (modulo 10) that follows these digits."""
    total = 3 * sum(map(int, digits[::-2])) + sum(map(int, digits[-2::-2]))
    return -total % 10
