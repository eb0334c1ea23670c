"""What becomes of the lines of each kind of table: a form out of cells, and a noun out of the form.

``build`` is pure and runs outside any transaction; ``apply`` makes the thing unless it is there, and raises a
:class:`PickfaceError` that says why it cannot be. Doing either twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from pickface.catalog.forms import ItemSizes
from pickface.catalog.rules import barcode_key
from pickface.catalog.service import SkuTaken, change_sizes, create_item, find_items
from pickface.channels import opening
from pickface.channels.cells import WrongCell
from pickface.channels.columns import (
    BadCell,
    item_form,
    millis,
    minor_units,
    order_form,
    order_line,
    whole,
)
from pickface.channels.items import differences
from pickface.channels.reading import Row
from pickface.contract import Form
from pickface.db import Tx
from pickface.errors import Conflict, PickfaceError
from pickface.locations.carton_types import CartonTypeTaken, create_carton_type
from pickface.locations.forms import CartonTypeForm, PlaceForm
from pickface.locations.service import CodeTaken, create_place
from pickface.orders.service import create_order
from pickface.people.forms import PersonForm
from pickface.people.permissions import BUYERS, MANAGER, SUPERVISORS
from pickface.people.service import BadgeTaken, create_person, hashes_for
from pickface.purchasing import announcing
from pickface.purchasing.delivery_forms import CartonForm, ContentForm, DeliveryForm
from pickface.purchasing.forms import PurchaseOrderForm, SupplierForm
from pickface.purchasing.service import PurchaseOrderExists, create_purchase_order
from pickface.purchasing.suppliers import SupplierTaken, create_supplier
from pickface.scans.gs1 import has_check_digit

CREATED, UNCHANGED = "created", "unchanged"
_PACKS = (("case", 24), ("inner", 6), ("pallet", 240))


class Differs(Conflict):
    """It is there already, and says something else; what is there stays. ``params``: ``columns``."""

    code = "it_differs"


@dataclass(frozen=True)
class Where:
    """Whose file it is: the site with its time zone, the person, and what its moves are caused by."""

    site_id: int
    zone: ZoneInfo
    person_id: int
    cause: str


class Wrong(Exception):
    """A line of the file cannot be: its line, our column ('' for the line as a whole), and what is wrong."""

    def __init__(self, line: int, column: str, code: str, /, **params: Any) -> None:
        super().__init__(f"line {line}, {column}: {code}")
        self.line, self.column, self.code, self.params = line, column, code, params


class Thing(NamedTuple):
    """What is to be made, and the lines that tell of it."""

    form: Any
    rows: Sequence[Row]


@dataclass(frozen=True)
class Bringer:
    """How one kind of table is brought in; ``key`` gathers lines, ``once`` names what may be in a file only once."""

    roles: frozenset[str]
    key: Callable[[Mapping[str, str]], str]
    build: Callable[[Sequence[Row], Where], Any]
    apply: Callable[[Tx, Where, Any], str]
    once: Callable[[Mapping[str, str]], list[tuple[str, str]]] = lambda _: []
    slow: bool = False
    gathers: bool = False


def _first(rows: Sequence[Row]) -> dict[str, str]:
    return {name: cell for name, cell in rows[0].cells.items() if cell}


def _wrong(row: Row, bad: BadCell) -> Wrong:
    column = bad.reason.removeprefix("bad_")
    if column not in row.cells and column == "barcodes":
        column = "barcode"
    return Wrong(
        row.line,
        column,
        bad.reason if bad.reason.startswith("bad_") else "wrong",
        detail=bad.detail,
    )


def _checked(form: type[Form], row: Row, given: dict[str, Any]) -> Any:
    try:
        return form.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        column = str(first["loc"][0]) if first["loc"] else ""
        raise Wrong(row.line, column, f"bad_{column}", detail=first["msg"]) from None


# Items


def _item_barcodes(cells: Mapping[str, str]) -> list[tuple[str, str]]:
    """Columns and codes: the piece's, and those of larger packs."""
    names = ("barcode", "case_barcode", "inner_barcode", "pallet_barcode")
    return [(name, cells[name]) for name in names if cells.get(name)]


def _build_item(rows: Sequence[Row], _: Where) -> Any:
    row, cells = rows[0], _first(rows)
    packed = cells.pop("barcode", "")
    for pack, _usual in _PACKS:
        code, qty = cells.pop(f"{pack}_barcode", ""), cells.pop(f"{pack}_qty", "")
        if not code:
            continue
        if not qty or int(qty) < 2:
            raise Wrong(row.line, f"{pack}_qty", "pack_without_units", pack=pack)
        packed += f"; {code}={int(qty)} {pack}"
    try:
        return item_form({**cells, "barcodes": packed})
    except BadCell as bad:
        raise _wrong(row, bad) from None


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
    for name, code in _item_barcodes(cells):
        for one in code.split(";"):
            value = one.partition("=")[0].strip()
            try:
                found.append((name, f"barcode {barcode_key(value)}"))
            except PickfaceError:
                continue
    return found


# Bins, people, suppliers


def _build_bin(rows: Sequence[Row], _: Where) -> Any:
    row, cells = rows[0], _first(rows)
    given: dict[str, Any] = {
        name: cells[name] for name in ("aisle", "bay", "level") if name in cells
    }
    given |= {name: int(cells[name]) for name in ("x_mm", "y_mm") if name in cells}
    given["code"] = cells["code"].upper()
    if "zone" in cells:
        given["zone"] = cells["zone"].upper()
    if "kind" in cells:
        given["kind"] = cells["kind"].lower()
    if "pickable" in cells:
        given["pickable"] = cells["pickable"] == "yes"
    return _checked(PlaceForm, row, given)


def _apply_bin(tx: Tx, where: Where, form: Any) -> str:
    try:
        with tx.savepoint():
            create_place(tx, where.site_id, form)
    except CodeTaken:
        there = tx.one(
            "SELECT p.kind, p.aisle, p.bay, p.level, COALESCE(z.code, '') AS zone FROM place p "
            "LEFT JOIN zone z ON z.id = p.zone_id WHERE p.site_id = :site AND p.code = :code",
            site=where.site_id,
            code=form.code,
        )
        return _same(form, dict(there or {}))
    return CREATED


def _same(form: Any, there: Mapping[str, Any]) -> str:
    given = form.model_dump(include=set(there), exclude_unset=True)
    other = [name for name, value in given.items() if (value or "") != there[name]]
    if other:
        raise Differs("it is there and differs", columns=", ".join(other))
    return UNCHANGED


def _build_person(rows: Sequence[Row], _: Where) -> Any:
    row, cells = rows[0], _first(rows)
    given: dict[str, Any] = {**cells, "role": cells["role"].lower()}
    if "language" in given:
        given["language"] = given["language"].lower()
    form = _checked(PersonForm, row, given)
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
    row, cells = rows[0], _first(rows)
    given: dict[str, Any] = {**cells}
    if "lead_days" in given:
        given["lead_days"] = int(given["lead_days"])
    return _checked(SupplierForm, row, given)


def _apply_supplier(tx: Tx, _: Where, form: Any) -> str:
    try:
        with tx.savepoint():
            create_supplier(tx, form)
    except SupplierTaken:
        there = tx.one(
            "SELECT name, email, address, lead_days, currency FROM supplier WHERE code = :code",
            code=form.code,
        )
        return _same(form, dict(there or {}))
    return CREATED


# Sizes, and the cartons that goods go into


def _build_sizes(rows: Sequence[Row], _: Where) -> Any:
    row, cells = rows[0], _first(rows)
    given: dict[str, Any] = {
        name: int(cells[name])
        for name in ("length_mm", "width_mm", "height_mm", "weight_g")
        if name in cells
    }
    given |= {"turning": cells["turning"].lower()} if "turning" in cells else {}
    given |= {"fragile": cells["fragile"] == "yes"} if "fragile" in cells else {}
    return cells["sku"], _checked(ItemSizes, row, given)


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
    row, cells = rows[0], _first(rows)
    given: dict[str, Any] = {"code": cells["code"].upper()}
    given |= {"name": cells["name"]} if "name" in cells else {}
    for name in ("length_mm", "width_mm", "height_mm", "tare_g", "max_weight_g"):
        given |= {name: int(cells[name])} if name in cells else {}
    if "cost" in cells:
        given["cost_minor"] = minor_units(cells["cost"])
    return _checked(CartonTypeForm, row, given)


def _apply_carton_type(tx: Tx, where: Where, form: Any) -> str:
    try:
        with tx.savepoint():
            create_carton_type(tx, where.site_id, form)
    except CartonTypeTaken:
        there = tx.one(
            "SELECT name, length_mm, width_mm, height_mm, tare_g, max_weight_g, cost_minor FROM carton_type "
            "WHERE site_id = :site AND code = :code",
            site=where.site_id,
            code=form.code,
        )
        return _same(form, dict(there or {}))
    return CREATED


# Orders of both ways


def _lines(rows: Sequence[Row]) -> list[dict[str, Any]]:
    lines = []
    for row in rows:
        try:
            lines.append(order_line(row.cells))
        except BadCell as bad:
            raise _wrong(row, bad) from None
    return lines


def _build_order(rows: Sequence[Row], where: Where) -> Any:
    try:
        return order_form(rows[0].cells, _lines(rows), where.zone, "")
    except BadCell as bad:
        raise _wrong(rows[0], bad) from None


def _apply_order(tx: Tx, where: Where, form: Any) -> str:
    return CREATED if create_order(tx, where.site_id, form)[1] else UNCHANGED


def _build_purchase_order(rows: Sequence[Row], where: Where) -> Any:
    head, cells = rows[0], _first(rows)
    given: dict[str, Any] = {"number": cells["number"], "supplier": cells["supplier"], "lines": []}
    for row in rows:
        if row.cells.get("supplier") not in {"", None, cells["supplier"]}:
            raise Wrong(row.line, "supplier", "two_suppliers", number=cells["number"])
    try:
        if "ordered_at" in cells:
            given["ordered_at"] = millis(cells["ordered_at"], "ordered_at", where.zone)
        for row in rows:
            line: dict[str, Any] = {"item": row.cells["sku"], "qty": whole(row.cells["qty"], "qty")}
            if row.cells.get("price"):
                line["price_minor"] = minor_units(row.cells["price"])
            given["lines"].append(line)
    except BadCell as bad:
        raise _wrong(head, bad) from None
    given |= {"expected_on": cells["expected_on"][:10]} if "expected_on" in cells else {}
    given |= {"currency": cells["currency"].upper()} if "currency" in cells else {}
    return _checked(PurchaseOrderForm, head, given)


def _apply_purchase_order(tx: Tx, where: Where, form: Any) -> str:
    try:
        with tx.savepoint():
            create_purchase_order(tx, where.site_id, form)
    except PurchaseOrderExists:
        there = tx.all(
            "SELECT s.code, i.sku, l.qty FROM purchase_order o JOIN supplier s ON s.id = o.supplier_id "
            "JOIN purchase_order_line l ON l.purchase_order_id = o.id JOIN item i ON i.id = l.item_id "
            "WHERE o.number = :number ORDER BY l.line_no",
            number=form.number,
        )
        wanted = [(form.supplier, line.item, line.qty) for line in form.lines]
        if [(one["code"], one["sku"], one["qty"]) for one in there] != wanted:
            raise
        return UNCHANGED
    return CREATED


# Announced deliveries


def _build_delivery(rows: Sequence[Row], _: Where) -> Any:
    """Lines of one number are one delivery, those of one SSCC one carton, wherever they stand."""
    head, cells = rows[0], _first(rows)
    given: dict[str, Any] = {"number": cells["number"], "supplier": cells["supplier"]}
    if "expected_on" in cells:
        given["expected_on"] = cells["expected_on"][:10]
    cartons: dict[str, dict[str, Any]] = {}
    for row in rows:
        own = {name: cell for name, cell in row.cells.items() if cell}
        if own.get("supplier", cells["supplier"]) != cells["supplier"]:
            raise Wrong(row.line, "supplier", "two_suppliers", number=cells["number"])
        sscc, pallet = _sscc(row, "sscc") or "", _sscc(row, "pallet")
        carton = cartons.setdefault(sscc, {"sscc": sscc, "pallet": pallet, "contents": []})
        if carton["pallet"] != pallet:
            raise Wrong(row.line, "pallet", "two_pallets", sscc=sscc)
        content: dict[str, Any] = {"item": own["sku"], "qty": int(own["qty"])}
        content |= {"lot": own["lot"]} if "lot" in own else {}
        content |= {"expires_on": own["expires_on"][:10]} if "expires_on" in own else {}
        content |= {"purchase_order": own["purchase_order"]} if "purchase_order" in own else {}
        carton["contents"].append(_checked(ContentForm, row, content))
    given["cartons"] = [
        CartonForm(sscc=one["sscc"], pallet=one["pallet"], contents=one["contents"])
        for one in cartons.values()
    ]
    return _checked(DeliveryForm, head, given)


def _sscc(row: Row, column: str) -> str | None:
    """An SSCC as it is printed: with its (00), with spaces, or 18 digits alone."""
    said = re.sub(r"[\s()]", "", row.cells.get(column, ""))
    if not said and column == "pallet":
        return None
    digits = said[2:] if len(said) == 20 and said.startswith("00") else said
    if not re.fullmatch(r"\d{18}", digits) or not has_check_digit(digits):
        raise Wrong(row.line, column, "bad_sscc", sscc=row.cells.get(column, ""))
    return digits


def _apply_delivery(tx: Tx, where: Where, form: Any) -> str:
    _, new = announcing.announce(tx, where.site_id, form, where.person_id)
    return CREATED if new else UNCHANGED


# Stock on hand


def _build_opening(rows: Sequence[Row], _: Where) -> Any:
    cells = _first(rows)
    return opening.Opening(
        place=cells["place"].upper(),
        item=cells["sku"],
        qty=int(cells["qty"]),
        lot=cells.get("lot", ""),
        expires_on=cells.get("expires_on", "")[:10],
    )


def _apply_opening(tx: Tx, where: Where, wanted: Any) -> str:
    booked = opening.book(tx, where.site_id, where.person_id, where.cause, wanted)
    return CREATED if booked else UNCHANGED


def _by(column: str) -> Callable[[Mapping[str, str]], str]:
    return lambda cells: cells.get(column, "")


def _once(column: str) -> Callable[[Mapping[str, str]], list[tuple[str, str]]]:
    return lambda cells: [(column, cells.get(column, "").upper())]


BRINGERS: Mapping[str, Bringer] = {
    "items": Bringer(BUYERS, _by("sku"), _build_item, _apply_item, _once_item),
    "sizes": Bringer(BUYERS, _by("sku"), _build_sizes, _apply_sizes, _once("sku")),
    "carton_types": Bringer(
        SUPERVISORS, _by("code"), _build_carton_type, _apply_carton_type, _once("code")
    ),
    "bins": Bringer(SUPERVISORS, _by("code"), _build_bin, _apply_bin, _once("code")),
    "stock": Bringer(
        SUPERVISORS,
        lambda cells: "\n".join(cells.get(name, "").upper() for name in ("place", "sku", "lot")),
        _build_opening,
        _apply_opening,
        lambda cells: [
            ("sku", "\n".join(cells.get(name, "").upper() for name in ("place", "sku", "lot")))
        ],
    ),
    "people": Bringer(
        MANAGER,
        lambda cells: (
            cells.get("badge", "").upper()
            or cells.get("login", "").lower()
            or cells.get("name", "")
        ),
        _build_person,
        _apply_person,
        lambda cells: [
            (name, f"{name} {cells[name].upper()}")
            for name in ("badge", "login")
            if cells.get(name)
        ],
        slow=True,
    ),
    "suppliers": Bringer(BUYERS, _by("code"), _build_supplier, _apply_supplier, _once("code")),
    "purchase_orders": Bringer(
        BUYERS, _by("number"), _build_purchase_order, _apply_purchase_order, gathers=True
    ),
    "deliveries": Bringer(BUYERS, _by("number"), _build_delivery, _apply_delivery, gathers=True),
    "orders": Bringer(
        BUYERS,
        lambda cells: f"{cells.get('channel', '')}\n{cells.get('number', '')}",
        _build_order,
        _apply_order,
        gathers=True,
    ),
}

COLUMN_OF: Mapping[str, str] = {
    "check_digit": "barcode",
    "barcode_taken": "barcode",
    "bad_barcode": "barcode",
    "item_not_found": "sku",
    "supplier_not_found": "supplier",
    "place_not_found": "place",
    "bad_place_code": "code",
    "badge_taken": "badge",
    "order_exists": "number",
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
        given = [name for name, _ in _item_barcodes(rows[0].cells)]
        column = given[0] if given else "sku"
    row = next((one for one in rows if _is_about(error.params, one)), rows[0])
    params = {name: value for name, value in error.params.items() if isinstance(value, (str, int))}
    return Wrong(row.line, column, error.code, **params)


def _is_about(params: Mapping[str, Any], row: Row) -> bool:
    """Whether a line has the item or the code that a refusal names."""
    item, sscc = params.get("item"), params.get("sscc")
    plates = [re.sub(r"\D", "", row.cells.get(name, "")) for name in ("sscc", "pallet")]
    if sscc and any(plate.endswith(str(sscc)) for plate in plates):
        return True
    return bool(item) and row.cells.get("sku") == item
