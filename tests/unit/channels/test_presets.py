"""Named mappings of foreign files."""

from __future__ import annotations

import pytest

from pickface.channels.items import most_frequent
from pickface.channels.presets import PRESETS, preset_named
from pickface.channels.reading import BadFile

RETAIL = PRESETS["online-retail"]


@pytest.mark.parametrize(
    ("sku", "reason"),
    [
        ("85123A", ""),
        ("22752", ""),
        ("85036a", ""),
        ("DCGSSBOY", ""),
        ("PADS", ""),
        ("POST", "charge"),
        ("DOT", "charge"),
        ("M", "charge"),
        ("BANK CHARGES", "charge"),
        ("AMAZONFEE", "charge"),
        ("gift_0001_20", "charge"),
        ("C2", "charge"),
        ("", "charge"),
    ],
)
def test_goods_are_told_from_charges(sku: str, reason: str) -> None:
    assert RETAIL.of_item({"sku": sku}) == reason


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"number": "536365", "sku": "85123A", "qty": "6"}, ""),
        ({"number": "C536379", "sku": "85123A", "qty": "-6"}, "return"),
        ({"number": "A563185", "sku": "B", "qty": "1"}, "adjustment"),
        ({"number": "536589", "sku": "21777", "qty": "-10"}, "adjustment"),
        ({"number": "536370", "sku": "POST", "qty": "3"}, "charge"),
    ],
)
def test_order_lines_are_told_from_returns_adjustments_and_charges(
    cells: dict[str, str], reason: str
) -> None:
    assert RETAIL.of_line(cells) == reason


def test_an_invoice_to_nobody_for_nothing_is_an_adjustment() -> None:
    free = {"price": "0.0", "customer": ""}
    paid = {"price": "2.55", "customer": ""}
    assert RETAIL.of_order([free, free]) == "adjustment"
    assert RETAIL.of_order([free, paid]) == ""
    assert RETAIL.of_order([{**free, "customer": "17850"}]) == ""


def test_an_item_gets_the_name_and_price_that_most_sold_lines_have() -> None:
    lines = [
        {"name": "White heart", "price": "2.55"},
        {"name": "White heart", "price": "2.55"},
        {"name": "WHITE HEART", "price": "2.95"},
        {"name": "damages", "price": "0.0"},
        {"name": "damages", "price": "0.0"},
        {"name": "damages", "price": "0"},
    ]
    assert most_frequent("85123A", lines) == {
        "sku": "85123A",
        "name": "White heart",
        "price": "2.55",
    }
    assert most_frequent("X", [{"name": "ebay", "price": "0.0"}])["name"] == "ebay"
    assert most_frequent("X", [{"name": "", "price": "0.0"}])["name"] == "X"


def test_of_equally_frequent_names_every_run_chooses_the_same() -> None:
    one, two = {"name": "B", "price": "1"}, {"name": "A", "price": "1"}
    assert most_frequent("X", [one, two]) == most_frequent("X", [two, one])


def test_an_unknown_preset_says_which_there_are() -> None:
    with pytest.raises(BadFile, match="online-retail"):
        preset_named("offline-retail")
    assert preset_named(None).of_item({"sku": "POST"}) == ""
