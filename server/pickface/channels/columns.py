"""The columns that an import understands, and what their cells may say. Pure.

Items, one a line: ``sku``*, ``name``*, ``barcodes`` (``5012345678900; 15012345678907=24 case``), ``unit``,
``scale``, ``tracking``, ``zone``, ``abc``, ``weight_g``, ``volume_mm3``, ``price``, ``currency``,
``quality_check``, ``inspection`` (``10%``; see :mod:`pickface.sampling.plans`), ``min_temp``, ``max_temp`` (degrees
Celsius), ``catch_weight``.

Orders, one line of an order a line: ``number``*, ``sku``*, ``qty``*, ``lot``, ``price``, and, taken from an order's
first line, ``channel``,
``owner`` (whose goods, by code), ``placed_at``, ``ship_by``, ``priority``, ``customer``, ``street``,
``postcode``, ``city``, ``country``, ``note``, ``language``, ``gift`` (``yes``), ``gift_note``, ``substitutes``
(``yes``, ``no``). ``tax_rate`` is in percent. Times are ISO 8601; without an offset they are the site's local time.
Prices are decimal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from pickface.catalog.forms import ItemForm
from pickface.contract import Form
from pickface.orders.forms import OrderForm

Cells = Mapping[str, str]
F = TypeVar("F", bound=Form)

ITEM_COLUMNS: Final = (
    "sku", "name", "barcodes", "unit", "scale", "tracking", "zone", "abc", "weight_g", "volume_mm3", "price",
    "currency", "quality_check", "inspection", "temperature", "hazard", "min_temp", "max_temp", "catch_weight",
)  # fmt: skip
HEAD_COLUMNS: Final = (
    "channel", "placed_at", "ship_by", "priority", "customer", "street", "postcode", "city", "country", "note",
    "language", "gift", "gift_note", "substitutes", "owner",
)  # fmt: skip
ORDER_COLUMNS: Final = ("number", "sku", "qty", "lot", "price", "tax_rate", *HEAD_COLUMNS)
COLUMNS: Final = {"items": ITEM_COLUMNS, "orders": ORDER_COLUMNS}
NEEDED: Final = {"items": ("sku", "name"), "orders": ("number", "sku", "qty")}

SPOILT: Final = "!"
"""Under this name a line says that one of its cells cannot be read: why, and which."""
_BARCODE = re.compile(r"(?P<value>[^=]+?)(?:\s*=\s*(?P<qty>\d{1,9})(?:\s+(?P<pack>[a-z]+))?)?")
_WHOLE = re.compile(r"\d{1,10}")


class BadCell(Exception):
    """A cell that cannot be read: the reason for the report, and what was there."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def item_form(cells: Cells) -> ItemForm:
    """An item as the API would take it; BadCell."""
    _refuse_spoilt(cells)
    given: dict[str, Any] = {
        name: cells[name]
        for name in (
            "sku",
            "name",
            "unit",
            "tracking",
            "zone",
            "abc",
            "turning",
            "currency",
            "inspection",
        )
        if cells.get(name)
    }
    given |= {
        name: whole(cells[name], name)
        for name in ("scale", "weight_g", "volume_mm3", "length_mm", "width_mm", "height_mm")
        if cells.get(name)
    }
    if cells.get("price"):
        given["price_minor"] = minor_units(cells["price"])
    if cells.get("quality_check"):
        given["quality_check"] = cells["quality_check"].lower() in {"1", "yes", "true", "y"}
    for name in ("fragile", "catch_weight"):
        if cells.get(name):
            given[name] = cells[name].lower() in {"1", "yes", "true", "y"}
    for name in ("min_temp", "max_temp"):
        if cells.get(name):
            given[f"{name}_tenths"] = tenths(cells[name], name)
    given["barcodes"] = [
        _barcode(part) for part in cells.get("barcodes", "").split(";") if part.strip()
    ]
    return _checked(ItemForm, given)


def order_line(cells: Cells) -> dict[str, Any]:
    """A line of an order as the API would take it; BadCell."""
    _refuse_spoilt(cells)
    qty = whole(cells["qty"], "qty")
    if qty == 0:
        raise BadCell("bad_qty", cells["qty"])
    given: dict[str, Any] = {"item": cells["sku"], "qty": qty}
    if cells.get("lot"):
        given["lot"] = cells["lot"]
    if cells.get("price"):
        given["price_minor"] = minor_units(cells["price"])
    if cells.get("tax_rate"):
        given["tax_bp"] = _rate(cells["tax_rate"])
    return given


def order_form(head: Cells, lines: list[dict[str, Any]], zone: ZoneInfo, channel: str) -> OrderForm:
    """An order as the API would take it, from its first line and all its lines; BadCell."""
    given: dict[str, Any] = {
        name: head[name]
        for name in (
            "customer",
            "street",
            "postcode",
            "city",
            "country",
            "note",
            "language",
            "gift_note",
            "owner",
        )
        if head.get(name)
    }
    given |= {
        name: millis(head[name], name, zone) for name in ("placed_at", "ship_by") if head.get(name)
    }
    for name in ("gift", "substitutes"):
        if head.get(name):
            given[name] = head[name].lower() in {"1", "yes", "true", "y"}
    if head.get("priority"):
        given["priority"] = whole(head["priority"], "priority")
    given |= {"number": head["number"], "channel": head.get("channel") or channel, "lines": lines}
    return _checked(OrderForm, given)


def _refuse_spoilt(cells: Cells) -> None:
    if cells.get(SPOILT):
        reason, _, cell = cells[SPOILT].partition(" ")
        raise BadCell(reason, cell)


def whole(text: str, name: str) -> int:
    """A whole number without sign; BadCell."""
    if not _WHOLE.fullmatch(text):
        raise BadCell(f"bad_{name}", text)
    return int(text)


def minor_units(text: str) -> int:
    """A price in hundredths, rounded half up; BadCell."""
    try:
        amount = Decimal(text)
        if not 0 <= amount < 10_000_000:
            raise BadCell("bad_price", text)
    except InvalidOperation:
        raise BadCell("bad_price", text) from None
    return int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))


def tenths(text: str, name: str) -> int:
    """A temperature in tenths of a degree; BadCell for more digits behind the point than one."""
    try:
        said = text.strip().replace("\N{MINUS SIGN}", "-").replace(",", ".")
        degrees = Decimal(said) * 10
        if degrees != int(degrees):
            raise BadCell(f"bad_{name}", text)
    except (ArithmeticError, ValueError):
        raise BadCell(f"bad_{name}", text) from None
    return int(degrees)


def _rate(text: str) -> int:
    """Hundredths of a percent; BadCell."""
    try:
        rate = Decimal(text.strip().removesuffix("%").strip())
        if not 0 <= rate <= 100:
            raise BadCell("bad_tax_rate", text)
    except InvalidOperation:
        raise BadCell("bad_tax_rate", text) from None
    return int((rate * 100).quantize(Decimal(1), ROUND_HALF_UP))


def millis(text: str, name: str, zone: ZoneInfo) -> int:
    """UTC milliseconds of an ISO 8601 time; without an offset it is local. BadCell."""
    try:
        when = datetime.fromisoformat(text)
        when = when if when.tzinfo else when.replace(tzinfo=zone)
        stamp = int(when.timestamp() * 1000)
    except (ValueError, OverflowError):
        raise BadCell(f"bad_{name}", text) from None
    if stamp < 0:
        raise BadCell(f"bad_{name}", text)
    return stamp


def _barcode(part: str) -> dict[str, Any]:
    found = _BARCODE.fullmatch(part.strip())
    if found is None:
        raise BadCell("bad_barcodes", part)
    return {
        "value": found["value"].strip(),
        "qty": int(found["qty"] or 1),
        "pack": found["pack"] or ("case" if int(found["qty"] or 1) > 1 else "piece"),
    }


def _checked(form: type[F], given: dict[str, Any]) -> F:
    try:
        return form.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise BadCell(f"bad_{first['loc'][0]}", f"{where}: {first['msg']}") from None
