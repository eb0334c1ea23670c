"""The house: its bins, its people, and whom it buys from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.channels.bringer import (
    CREATED,
    UNCHANGED,
    Bringer,
    Where,
    Wrong,
    by,
    checked,
    first,
    made_or_same,
    once,
    sampled,
)
from pickface.channels.reading import Row
from pickface.db import Tx
from pickface.errors import PickfaceError
from pickface.locations.face_forms import FaceForm
from pickface.locations.forms import PlaceForm
from pickface.locations.pick_faces import FaceTaken, create_face
from pickface.locations.service import CodeTaken, create_place
from pickface.people.forms import PersonForm
from pickface.people.permissions import BUYERS, MANAGER, SUPERVISORS
from pickface.people.service import BadgeTaken, create_person, hashes_for
from pickface.purchasing.supplier_forms import SupplierForm
from pickface.purchasing.suppliers import SupplierTaken, create_supplier

_BIN = """
SELECT p.kind, p.aisle, p.bay, p.level, p.max_pallets, COALESCE(z.code, '') AS zone, COALESCE(a.code, '') AS on_aisle
FROM place p LEFT JOIN zone z ON z.id = p.zone_id LEFT JOIN aisle a ON a.id = p.aisle_id
WHERE p.site_id = :site AND p.code = :code
"""
_SUPPLIER = (
    "SELECT name, email, address, lead_days, currency, inspection FROM supplier WHERE code = :code"
)


def _build_bin(rows: Sequence[Row], _: Where) -> Any:
    row, cells = rows[0], first(rows)
    given: dict[str, Any] = {
        name: cells[name] for name in ("aisle", "bay", "level") if name in cells
    }
    given |= {name: int(cells[name]) for name in ("x_mm", "y_mm", "max_pallets") if name in cells}
    given["code"] = cells["code"].upper()
    given |= {name: cells[name].upper() for name in ("zone", "on_aisle") if name in cells}
    if "kind" in cells:
        given["kind"] = cells["kind"].lower()
    if "pickable" in cells:
        given["pickable"] = cells["pickable"] == "yes"
    return checked(PlaceForm, row, given)


def _apply_bin(tx: Tx, where: Where, form: Any) -> str:
    site = where.site_id
    return made_or_same(tx, lambda: create_place(tx, site, form), CodeTaken, _BIN, form, site=site)


def _build_person(rows: Sequence[Row], _: Where) -> Any:
    row, cells = rows[0], first(rows)
    given: dict[str, Any] = {**cells, "role": cells["role"].lower()}
    if "language" in given:
        given["language"] = given["language"].lower()
    form = checked(PersonForm, row, given)
    try:
        return form, hashes_for(form)
    except PickfaceError as error:
        raise Wrong(
            row.line, str(error.params.get("field", "")), f"bad_{error.params.get('field', '')}"
        ) from None


def _apply_person(tx: Tx, where: Where, made: Any) -> str:
    form, hashes = made
    try:
        with tx.savepoint():
            create_person(tx, where.site_id, form, *hashes)
    except BadgeTaken:
        there = tx.one(
            "SELECT name, role, badge, login FROM person WHERE site_id = :site AND (badge = :badge OR login = :login)",
            site=where.site_id,
            badge=form.badge and form.badge.upper(),
            login=form.login and form.login.lower(),
        )
        if there is None or (there["name"], there["role"]) != (form.name, form.role):
            raise
        return UNCHANGED
    return CREATED


def _build_supplier(rows: Sequence[Row], _: Where) -> Any:
    row, cells = rows[0], first(rows)
    given: dict[str, Any] = {**cells}
    if "lead_days" in given:
        given["lead_days"] = int(given["lead_days"])
    return sampled(row, checked(SupplierForm, row, given))


def _apply_supplier(tx: Tx, _: Where, form: Any) -> str:
    return made_or_same(tx, lambda: create_supplier(tx, form), SupplierTaken, _SUPPLIER, form)


def _build_face(rows: Sequence[Row], _: Where) -> Any:
    row, cells = rows[0], first(rows)
    given: dict[str, Any] = {"place": cells["place"].upper(), "item": cells["sku"]}
    given |= {name: int(cells[name]) for name in ("min_qty", "max_qty") if name in cells}
    return checked(FaceForm, row, given)


def _apply_face(tx: Tx, where: Where, form: Any) -> str:
    """A newer file wins: how much a face holds is said again, and nothing was ever booked by it."""
    try:
        with tx.savepoint():
            create_face(tx, where.site_id, form)
    except FaceTaken:
        changed = tx.run(
            "UPDATE pick_face SET min_qty = :least, max_qty = :most WHERE site_id = :site "
            "AND place_id = (SELECT id FROM place WHERE site_id = :site AND code = :place) "
            "AND item_id = (SELECT id FROM item WHERE owner_id = 1 AND sku = :sku) "
            "AND (min_qty <> :least OR max_qty <> :most)",
            site=where.site_id,
            place=form.place,
            sku=form.item,
            least=form.min_qty,
            most=form.max_qty,
        )
        return CREATED if changed else UNCHANGED
    return CREATED


def _bin_and_item(cells: Mapping[str, str]) -> str:
    return "\n".join(cells.get(name, "").upper() for name in ("place", "sku"))


BINS = Bringer(SUPERVISORS, by("code"), _build_bin, _apply_bin, once("code"))
PEOPLE = Bringer(
    MANAGER,
    lambda cells: (
        cells.get("badge", "").upper() or cells.get("login", "").lower() or cells.get("name", "")
    ),
    _build_person,
    _apply_person,
    lambda cells: [
        (name, f"{name} {cells[name].upper()}") for name in ("badge", "login") if cells.get(name)
    ],
    slow=True,
)
PICK_FACES = Bringer(
    SUPERVISORS,
    _bin_and_item,
    _build_face,
    _apply_face,
    lambda cells: [("sku", _bin_and_item(cells))],
)
SUPPLIERS = Bringer(BUYERS, by("code"), _build_supplier, _apply_supplier, once("code"))
