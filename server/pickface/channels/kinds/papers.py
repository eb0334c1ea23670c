"""Papers of several lines: orders of both ways, and deliveries that are announced."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    wrong_cell,
)
from pickface.channels.columns import BadCell, millis, minor_units, order_form, order_line, whole
from pickface.channels.orders import one_owner
from pickface.channels.reading import Row
from pickface.db import Tx
from pickface.orders.service import create_order
from pickface.people.permissions import BUYERS
from pickface.purchasing import announcing
from pickface.purchasing.delivery_forms import CartonForm, ContentForm, DeliveryForm
from pickface.purchasing.forms import PurchaseOrderForm
from pickface.purchasing.service import PurchaseOrderExists, create_purchase_order
from pickface.scans.gs1 import has_check_digit


def _lines(rows: Sequence[Row]) -> list[dict[str, Any]]:
    lines = []
    for row in rows:
        try:
            lines.append(order_line(row.cells))
        except BadCell as bad:
            raise wrong_cell(row, bad) from None
    return lines


def _build_order(rows: Sequence[Row], where: Where) -> Any:
    owner = one_owner(rows)
    if owner is None:
        raise Wrong(rows[0].line, "owner", "two_owners", number=rows[0].cells["number"])
    try:
        return order_form({**rows[0].cells, "owner": owner}, _lines(rows), where.zone, "")
    except BadCell as bad:
        raise wrong_cell(rows[0], bad) from None


def _apply_order(tx: Tx, where: Where, form: Any) -> str:
    return CREATED if create_order(tx, where.site_id, form)[1] else UNCHANGED


def _build_purchase_order(rows: Sequence[Row], where: Where) -> Any:
    head, cells = rows[0], first(rows)
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
        raise wrong_cell(head, bad) from None
    given |= {"expected_on": cells["expected_on"][:10]} if "expected_on" in cells else {}
    given |= {"currency": cells["currency"].upper()} if "currency" in cells else {}
    given |= {"owner": cells["owner"]} if "owner" in cells else {}
    return checked(PurchaseOrderForm, head, given)


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


def _build_delivery(rows: Sequence[Row], _: Where) -> Any:
    """Lines of one number are one delivery, those of one SSCC one carton, wherever they stand."""
    head, cells = rows[0], first(rows)
    given: dict[str, Any] = {"number": cells["number"], "supplier": cells["supplier"]}
    if "expected_on" in cells:
        given["expected_on"] = cells["expected_on"][:10]
    given |= {"owner": cells["owner"]} if "owner" in cells else {}
    cartons: dict[str, dict[str, Any]] = {}
    seen: set[tuple[str, str]] = set()
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
        content |= {"serials": serials} if (serials := _serials(row, own, seen)) else {}
        content |= {"purchase_order": own["purchase_order"]} if "purchase_order" in own else {}
        carton["contents"].append(checked(ContentForm, row, content))
    given["cartons"] = [
        CartonForm(sscc=one["sscc"], pallet=one["pallet"], contents=one["contents"])
        for one in cartons.values()
    ]
    return checked(DeliveryForm, head, given)


def _serials(row: Row, own: dict[str, str], seen: set[tuple[str, str]]) -> list[str]:
    """A line's serial numbers, between semicolons where it has several; none stands in the file twice."""
    serials = [one for part in own.get("serial", "").split(";") if (one := part.strip())]
    for serial in serials:
        if (own["sku"], serial) in seen:
            raise Wrong(row.line, "serial", "serial_twice", serial=serial)
        seen.add((own["sku"], serial))
    return serials


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


ORDERS = Bringer(
    BUYERS,
    lambda cells: "\n".join(cells.get(name, "") for name in ("channel", "number")),
    _build_order,
    _apply_order,
    gathers=True,
)
PURCHASE_ORDERS = Bringer(
    BUYERS, by("number"), _build_purchase_order, _apply_purchase_order, gathers=True
)
DELIVERIES = Bringer(BUYERS, by("number"), _build_delivery, _apply_delivery, gathers=True)
