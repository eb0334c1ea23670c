"""Foreign files that are known by name: how their columns are called, and which lines are no goods or no orders."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pickface.channels.columns import Cells
from pickface.channels.reading import BadFile

KEEP = ""


def _keep(_: Cells) -> str:
    return KEEP


def _keep_order(_: Sequence[Cells]) -> str:
    return KEEP


@dataclass(frozen=True)
class Preset:
    """How to read one kind of foreign file.

    The functions answer why something is left out, or ``''`` to keep it: ``of_item`` and ``of_line`` for a line when
    items or orders are imported, ``of_order`` for all lines of an order. ``several_lines_an_item``: an item is told in
    many lines; it gets the name and the price that most of them have.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    channel: str = ""
    currency: str = ""
    several_lines_an_item: bool = False
    of_item: Callable[[Cells], str] = _keep
    of_line: Callable[[Cells], str] = _keep
    of_order: Callable[[Sequence[Cells]], str] = _keep_order


# Five digits and perhaps letters; DCGS… and PADS are goods without a number of their own.
_GOODS = re.compile(r"\d{5}[A-Z]*|DCGS[0-9A-Z]+|PADS", re.IGNORECASE)


def _retail_item(cells: Cells) -> str:
    return KEEP if _GOODS.fullmatch(cells.get("sku", "")) else "charge"


def _retail_line(cells: Cells) -> str:
    number = cells.get("number", "")
    if number.startswith("C"):
        return "return"
    if number.startswith("A") or cells.get("qty", "").startswith("-"):
        return "adjustment"
    return _retail_item(cells)


def _retail_order(lines: Sequence[Cells]) -> str:
    """Found and corrected stock is booked as an invoice to nobody, for nothing."""
    for_nothing = all(float(cells.get("price") or 0) == 0 for cells in lines)
    return "adjustment" if for_nothing and not lines[0].get("customer") else KEEP


PRESETS = {
    "online-retail": Preset(
        mapping={
            "invoice": "number",
            "stock_code": "sku",
            "description": "name",
            "quantity": "qty",
            "invoiced_at": "placed_at",
            "unit_price_gbp": "price",
        },
        channel="online-retail",
        currency="GBP",
        several_lines_an_item=True,
        of_item=_retail_item,
        of_line=_retail_line,
        of_order=_retail_order,
    )
}


def preset_named(name: str | None) -> Preset:
    """The preset of that name, or one that changes nothing; BadFile."""
    if not name:
        return Preset()
    if name not in PRESETS:
        raise BadFile(f"there is no preset {name}; there are {', '.join(PRESETS)}", field="preset")
    return PRESETS[name]
