"""Suppliers and purchase orders over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from pickface.contract import Listing
from pickface.db import command
from pickface.people import sessions
from pickface.purchasing import service
from pickface.purchasing.forms import (
    PurchaseOrderForm,
    PurchaseOrderOut,
    PurchaseOrdersOut,
    PurchaseOrdersQuery,
    SupplierForm,
    SupplierRow,
    SuppliersOut,
)

blueprint = APIBlueprint("purchasing", __name__, url_prefix="/api/v1", tag="Purchasing")


@blueprint.get("/suppliers")
@blueprint.input(Listing, location="query")
@blueprint.output(SuppliersOut)
def list_suppliers(query_data: Listing) -> dict[str, Any]:
    """List suppliers."""
    return service.list_suppliers(query_data.cursor, query_data.limit)


@blueprint.post("/suppliers")
@blueprint.input(SupplierForm)
@blueprint.output(SupplierRow, status_code=201)
@blueprint.doc(responses={409: "Code is taken"})
def create_supplier(json_data: SupplierForm) -> dict[str, Any]:
    """Make a supplier."""
    return dict(service.show_supplier(command(lambda tx: service.create_supplier(tx, json_data))))


@blueprint.get("/purchase-orders")
@blueprint.input(PurchaseOrdersQuery, location="query")
@blueprint.output(PurchaseOrdersOut)
def list_purchase_orders(query_data: PurchaseOrdersQuery) -> dict[str, Any]:
    """List purchase orders, newest first."""
    return service.list_purchase_orders(sessions.me().site_id, query_data)


@blueprint.get("/purchase-orders/<int:purchase_order_id>")
@blueprint.output(PurchaseOrderOut)
def show_purchase_order(purchase_order_id: int) -> dict[str, Any]:
    """Show a purchase order: its lines, what came, and what turned out otherwise."""
    return service.show_purchase_order(sessions.me().site_id, purchase_order_id)


@blueprint.post("/purchase-orders")
@blueprint.input(PurchaseOrderForm)
@blueprint.output(PurchaseOrderOut, status_code=201)
@blueprint.doc(responses={409: "Number is taken"})
def create_purchase_order(json_data: PurchaseOrderForm) -> dict[str, Any]:
    """Order goods from a supplier."""
    site_id = sessions.me().site_id
    made = command(lambda tx: service.create_purchase_order(tx, site_id, json_data))
    return service.show_purchase_order(site_id, made)
