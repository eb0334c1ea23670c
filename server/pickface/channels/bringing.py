"""All kinds of tables that can be brought in, and where in a file a refusal stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pickface.channels.bringer import Bringer, Wrong
from pickface.channels.cells import WrongCell
from pickface.channels.kinds import (
    aisles,
    goods,
    house,
    kits,
    papers,
    rates,
    returning,
    selling,
    stock,
    substitutes,
)
from pickface.channels.reading import Row
from pickface.errors import PickfaceError

BRINGERS: Mapping[str, Bringer] = {
    "items": goods.ITEMS,
    "sizes": goods.SIZES,
    "kits": kits.KITS,
    "substitutes": substitutes.SUBSTITUTES,
    "carton_types": goods.CARTON_TYPES,
    "aisles": aisles.AISLES,
    "bins": house.BINS,
    "pick_faces": house.PICK_FACES,
    "carrier_rates": rates.CARRIER_RATES,
    "stock": stock.STOCK,
    "people": house.PEOPLE,
    "suppliers": house.SUPPLIERS,
    "supplier_items": selling.SUPPLIER_ITEMS,
    "purchase_orders": papers.PURCHASE_ORDERS,
    "deliveries": papers.DELIVERIES,
    "orders": papers.ORDERS,
    "returns": returning.RETURNS,
}

COLUMN_OF: Mapping[str, str] = {
    "check_digit": "barcode",
    "barcode_taken": "barcode",
    "bad_barcode": "barcode",
    "item_not_found": "sku",
    "supplier_not_found": "supplier",
    "owner_not_found": "owner",
    "place_not_found": "place",
    "face_bin_not_found": "place",
    "carrier_not_found": "carrier",
    "serials_have_no_face": "sku",
    "bad_place_code": "code",
    "badge_taken": "badge",
    "order_exists": "number",
    "order_not_sent": "order",
    "return_exists": "number",
    "purchase_order_exists": "number",
    "delivery_exists": "number",
    "purchase_order_not_found": "purchase_order",
    "purchase_order_draft": "purchase_order",
    "purchase_order_cancelled": "purchase_order",
    "sscc_twice": "pallet",
    "sscc_taken": "sscc",
    "stock_differs": "qty",
    "lot_needed": "lot",
    "expiry_needed": "expires_on",
    "serials_are_received": "sku",
    "serials_needed": "serial",
    "serial_twice": "serial",
    "serial_known": "serial",
    "kit_in_kit": "sku",
    "kit_in_itself": "sku",
    "kit_has_stock": "kit",
    "substitute_itself": "substitute",
    "substitute_kit": "substitute",
}
"""The cell that an error of a service is about."""


def read_row(row: Row, needed: Sequence[str]) -> None:
    """Refuse a line that lacks what no thing of its kind can be without; WrongCell."""
    for column in needed:
        if not row.cells.get(column):
            raise WrongCell(column, "empty")


def wrong_of(error: PickfaceError, rows: Sequence[Row]) -> Wrong:
    """Where in the file a service's refusal stands."""
    column = COLUMN_OF.get(error.code, str(error.params.get("field", "")))
    if column == "barcode" and not rows[0].cells.get("barcode"):
        given = [name for name, _ in goods.item_barcodes(rows[0].cells)]
        column = given[0] if given else "sku"
    if column == "sku" and any(_is_substitute(error.params, one) for one in rows):
        column = "substitute"
    row = next((one for one in rows if _is_about(error.params, one)), rows[0])
    params = {name: value for name, value in error.params.items() if isinstance(value, (str, int))}
    return Wrong(row.line, column, error.code, **params)


def _is_about(params: Mapping[str, Any], row: Row) -> bool:
    """Whether a line has the item or the code that a refusal names."""
    item, sscc = params.get("item") or params.get("sku"), params.get("sscc")
    plates = [re.sub(r"\D", "", row.cells.get(name, "")) for name in ("sscc", "pallet")]
    if serial := params.get("serial"):
        return row.cells.get("sku") == item and str(serial) in _parts(row.cells.get("serial", ""))
    if sscc:
        return any(plate.endswith(str(sscc)) for plate in plates)
    return bool(item) and (row.cells.get("sku") == item or _is_substitute(params, row))


def _is_substitute(params: Mapping[str, Any], row: Row) -> bool:
    """Whether a refusal names what a line lets stand for its item."""
    item = params.get("item") or params.get("sku")
    return bool(item) and row.cells.get("substitute") == item != row.cells.get("sku")


def _parts(cell: str) -> list[str]:
    return [one.strip() for one in cell.split(";")]
