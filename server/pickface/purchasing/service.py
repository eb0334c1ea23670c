"""What happens with suppliers and purchase orders."""

from __future__ import annotations

from typing import Any

from pickface import findable
from pickface.catalog.service import HOUSE, find_items
from pickface.contract import page
from pickface.db import Row, Tx, row, rows
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.purchasing.forms import PurchaseOrderForm, PurchaseOrdersQuery, SupplierForm

_HEAD = (
    "SELECT o.id, o.number, o.state, s.code AS supplier, s.name AS supplier_name, o.ordered_at, "
    "o.expected_on, o.currency, "
    "(SELECT count(*) FROM purchase_order_line l WHERE l.purchase_order_id = o.id) AS lines "
    "FROM purchase_order o JOIN supplier s ON s.id = o.supplier_id "
)


class SupplierTaken(Conflict):
    """Another supplier has that code."""

    code = "supplier_taken"


class PurchaseOrderExists(Conflict):
    """Another purchase order has that number."""

    code = "purchase_order_exists"


class NoSuchPurchaseOrder(NotFound):
    """The site has no such purchase order."""

    code = "purchase_order_not_found"


class UnknownSupplier(BadRequest):
    """No supplier has that id or code."""

    code = "supplier_not_found"


def create_supplier(tx: Tx, form: SupplierForm) -> int:
    """Make a supplier and answer the id."""
    made = tx.value(
        "INSERT INTO supplier (code, name, email, address, lead_days, currency) VALUES (:code, :name, "
        ":email, :address, :lead_days, :currency) ON CONFLICT DO NOTHING RETURNING id",
        **form.model_dump(),
    )
    if made is None:
        raise SupplierTaken("a supplier has that code", code=form.code)
    return int(made)


def list_suppliers(after: int | None, limit: int) -> dict[str, Any]:
    """A page of suppliers."""
    found = rows(
        "SELECT id, code, name, email, address, lead_days, currency FROM supplier "
        "WHERE id > :after ORDER BY id LIMIT :limit",
        after=after or 0,
        limit=limit + 1,
    )
    return page(found, limit)


def show_supplier(supplier_id: int) -> Row:
    """One supplier."""
    found = row(
        "SELECT id, code, name, email, address, lead_days, currency FROM supplier WHERE id = :id",
        id=supplier_id,
    )
    if found is None:
        raise NotFound("no supplier has that id", supplier=supplier_id)
    return found


def create_purchase_order(tx: Tx, site_id: int, form: PurchaseOrderForm) -> int:
    """Order goods and answer the purchase order's id; what they are is checked before anything is written."""
    supplier = _find_supplier(tx, form.supplier)
    items = find_items(tx, [line.item for line in form.lines])
    made = tx.value(
        "INSERT INTO purchase_order (number, site_id, owner_id, supplier_id, ordered_at, expected_on, "
        "currency) VALUES (:number, :site, :owner, :supplier, :ordered_at, :expected_on, :currency) "
        "ON CONFLICT DO NOTHING RETURNING id",
        number=form.number,
        site=site_id,
        owner=HOUSE,
        supplier=supplier["id"],
        ordered_at=tx.now if form.ordered_at is None else form.ordered_at,
        expected_on=form.expected_on or "",
        currency=form.currency or supplier["currency"],
    )
    if made is None:
        raise PurchaseOrderExists("a purchase order has that number", number=form.number)
    tx.insert_many(
        "purchase_order_line",
        [
            {
                "purchase_order_id": int(made),
                "line_no": number,
                "item_id": items[line.item],
                "qty": line.qty,
                "price_minor": line.price_minor,
            }
            for number, line in enumerate(form.lines, 1)
        ],
    )
    findable.note(tx, "purchase_order", int(made))
    return int(made)


def _find_supplier(tx: Tx, name: int | str) -> Row:
    by = "id" if isinstance(name, int) else "code"
    found = tx.one(f"SELECT id, currency FROM supplier WHERE {by} = :name", name=name)
    if found is None:
        raise UnknownSupplier("no supplier has that id or code", supplier=name)
    return found


def list_purchase_orders(site_id: int, query: PurchaseOrdersQuery) -> dict[str, Any]:
    """A page of the site's purchase orders, newest first."""
    found = rows(
        _HEAD + "WHERE o.site_id = :site AND (:before = 0 OR o.id < :before) "
        "AND (:state = '' OR o.state = :state) AND (:number = '' OR o.number = :number) "
        "ORDER BY o.id DESC LIMIT :limit",
        site=site_id,
        before=query.cursor or 0,
        state=query.state,
        number=query.number,
        limit=query.limit + 1,
    )
    return page(found, query.limit)


def show_purchase_order(site_id: int, purchase_order_id: int) -> dict[str, Any]:
    """A purchase order with its lines and discrepancies."""
    found = row(
        _HEAD + "WHERE o.site_id = :site AND o.id = :id", site=site_id, id=purchase_order_id
    )
    if found is None:
        raise NoSuchPurchaseOrder("the site has no such purchase order", id=purchase_order_id)
    lines = rows(
        "SELECT l.id, l.line_no, l.item_id AS item, i.sku, i.name, l.qty, l.received, l.price_minor "
        "FROM purchase_order_line l JOIN item i ON i.id = l.item_id "
        "WHERE l.purchase_order_id = :id ORDER BY l.line_no",
        id=purchase_order_id,
    )
    discrepancies = rows(
        "SELECT d.id, d.kind, d.item_id AS item, i.sku, d.qty, d.code, d.created_at AS at "
        "FROM discrepancy d LEFT JOIN item i ON i.id = d.item_id "
        "WHERE d.purchase_order_id = :id ORDER BY d.id",
        id=purchase_order_id,
    )
    return {
        **found,
        "lines": [dict(line) for line in lines],
        "discrepancies": [dict(discrepancy) for discrepancy in discrepancies],
    }
