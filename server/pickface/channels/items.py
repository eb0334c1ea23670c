"""Items out of a file: one a line, or told in many lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pickface.catalog.forms import ItemForm
from pickface.catalog.service import HOUSE, SkuTaken, create_item
from pickface.channels.columns import BadCell, Cells, item_form
from pickface.channels.presets import Preset
from pickface.channels.reading import Row
from pickface.channels.report import Report
from pickface.channels.staging import Staging
from pickface.db import Tx
from pickface.errors import PickfaceError

_COMPARED = (
    "name",
    "unit",
    "scale",
    "tracking",
    "weight_g",
    "volume_mm3",
    "length_mm",
    "width_mm",
    "height_mm",
    "turning",
    "fragile",
    "price_minor",
    "currency",
    "inspection",
    "temperature",
    "hazard",
    "min_temp_tenths",
    "max_temp_tenths",
    "catch_weight",
)


class StagedItem(NamedTuple):
    """An item that fits the form, and the lines that told of it."""

    form: ItemForm
    rows: list[Row]


def stage(row: Row, preset: Preset, staging: Staging, report: Report) -> None:
    """Keep a line for its item, or leave it out."""
    sku = row.cells.get("sku", "")
    reason = preset.of_item(row.cells)
    if not reason and not sku:
        reason = "no_sku"
    if reason:
        report.leave_out(row, reason)
    else:
        # Barcodes are read without regard to case, and an item's SKU is one of them.
        staging.add(sku.upper() if preset.several_lines_an_item else sku, row)


def staged_items(staging: Staging, preset: Preset, report: Report) -> Iterator[StagedItem]:
    """Every item that fits the form; the others are left out."""
    for sku, lines in staging.groups():
        rows = lines
        if preset.several_lines_an_item:
            cells = most_frequent(sku, [row.cells for row in rows])
        else:
            cells = rows[0].cells
            for row in rows[1:]:
                report.leave_out(row, "duplicate_in_file", f"first in line {rows[0].line}")
            rows = rows[:1]
        if preset.currency:
            cells = {"currency": preset.currency, **cells}
        try:
            yield StagedItem(item_form(cells), rows)
        except BadCell as bad:
            for row in rows:
                report.leave_out(row, bad.reason, bad.detail)


def most_frequent(sku: str, lines: list[Cells]) -> dict[str, str]:
    """One item out of many lines: the name and price that most sold lines have; notes on other lines do not count."""
    sold = [cells for cells in lines if cells.get("price") and cells["price"].strip("0.")]
    names = Counter(cells["name"] for cells in sold if cells.get("name"))
    names = names or Counter(cells["name"] for cells in lines if cells.get("name"))
    prices = Counter(cells["price"] for cells in sold)
    return {
        "sku": sku,
        "name": _first(names) or sku,
        "price": _first(prices),
    }


def _first(counted: Counter[str]) -> str:
    """The most frequent; of equals the one that sorts first, so that every run chooses the same."""
    return min(counted, key=lambda word: (-counted[word], word), default="")


def apply_item(tx: Tx, staged: StagedItem, report: Report) -> Callable[[], None]:
    """Make the item unless it is there; answers what to note."""
    try:
        with tx.savepoint():
            create_item(tx, staged.form)
    except SkuTaken:
        return _note_existing(tx, staged, report)
    except PickfaceError as error:
        return _leave_out(staged, report, error.code, str(error))
    return lambda: _count(report, created=1)


def differences(tx: Tx, form: ItemForm) -> list[str]:
    """The columns in which an item that is there differs from what a file says of it."""
    found = tx.one(
        f"SELECT {', '.join(_COMPARED)} FROM item WHERE owner_id = :owner AND sku = :sku",
        owner=HOUSE,
        sku=form.sku,
    )
    given = form.model_dump(include=set(_COMPARED), exclude_unset=True)
    return [name for name, value in given.items() if found is None or found[name] != value]


def _note_existing(tx: Tx, staged: StagedItem, report: Report) -> Callable[[], None]:
    other = differences(tx, staged.form)
    if other:
        return _leave_out(staged, report, "item_differs", ", ".join(other))
    return lambda: _count(report, unchanged=1)


def _leave_out(staged: StagedItem, report: Report, reason: str, detail: str) -> Callable[[], None]:
    def note() -> None:
        for row in staged.rows:
            report.leave_out(row, reason, detail)

    return note


def _count(report: Report, created: int = 0, unchanged: int = 0) -> None:
    report.created += created
    report.unchanged += unchanged
