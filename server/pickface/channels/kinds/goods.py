"""Goods: items with their codes and packs, their sizes, and the cartons that they go into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.catalog.forms import ItemSizes
from pickface.catalog.rules import barcode_key
from pickface.catalog.service import SkuTaken, create_item, find_items
from pickface.catalog.sizes import change_sizes
from pickface.channels.bringer import (
    CREATED,
    UNCHANGED,
    Bringer,
    Differs,
    Where,
    Wrong,
    by,
    checked,
    first,
    made_or_same,
    once,
    sampled,
    wrong_cell,
)
from pickface.channels.columns import BadCell, item_form, minor_units
from pickface.channels.items import differences
from pickface.channels.reading import Row
from pickface.db import Tx
from pickface.errors import PickfaceError
from pickface.locations.carton_forms import CartonTypeForm
from pickface.locations.carton_types import CartonTypeTaken, create_carton_type
from pickface.people.permissions import BUYERS, SUPERVISORS

PACKS = (("case", 24), ("inner", 6), ("pallet", 240))
_CARTON_TYPE = """
SELECT name, length_mm, width_mm, height_mm, tare_g, max_weight_g, cost_minor FROM carton_type
WHERE site_id = :site AND code = :code
"""


def item_barcodes(cells: Mapping[str, str]) -> list[tuple[str, str]]:
    """Columns and codes: the piece's, and those of larger packs."""
    names = ("barcode", "case_barcode", "inner_barcode", "pallet_barcode")
    return [(name, cells[name]) for name in names if cells.get(name)]


def _build_item(rows: Sequence[Row], _: Where) -> Any:
    row, cells = rows[0], first(rows)
    packed = cells.pop("barcode", "")
    for pack, _usual in PACKS:
        code, qty = cells.pop(f"{pack}_barcode", ""), cells.pop(f"{pack}_qty", "")
        if not code:
            continue
        if not qty or int(qty) < 2:
            raise Wrong(row.line, f"{pack}_qty", "pack_without_units", pack=pack)
        packed += f"; {code}={int(qty)} {pack}"
    try:
        return sampled(row, item_form({**cells, "barcodes": packed}))
    except BadCell as bad:
        raise wrong_cell(row, bad) from None


def _apply_item(tx: Tx, _: Where, form: Any) -> str:
    try:
        with tx.savepoint():
            create_item(tx, form)
    except SkuTaken:
        other = differences(tx, form)
        if other:
            raise Differs("the item is there and differs", columns=", ".join(other)) from None
        return UNCHANGED
    return CREATED


def _once_item(cells: Mapping[str, str]) -> list[tuple[str, str]]:
    found = [("sku", cells.get("sku", "").upper())]
    for name, code in item_barcodes(cells):
        for one in code.split(";"):
            value = one.partition("=")[0].strip()
            try:
                found.append((name, f"barcode {barcode_key(value)}"))
            except PickfaceError:
                continue
    return found


def _build_sizes(rows: Sequence[Row], _: Where) -> Any:
    row, cells = rows[0], first(rows)
    given: dict[str, Any] = {
        name: int(cells[name])
        for name in ("length_mm", "width_mm", "height_mm", "weight_g")
        if name in cells
    }
    given |= {"turning": cells["turning"].lower()} if "turning" in cells else {}
    given |= {"fragile": cells["fragile"] == "yes"} if "fragile" in cells else {}
    return cells["sku"], checked(ItemSizes, row, given)


def _apply_sizes(tx: Tx, _: Where, made: Any) -> str:
    """A newer file of sizes wins: they are measured again, and nothing was ever booked by them."""
    sku, form = made
    item_id = find_items(tx, [sku])[sku]
    wanted = form.model_dump(exclude_none=True)
    there = tx.one(f"SELECT {', '.join(wanted)} FROM item WHERE id = :id", id=item_id)
    if there is not None and all(there[name] == value for name, value in wanted.items()):
        return UNCHANGED
    change_sizes(tx, item_id, form)
    return CREATED


def _build_carton_type(rows: Sequence[Row], _: Where) -> Any:
    row, cells = rows[0], first(rows)
    given: dict[str, Any] = {"code": cells["code"].upper()}
    given |= {"name": cells["name"]} if "name" in cells else {}
    for name in ("length_mm", "width_mm", "height_mm", "tare_g", "max_weight_g"):
        given |= {name: int(cells[name])} if name in cells else {}
    if "cost" in cells:
        given["cost_minor"] = minor_units(cells["cost"])
    return checked(CartonTypeForm, row, given)


def _apply_carton_type(tx: Tx, where: Where, form: Any) -> str:
    site = where.site_id
    return made_or_same(
        tx,
        lambda: create_carton_type(tx, site, form),
        CartonTypeTaken,
        _CARTON_TYPE,
        form,
        site=site,
    )


ITEMS = Bringer(BUYERS, by("sku"), _build_item, _apply_item, _once_item)
SIZES = Bringer(BUYERS, by("sku"), _build_sizes, _apply_sizes, once("sku"))
CARTON_TYPES = Bringer(
    SUPERVISORS, by("code"), _build_carton_type, _apply_carton_type, once("code")
)
