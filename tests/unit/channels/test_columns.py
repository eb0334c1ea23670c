"""Columns of imported files."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from pickface.channels.columns import (
    BadCell,
    item_form,
    millis,
    minor_units,
    order_form,
    order_line,
)

BERLIN = ZoneInfo("Europe/Berlin")


def test_an_items_cells_become_what_the_api_would_take() -> None:
    form = item_form(
        {
            "sku": "MUG",
            "name": "Mug",
            "barcodes": "5012345678900; 15012345678907=24 case; PAL1=960 pallet",
            "tracking": "lot_expiry",
            "weight_g": "310",
            "price": "2.55",
            "quality_check": "yes",
        }
    )
    assert [(code.value, code.qty, code.pack) for code in form.barcodes] == [
        ("5012345678900", 1, "piece"),
        ("15012345678907", 24, "case"),
        ("PAL1", 960, "pallet"),
    ]
    assert (form.tracking, form.weight_g, form.price_minor) == ("lot_expiry", 310, 255)
    assert form.quality_check


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"name": ""}, "bad_name"),
        ({"name": "x" * 161}, "bad_name"),
        ({"name": "a\x00b"}, "bad_name"),
        ({"weight_g": "0.3"}, "bad_weight_g"),
        ({"weight_g": "-1"}, "bad_weight_g"),
        ({"price": "2,55"}, "bad_price"),
        ({"price": "-1"}, "bad_price"),
        ({"price": "NaN"}, "bad_price"),
        ({"price": "1e99"}, "bad_price"),
        ({"tracking": "maybe"}, "bad_tracking"),
        ({"barcodes": "A=0"}, "bad_barcodes"),
        ({"barcodes": "A=2 boxes"}, "bad_barcodes"),
        ({"barcodes": "=4"}, "bad_barcodes"),
    ],
)
def test_an_item_that_does_not_fit_says_which_cell(cells: dict[str, str], reason: str) -> None:
    with pytest.raises(BadCell) as bad:
        item_form({"sku": "MUG", "name": "Mug", **cells})
    assert bad.value.reason == reason


@pytest.mark.parametrize("qty", ["", "0", "-3", "1.5", "three", "99999999999"])
def test_an_order_lines_quantity_is_whole_and_positive(qty: str) -> None:
    with pytest.raises(BadCell) as bad:
        order_line({"sku": "MUG", "qty": qty})
    assert bad.value.reason == "bad_qty"


def test_an_orders_head_comes_from_its_first_line() -> None:
    head = {"number": "1042", "placed_at": "2026-01-02 03:04", "customer": "Jo", "priority": "2"}
    form = order_form(head, [{"item": 7, "qty": 3}], BERLIN, "shop")
    assert (form.number, form.channel, form.customer, form.priority) == ("1042", "shop", "Jo", 2)
    assert form.placed_at == 1_767_319_440_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-02 03:04", 1_767_319_440_000),
        ("2026-01-02T03:04:00+01:00", 1_767_319_440_000),
        ("2026-01-02T02:04:00Z", 1_767_319_440_000),
        ("2026-07-01", 1_782_856_800_000),
    ],
)
def test_a_time_without_offset_is_the_sites_local_time(text: str, expected: int) -> None:
    assert millis(text, "placed_at", BERLIN) == expected


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-13-01", "02.01.2026", "0001-01-01T00:00:00+23:59"]
)
def test_what_is_no_time_is_told(text: str) -> None:
    with pytest.raises(BadCell):
        millis(text, "placed_at", BERLIN)


@pytest.mark.parametrize(
    ("text", "minor"), [("2.55", 255), ("0.001", 0), ("0.005", 1), ("7", 700), ("1.115", 112)]
)
def test_prices_are_rounded_half_up_to_minor_units(text: str, minor: int) -> None:
    assert minor_units(text) == minor
