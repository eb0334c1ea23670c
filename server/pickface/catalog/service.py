"""What happens with items: made, listed, found by id or SKU."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pickface import findable
from pickface.catalog import sizes
from pickface.catalog.forms import BarcodeForm, ItemChange, ItemForm, ItemHandling, Pack
from pickface.catalog.rules import barcode_key, sku_key
from pickface.catalog.sizes import NoSuchItem
from pickface.contract import like, page
from pickface.db import Row, Tx, row, rows
from pickface.errors import BadRequest, Conflict
from pickface.sampling import plans

HOUSE = 1
_AT_ONCE = 500
"""How many names one query looks up; databases limit their parameters."""

_RANGE = ("min_temp_tenths", "max_temp_tenths")
_COLUMNS = (
    "id, sku, name, unit, scale, tracking, zone_code AS zone, abc, weight_g, volume_mm3, "
    "length_mm, width_mm, height_mm, turning, fragile, price_minor, "
    "currency, quality_check, inspection, temperature, hazard, "
    "min_temp_tenths, max_temp_tenths, catch_weight, shelf_days_left, active, kit"
)


class SkuTaken(Conflict):
    """Another item has that SKU."""

    code = "sku_taken"


class BarcodeTaken(Conflict):
    """Another item has that barcode; a scan can mean only one."""

    code = "barcode_taken"


class WrongRange(BadRequest):
    """The coldest that goods may come in is warmer than the warmest."""

    code = "wrong_temperature_range"


class UnknownItem(BadRequest):
    """A line names an item that does not exist."""

    code = "item_not_found"


def create_item(tx: Tx, form: ItemForm, owner_id: int = HOUSE) -> int:
    """Make an item with its barcodes and answer its id; SkuTaken, BarcodeTaken, WrongCheckDigit."""
    barcodes = _keyed(form)
    plans.read(form.inspection)
    _insist_on_range(form.min_temp_tenths, form.max_temp_tenths)
    item_id = tx.value(
        "INSERT INTO item (owner_id, sku, name, unit, scale, tracking, zone_code, abc, weight_g, "
        "volume_mm3, length_mm, width_mm, height_mm, turning, fragile, price_minor, currency, quality_check, "
        "inspection, temperature, hazard, min_temp_tenths, max_temp_tenths, catch_weight, shelf_days_left, changed_at) "
        "VALUES (:owner, :sku, :name, :unit, :scale, :tracking, "
        ":zone, :abc, :weight_g, :volume_mm3, :length_mm, :width_mm, :height_mm, :turning, :fragile, "
        ":price_minor, :currency, :check, :inspection, :temperature, :hazard, :min_temp_tenths, :max_temp_tenths, "
        ":catch, :shelf_days_left, :now) "
        "ON CONFLICT DO NOTHING RETURNING id",
        owner=owner_id,
        check=int(form.quality_check),
        fragile=int(form.fragile),
        catch=int(form.catch_weight),
        now=tx.now,
        **form.model_dump(exclude={"barcodes", "quality_check", "fragile", "catch_weight"}),
    )
    if item_id is None:
        raise SkuTaken("an item has that SKU", sku=form.sku)
    for key, code in barcodes:
        _add_barcode(tx, owner_id, int(item_id), key, code)
    findable.note(tx, "item", int(item_id))
    return int(item_id)


def change_item(tx: Tx, item_id: int, form: ItemChange) -> None:
    """Say where an item belongs, and whether it is still dealt in; NoSuchItem, BadRequest for a zone nobody has."""
    if tx.value("SELECT id FROM item WHERE id = :id", id=item_id) is None:
        raise NoSuchItem("no item has that id", item=item_id)
    if form.zone and not tx.value("SELECT id FROM zone WHERE code = :code LIMIT 1", code=form.zone):
        raise BadRequest("there is no such zone", field="zone", zone=form.zone)
    changes = {"zone_code": form.zone, "active": None if form.active is None else int(form.active)}
    said = {name: value for name, value in changes.items() if value is not None}
    for name, value in said.items():
        tx.run(
            f"UPDATE item SET {name} = :value, changed_at = :now WHERE id = :id",
            value=value,
            now=tx.now,
            id=item_id,
        )


def change_handling(tx: Tx, item_id: int, form: ItemHandling) -> None:
    """Say how an item is treated and where it may lie; NoSuchItem, BadPlan. What has come already waits as it did."""
    given = form.model_dump(exclude_unset=True)
    # Of a range null says that there is no such limit; elsewhere it says nothing.
    changes = {
        name: int(value) if isinstance(value, bool) else value
        for name, value in given.items()
        if value is not None or name in _RANGE
    }
    plans.read(form.inspection or "")
    there = tx.one(f"SELECT {', '.join(_RANGE)} FROM item WHERE id = :id", id=item_id)
    if there is None:
        raise NoSuchItem("no item has that id", item=item_id)
    _insist_on_range(*(changes.get(name, there[name]) for name in _RANGE))
    asked = ", changed_at = :now" if {*_RANGE, "catch_weight"} & changes.keys() else ""
    for name, value in changes.items():
        bound = {"now": tx.now} if asked else {}
        tx.run(
            f"UPDATE item SET {name} = :value{asked} WHERE id = :id",
            value=value,
            id=item_id,
            **bound,
        )


def _insist_on_range(low: int | None, high: int | None) -> None:
    if low is not None and high is not None and low > high:
        raise WrongRange("the lowest is above the highest", field="min_temp_tenths", low=low)


def _keyed(form: ItemForm) -> list[tuple[str, BarcodeForm]]:
    """The barcodes an item gets, each with the key of its scan: those given, else its SKU."""
    if not form.barcodes:
        return [(sku_key(form.sku), BarcodeForm(value=form.sku))]
    return [(barcode_key(code.value), code) for code in form.barcodes]


def _add_barcode(tx: Tx, owner_id: int, item_id: int, key: str, code: BarcodeForm) -> None:
    added = tx.run(
        "INSERT INTO barcode (owner_id, item_id, key, value, qty, pack) "
        "VALUES (:owner, :item, :key, :value, :qty, :pack) ON CONFLICT DO NOTHING",
        owner=owner_id,
        item=item_id,
        key=key,
        value=code.value,
        qty=code.qty,
        pack=code.pack,
    )
    if not added:
        holder = tx.value(
            "SELECT i.sku FROM barcode b JOIN item i ON i.id = b.item_id "
            "WHERE b.owner_id = :owner AND b.key = :key",
            owner=owner_id,
            key=key,
        )
        raise BarcodeTaken(f"{code.value} is a barcode of {holder}", value=code.value, sku=holder)


def attach_code(tx: Tx, item_id: int, value: str, qty: int, pack: Pack) -> None:
    """A code that was scanned is one of the item's from now on; BarcodeTaken where it is another's, BadBarcode."""
    owner_id = int(tx.value("SELECT owner_id FROM item WHERE id = :id", id=item_id))
    # As scanned: a code that is no GTIN by its check digit is on the goods all the same.
    key = sku_key(value)
    if tx.value(
        "SELECT 1 FROM barcode WHERE owner_id = :owner AND item_id = :item AND key = :key",
        owner=owner_id,
        item=item_id,
        key=key,
    ):
        return
    give_barcode(tx, owner_id, item_id, key, BarcodeForm(value=key, qty=qty, pack=pack))


def give_barcode(tx: Tx, owner_id: int, item_id: int, key: str, code: BarcodeForm) -> None:
    """An item that is there gets one barcode more, and is found by it; BarcodeTaken."""
    _add_barcode(tx, owner_id, item_id, key, code)
    tx.run("UPDATE item SET changed_at = :now WHERE id = :id", now=tx.now, id=item_id)
    findable.note(tx, "item", item_id)


def list_items(q: str, sku: str, after: int | None, limit: int) -> dict[str, Any]:
    """A page of items by id."""
    where = ["id > :after"]
    if sku:
        where.append("owner_id = :owner AND sku = :sku")
    if q:
        where.append("(lower(sku) LIKE :q ESCAPE '!' OR lower(name) LIKE :q ESCAPE '!')")
    found = rows(
        f"SELECT {_COLUMNS} FROM item WHERE {' AND '.join(where)} ORDER BY id LIMIT :limit",
        after=after or 0,
        limit=limit + 1,
        **({"owner": HOUSE, "sku": sku} if sku else {}),
        **({"q": like(q)} if q else {}),
    )
    return page(found, limit)


def show_item(item_id: int) -> dict[str, Any]:
    """An item with its barcodes."""
    item = row(f"SELECT {_COLUMNS} FROM item WHERE id = :id", id=item_id)
    if item is None:
        raise NoSuchItem("no item has that id", item=item_id)
    codes = rows(
        "SELECT value, key, qty, pack FROM barcode WHERE item_id = :id ORDER BY qty, id", id=item_id
    )
    return {
        **item,
        "barcodes": [dict(code) for code in codes],
        "sizings": sizes.history(item_id),
    }


def find_items(tx: Tx, names: Sequence[int | str], owner_id: int = HOUSE) -> dict[int | str, int]:
    """The ids of items that are named by id or SKU; UnknownItem for the first that is none."""
    wanted = list(dict.fromkeys(names))
    found: dict[int | str, int] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        bound = {f"name{n}": name for n, name in enumerate(wanted[start : start + _AT_ONCE])}
        for column, kind in (("id", int), ("sku", str)):
            some = {mark: name for mark, name in bound.items() if isinstance(name, kind)}
            if some:
                marks = ", ".join(f":{mark}" for mark in some)
                sql = f"SELECT id, {column} AS name FROM item WHERE owner_id = :owner AND {column} IN ({marks})"
                found |= {item["name"]: item["id"] for item in tx.all(sql, owner=owner_id, **some)}
    for name in wanted:
        if name not in found:
            raise UnknownItem("no item has that id or SKU", item=name)
    return found


def item_named(name: str) -> Row:
    """The item that a query names by id or SKU; an SKU of digits alone wins over an id."""
    found = row(
        "SELECT id, sku FROM item WHERE owner_id = :owner AND sku = :sku", owner=HOUSE, sku=name
    )
    if found is None and name.isdecimal() and len(name) <= 15:
        found = row("SELECT id, sku FROM item WHERE id = :id", id=int(name))
    if found is None:
        raise NoSuchItem("no item has that id or SKU", item=name)
    return found
