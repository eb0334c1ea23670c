"""Suppliers, what they sell, and purchase orders over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apiflask import APIBlueprint
from flask import Response

from pickface.contract import Listing
from pickface.db import Row, Tx, command
from pickface.people import sessions
from pickface.people.permissions import BUYERS
from pickface.purchasing import blind, life, reporting, sending, service, suppliers
from pickface.purchasing.forms import (
    ConfirmForm,
    LineChangeForm,
    MatchForm,
    PurchaseOrderForm,
    PurchaseOrderOut,
    PurchaseOrdersOut,
    PurchaseOrdersQuery,
)
from pickface.purchasing.supplier_forms import (
    PastDeliveriesForm,
    SupplierChange,
    SupplierForm,
    SupplierItemForm,
    SupplierItemsOut,
    SupplierOut,
    SupplierRow,
    SuppliersOut,
)
from pickface.workbooks.downloads import answer

blueprint = APIBlueprint("purchasing", __name__, url_prefix="/api/v1", tag="Purchasing")
_NOT_NOW = {409: "Its state does not allow it"}


@blueprint.get("/suppliers")
@blueprint.input(Listing, location="query")
@blueprint.output(SuppliersOut)
def list_suppliers(query_data: Listing) -> dict[str, Any]:
    """List suppliers."""
    return suppliers.list_suppliers(query_data.cursor, query_data.limit)


@blueprint.post("/suppliers")
@blueprint.input(SupplierForm)
@blueprint.output(SupplierRow, status_code=201)
@blueprint.doc(responses={409: "Code is taken"})
def create_supplier(json_data: SupplierForm) -> dict[str, Any]:
    """Make a supplier."""
    return dict(
        suppliers.show_supplier(command(lambda tx: suppliers.create_supplier(tx, json_data)))
    )


@blueprint.get("/suppliers/<int:supplier_id>")
@blueprint.output(SupplierOut)
def show_supplier(supplier_id: int) -> dict[str, Any]:
    """Show a supplier's terms, and how it has kept to what was agreed at this site."""
    return suppliers.show_with_scorecard(sessions.me().site_id, supplier_id)


@blueprint.patch("/suppliers/<int:supplier_id>")
@blueprint.input(SupplierChange)
@blueprint.output(SupplierOut)
def change_supplier(supplier_id: int, json_data: SupplierChange) -> dict[str, Any]:
    """Change a supplier's terms."""
    command(lambda tx: suppliers.change_supplier(tx, supplier_id, json_data))
    return suppliers.show_with_scorecard(sessions.me().site_id, supplier_id)


@blueprint.get("/suppliers/<int:supplier_id>/items")
@blueprint.input(Listing, location="query")
@blueprint.output(SupplierItemsOut)
def list_supplier_items(supplier_id: int, query_data: Listing) -> dict[str, Any]:
    """List what a supplier sells, and how."""
    return suppliers.list_items(supplier_id, query_data.cursor, query_data.limit)


@blueprint.put("/suppliers/<int:supplier_id>/items")
@blueprint.input(SupplierItemForm)
@blueprint.output(SupplierItemsOut)
def put_supplier_item(supplier_id: int, json_data: SupplierItemForm) -> dict[str, Any]:
    """Say how a supplier sells an item; answers that one."""
    made = command(lambda tx: suppliers.put_item(tx, supplier_id, json_data))
    return suppliers.list_items(supplier_id, made - 1, 1) | {"next": None}


@blueprint.delete("/suppliers/<int:supplier_id>/items/<int:item_id>")
@blueprint.output({}, status_code=204)
def take_supplier_item_away(supplier_id: int, item_id: int) -> str:
    """Forget that a supplier sells an item."""
    command(lambda tx: suppliers.take_item_away(tx, supplier_id, item_id))
    return ""


@blueprint.put("/suppliers/<int:supplier_id>/past-deliveries")
@blueprint.input(PastDeliveriesForm)
@blueprint.output(SupplierOut)
def remember_deliveries(supplier_id: int, json_data: PastDeliveriesForm) -> dict[str, Any]:
    """Say how a supplier delivered before this system knew of it; replaces what was said before."""
    site_id = sessions.me().site_id
    command(
        lambda tx: suppliers.remember_deliveries(tx, site_id, supplier_id, json_data.deliveries)
    )
    return suppliers.show_with_scorecard(site_id, supplier_id)


@blueprint.get("/purchase-orders")
@blueprint.input(PurchaseOrdersQuery, location="query")
@blueprint.output(PurchaseOrdersOut)
def list_purchase_orders(query_data: PurchaseOrdersQuery) -> dict[str, Any]:
    """List purchase orders, newest first."""
    return service.list_purchase_orders(sessions.me().site_id, query_data)


@blueprint.get("/purchase-orders/<int:purchase_order_id>")
@blueprint.output(PurchaseOrderOut)
def show_purchase_order(purchase_order_id: int) -> dict[str, Any]:
    """Show a purchase order: its lines, what came, what turned out otherwise, and its history; prices to buyers."""
    me = sessions.me()
    order = service.show_purchase_order(me.site_id, purchase_order_id)
    return order if me.role in BUYERS else service.without_money(order)


@blueprint.post("/purchase-orders")
@blueprint.input(PurchaseOrderForm)
@blueprint.output(PurchaseOrderOut, status_code=201)
@blueprint.doc(responses={409: "Number is taken"})
def create_purchase_order(json_data: PurchaseOrderForm) -> dict[str, Any]:
    """Order goods from a supplier, or begin a draft."""
    me = sessions.me()
    made = command(lambda tx: service.create_purchase_order(tx, me.site_id, json_data, me.id))
    return service.show_purchase_order(me.site_id, made)


@blueprint.post("/purchase-orders/<int:purchase_order_id>/approve")
@blueprint.output(PurchaseOrderOut)
@blueprint.doc(responses=_NOT_NOW)
def approve_purchase_order(purchase_order_id: int) -> dict[str, Any]:
    """Approve a draft: it counts as incoming, and may be sent."""
    return _change(purchase_order_id, life.approve)


@blueprint.post("/purchase-orders/<int:purchase_order_id>/send")
@blueprint.output(PurchaseOrderOut)
@blueprint.doc(responses=_NOT_NOW)
def send_purchase_order(purchase_order_id: int) -> dict[str, Any]:
    """Have it sent to the supplier, in a moment: by e-mail, or into the outbox."""
    return _change(purchase_order_id, lambda tx, order, _me: sending.ask_for(tx, order))


@blueprint.post("/purchase-orders/<int:purchase_order_id>/confirm")
@blueprint.input(ConfirmForm)
@blueprint.output(PurchaseOrderOut)
@blueprint.doc(responses=_NOT_NOW)
def confirm_purchase_order(purchase_order_id: int, json_data: ConfirmForm) -> dict[str, Any]:
    """Note what the supplier confirmed: when the goods come."""
    days = {line.line: line.expected_on for line in json_data.lines}
    return _change(
        purchase_order_id,
        lambda tx, order, me: life.confirm(
            tx, order, json_data.expected_on, json_data.reference, days, me
        ),
    )


@blueprint.post("/purchase-orders/<int:purchase_order_id>/cancel")
@blueprint.output(PurchaseOrderOut)
@blueprint.doc(responses=_NOT_NOW)
def cancel_purchase_order(purchase_order_id: int) -> dict[str, Any]:
    """Cancel it: nothing of it is awaited any more."""
    return _change(purchase_order_id, life.cancel)


@blueprint.post("/purchase-orders/<int:purchase_order_id>/close")
@blueprint.output(PurchaseOrderOut)
@blueprint.doc(responses=_NOT_NOW)
def close_purchase_order(purchase_order_id: int) -> dict[str, Any]:
    """Close it: what has not come is awaited no longer."""
    return _change(purchase_order_id, blind.close)


@blueprint.post("/purchase-orders/<int:purchase_order_id>/match")
@blueprint.input(MatchForm)
@blueprint.output(PurchaseOrderOut)
@blueprint.doc(responses={409: "It was announced, is being received, or is matched already"})
def match_purchase_order(purchase_order_id: int, json_data: MatchForm) -> dict[str, Any]:
    """Say by which purchase order goods were ordered that came unannounced: its lines have them."""
    return _change(
        purchase_order_id, lambda tx, order, me: blind.match(tx, order, json_data.order, me)
    )


@blueprint.patch("/purchase-orders/<int:purchase_order_id>/lines/<int:line_id>")
@blueprint.input(LineChangeForm)
@blueprint.output(PurchaseOrderOut)
@blueprint.doc(responses=_NOT_NOW)
def change_purchase_order_line(
    purchase_order_id: int, line_id: int, json_data: LineChangeForm
) -> dict[str, Any]:
    """Change how many, at which price, or for which day; what it was stays in the history."""
    changes = json_data.model_dump(exclude_none=True)
    return _change(
        purchase_order_id, lambda tx, order, me: life.change_line(tx, order, line_id, me, **changes)
    )


@blueprint.get("/purchase-orders/<int:purchase_order_id>/order.pdf")
def purchase_order_pdf(purchase_order_id: int) -> Response:
    """Print the purchase order as the supplier gets it, A4."""
    from pickface.labels.purchase import purchase_pdf

    said, _, _ = sending.purchase(purchase_order_id, sessions.me().site_id)
    return Response(
        purchase_pdf(said),
        mimetype="application/pdf",
        headers={"Cache-Control": "private, no-store"},
    )


@blueprint.get("/purchase-orders/<int:purchase_order_id>/order.csv")
def purchase_order_csv(purchase_order_id: int) -> Response:
    """The lines of the purchase order for the supplier's system."""
    return _table(purchase_order_id, "csv")


@blueprint.get("/purchase-orders/<int:purchase_order_id>/order.xlsx")
def purchase_order_workbook(purchase_order_id: int) -> Response:
    """The same as a workbook."""
    return _table(purchase_order_id, "xlsx")


@blueprint.get("/purchase-orders/<int:purchase_order_id>/discrepancies.pdf")
def discrepancies_pdf(purchase_order_id: int) -> Response:
    """Print what came otherwise than it was ordered, for the supplier, A4."""
    from pickface.labels.discrepancies import report_pdf

    return Response(
        report_pdf(reporting.report_of(sessions.me().site_id, purchase_order_id)),
        mimetype="application/pdf",
        headers={"Cache-Control": "private, no-store"},
    )


@blueprint.post("/purchase-orders/<int:purchase_order_id>/discrepancies/send")
@blueprint.output(PurchaseOrderOut)
@blueprint.doc(responses=_NOT_NOW)
def send_discrepancies(purchase_order_id: int) -> dict[str, Any]:
    """Have the supplier told what came otherwise than it was ordered, in a moment: by e-mail, or into the outbox."""
    return _change(purchase_order_id, reporting.ask_for)


def _table(purchase_order_id: int, ending: str) -> Response:
    from pickface.labels.purchase import purchase_table

    said, _, _ = sending.purchase(purchase_order_id, sessions.me().site_id)
    return answer(said.number, ending, purchase_table(said))


def _change(purchase_order_id: int, deed: Callable[[Tx, Row, int], None]) -> dict[str, Any]:
    """Do something to one of the site's purchase orders, and answer what it has become."""
    me = sessions.me()
    command(lambda tx: deed(tx, life.lock(tx, purchase_order_id, me.site_id), me.id))
    return service.show_purchase_order(me.site_id, purchase_order_id)
