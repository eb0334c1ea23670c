"""How suppliers sell which items: their codes, packs, prices and price breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.catalog.service import find_items
from pickface.channels.bringer import (
    CREATED,
    UNCHANGED,
    Bringer,
    Where,
    Wrong,
    checked,
    first,
    wrong_cell,
)
from pickface.channels.columns import BadCell, minor_units
from pickface.channels.reading import Row
from pickface.db import Tx
from pickface.people.permissions import SPENDERS
from pickface.purchasing import suppliers
from pickface.purchasing.supplier_forms import SupplierItemForm

_THERE = """
SELECT id, code, barcode, pack_qty, pallet_qty, price_minor, preferred FROM supplier_item
WHERE supplier_id = :supplier AND item_id = :item
"""


def _key(cells: Mapping[str, str]) -> str:
    """All lines of one supplier and item say how it is sold."""
    return f"{cells.get('supplier', '')}\n{cells.get('sku', '').upper()}"


def _build(rows: Sequence[Row], _: Where) -> Any:
    """The line without ``from_qty`` tells the terms; each with it is a price from so many units on."""
    plain = [row for row in rows if not row.cells.get("from_qty")]
    if len(plain) > 1:
        raise Wrong(plain[1].line, "sku", "told_twice")
    head = plain[0] if plain else rows[0]
    cells = first([head])
    given: dict[str, Any] = {"item": cells["sku"]}
    given |= {name: cells[name] for name in ("code", "barcode") if name in cells}
    given |= {name: int(cells[name]) for name in ("pack_qty", "pallet_qty") if name in cells}
    if "preferred" in cells:
        given["preferred"] = cells["preferred"] == "yes"
    given["price_breaks"] = [
        {"from_qty": int(row.cells["from_qty"]), "price_minor": _price(row)}
        for row in rows
        if row is not head
    ]
    if plain and "price" in cells:
        given["price_minor"] = _price(head)
    elif not plain:
        raise Wrong(head.line, "from_qty", "no_price_below")
    return cells["supplier"], checked(SupplierItemForm, head, given)


def _price(row: Row) -> int:
    try:
        return minor_units(row.cells.get("price") or "")
    except BadCell as bad:
        raise wrong_cell(row, bad) from None


def _apply(tx: Tx, _: Where, made: Any) -> str:
    """A newer list of prices wins: what was ordered has kept its own price."""
    code, form = made
    supplier = suppliers.find_supplier(tx, code)["id"]
    item = find_items(tx, [form.item])[form.item]
    there = tx.one(_THERE, supplier=supplier, item=item)
    if there is not None and _is_same(tx, there, form):
        return UNCHANGED
    suppliers.put_item(tx, supplier, form)
    return CREATED


def _is_same(tx: Tx, there: Mapping[str, Any], form: SupplierItemForm) -> bool:
    wanted = form.model_dump(exclude={"item", "price_breaks", "preferred"})
    if form.preferred is not None:
        wanted["preferred"] = int(form.preferred)
    if any(there[name] != value for name, value in wanted.items()):
        return False
    breaks = suppliers.breaks_of(tx.all, [there["id"]])[there["id"]]
    return sorted(breaks) == sorted((one.from_qty, one.price_minor) for one in form.price_breaks)


SUPPLIER_ITEMS = Bringer(SPENDERS, _key, _build, _apply, gathers=True)
