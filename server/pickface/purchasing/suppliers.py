"""Suppliers, their terms, and how they sell which item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from pickface.catalog.service import find_items
from pickface.contract import bad_field, page
from pickface.db import Row, Tx, row, rows
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.purchasing import scorecard
from pickface.purchasing.supplier_forms import (
    PastDeliveryForm,
    SupplierChange,
    SupplierForm,
    SupplierItemForm,
)
from pickface.sampling import plans

_COLUMNS = (
    "id, code, name, email, address, lead_days, currency, min_order_minor, min_order_qty, "
    "sends_itself, over_tolerance_pct, sample_cartons, inspection"
)
_ITEMS = """
SELECT s.id, s.supplier_id, s.item_id AS item, i.sku, i.name, s.code, s.barcode, s.pack_qty, s.pallet_qty,
       s.price_minor, s.preferred
FROM supplier_item s JOIN item i ON i.id = s.item_id
"""
_AS_THE_SITE = frozenset({"over_tolerance_pct", "sample_cartons"})
"""Terms that may be left to the site's settings."""
Read = Callable[..., Sequence[Row]]


class SupplierTaken(Conflict):
    """Another supplier has that code."""

    code = "supplier_taken"


class UnknownSupplier(BadRequest):
    """No supplier has that id or code."""

    code = "supplier_not_found"


class NoSuchSupplier(NotFound):
    """No supplier has that id."""

    code = "supplier_not_found"


def create_supplier(tx: Tx, form: SupplierForm) -> int:
    """Make a supplier and answer the id."""
    plans.read(form.inspection)
    values = {**form.model_dump(), "sends_itself": int(form.sends_itself)}
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    made = tx.value(
        f"INSERT INTO supplier ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING RETURNING id",
        **values,
    )
    if made is None:
        raise SupplierTaken("a supplier has that code", code=form.code)
    return int(made)


def change_supplier(tx: Tx, supplier_id: int, form: SupplierChange) -> None:
    """Change a supplier's terms; what is not said stays."""
    changes = form.model_dump(exclude_unset=True)
    plans.read(changes.get("inspection") or "")
    if "sends_itself" in changes:
        changes["sends_itself"] = int(changes["sends_itself"])
    for name, value in changes.items():
        if value is None and name not in _AS_THE_SITE:
            raise bad_field(name, f"{name} is left out or has a value")
    if tx.one("SELECT id FROM supplier WHERE id = :id" + tx.for_update, id=supplier_id) is None:
        raise NoSuchSupplier("no supplier has that id", supplier=supplier_id)
    if changes:
        new = ", ".join(f"{name} = :{name}" for name in changes)
        tx.run(f"UPDATE supplier SET {new} WHERE id = :id", id=supplier_id, **changes)


def list_suppliers(after: int | None, limit: int) -> dict[str, Any]:
    """A page of suppliers."""
    found = rows(
        f"SELECT {_COLUMNS} FROM supplier WHERE id > :after ORDER BY id LIMIT :limit",
        after=after or 0,
        limit=limit + 1,
    )
    return page(found, limit)


def show_supplier(supplier_id: int) -> Row:
    """One supplier; NoSuchSupplier."""
    found = row(f"SELECT {_COLUMNS} FROM supplier WHERE id = :id", id=supplier_id)
    if found is None:
        raise NoSuchSupplier("no supplier has that id", supplier=supplier_id)
    return found


def show_with_scorecard(site_id: int, supplier_id: int) -> dict[str, Any]:
    """One supplier, and how it has kept to what was agreed at a site."""
    return {**show_supplier(supplier_id), "scorecard": scorecard.of_supplier(site_id, supplier_id)}


def find_supplier(tx: Tx, name: int | str) -> Row:
    """The supplier that a body names by id or code; UnknownSupplier."""
    by = "id" if isinstance(name, int) else "code"
    found = tx.one(f"SELECT id, currency FROM supplier WHERE {by} = :name", name=name)
    if found is None:
        raise UnknownSupplier("no supplier has that id or code", supplier=name)
    return found


def list_items(supplier_id: int, after: int | None, limit: int) -> dict[str, Any]:
    """A page of what a supplier sells, with its price breaks."""
    show_supplier(supplier_id)
    found = rows(
        _ITEMS + "WHERE s.supplier_id = :supplier AND s.id > :after ORDER BY s.id LIMIT :limit",
        supplier=supplier_id,
        after=after or 0,
        limit=limit + 1,
    )
    shown = page(found, limit)
    breaks = breaks_of(rows, [one["id"] for one in shown["items"]])
    for one in shown["items"]:
        one["price_breaks"] = [
            {"from_qty": from_qty, "price_minor": price} for from_qty, price in breaks[one["id"]]
        ]
    return shown


def breaks_of(read: Read, supplier_items: Sequence[int]) -> defaultdict[int, list[tuple[int, int]]]:
    """The price breaks of some supplier items, by theirs: "from so many units", and a unit's price."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for start in range(0, len(supplier_items), 500):
        bound = {f"id_{n}": one for n, one in enumerate(supplier_items[start : start + 500])}
        marks = ", ".join(f":{name}" for name in bound)
        for one in read(
            f"SELECT supplier_item_id, from_qty, price_minor FROM price_break "
            f"WHERE supplier_item_id IN ({marks}) ORDER BY supplier_item_id, from_qty",
            **bound,
        ):
            found[one["supplier_item_id"]].append((one["from_qty"], one["price_minor"]))
    return found


def put_item(tx: Tx, supplier_id: int, form: SupplierItemForm) -> int:
    """Say how a supplier sells an item, anew or otherwise than before; the first to sell it is preferred."""
    item_id = find_items(tx, [form.item])[form.item]
    if tx.one("SELECT id FROM supplier WHERE id = :id" + tx.for_update, id=supplier_id) is None:
        raise NoSuchSupplier("no supplier has that id", supplier=supplier_id)
    # The item's row is locked, so that no two suppliers become the preferred one at once.
    tx.one("SELECT id FROM item WHERE id = :id" + tx.for_update, id=item_id)
    others = tx.value(
        "SELECT COUNT(*) FROM supplier_item WHERE item_id = :item AND supplier_id <> :supplier AND preferred = 1",
        item=item_id,
        supplier=supplier_id,
    )
    preferred = form.preferred if form.preferred is not None else not others
    if preferred and others:
        tx.run("UPDATE supplier_item SET preferred = 0 WHERE item_id = :item", item=item_id)
    made = tx.value(
        "INSERT INTO supplier_item (supplier_id, item_id, code, barcode, pack_qty, pallet_qty, price_minor, preferred) "
        "VALUES (:supplier, :item, :code, :barcode, :pack, :pallet, :price, :preferred) "
        "ON CONFLICT (supplier_id, item_id) DO UPDATE SET code = excluded.code, barcode = excluded.barcode, "
        "pack_qty = excluded.pack_qty, pallet_qty = excluded.pallet_qty, price_minor = excluded.price_minor, "
        "preferred = excluded.preferred RETURNING id",
        supplier=supplier_id,
        item=item_id,
        code=form.code,
        barcode=form.barcode,
        pack=form.pack_qty,
        pallet=form.pallet_qty,
        price=form.price_minor,
        preferred=int(preferred),
    )
    tx.run("DELETE FROM price_break WHERE supplier_item_id = :id", id=made)
    tx.insert_many(
        "price_break",
        [
            {"supplier_item_id": made, "from_qty": one.from_qty, "price_minor": one.price_minor}
            for one in form.price_breaks
        ],
    )
    return int(made)


def remember_deliveries(
    tx: Tx, site_id: int, supplier_id: int, deliveries: Sequence[PastDeliveryForm]
) -> None:
    """Replace what a former system knew of a supplier's deliveries to a site."""
    if tx.one("SELECT id FROM supplier WHERE id = :id" + tx.for_update, id=supplier_id) is None:
        raise NoSuchSupplier("no supplier has that id", supplier=supplier_id)
    tx.run(
        "DELETE FROM past_delivery WHERE site_id = :site AND supplier_id = :supplier",
        site=site_id,
        supplier=supplier_id,
    )
    tx.insert_many(
        "past_delivery",
        [
            {
                **one.model_dump(),
                "promised_on": one.promised_on or "",
                "site_id": site_id,
                "supplier_id": supplier_id,
            }
            for one in deliveries
        ],
    )


def take_item_away(tx: Tx, supplier_id: int, item_id: int) -> None:
    """The supplier sells this item no more."""
    bound = {"supplier": supplier_id, "item": item_id}
    mine = "SELECT id FROM supplier_item WHERE supplier_id = :supplier AND item_id = :item"
    tx.run(f"DELETE FROM price_break WHERE supplier_item_id IN ({mine})", **bound)
    if not tx.run(
        "DELETE FROM supplier_item WHERE supplier_id = :supplier AND item_id = :item", **bound
    ):
        raise NotFound("the supplier does not sell this item", item=item_id)
