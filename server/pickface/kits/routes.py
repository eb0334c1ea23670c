"""Kits over HTTP: bills of materials."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response

from pickface.db import Tx, command
from pickface.engine import engine
from pickface.kits import service, work_orders
from pickface.kits.forms import (
    DoneOut,
    KitForm,
    KitOut,
    KitsOut,
    KitsQuery,
    WorkOrderForm,
    WorkOrderOut,
    WorkOrdersOut,
    WorkOrdersQuery,
)
from pickface.kits.stock import show_kit
from pickface.people import sessions
from pickface.workbooks.downloads import answer

blueprint = APIBlueprint("kits", __name__, url_prefix="/api/v1", tag="Kits")


@blueprint.get("/kits")
@blueprint.input(KitsQuery, location="query")
@blueprint.output(KitsOut)
def list_kits(query_data: KitsQuery) -> dict[str, Any] | Response:
    """List kits, or those that an item goes into; ``format=csv`` gives all bills of materials as they are imported."""
    if query_data.format == "csv":
        return answer("kits", "csv", service.table())
    return service.list_kits(query_data)


@blueprint.get("/kits/<int:item_id>")
@blueprint.output(KitOut)
@blueprint.doc(responses={404: "The item is no kit"})
def show_kit_of(item_id: int) -> dict[str, Any]:
    """Show what a kit is made of, and how many its components make."""
    return show_kit(sessions.me().site_id, item_id)


@blueprint.put("/kits/<int:item_id>")
@blueprint.input(KitForm)
@blueprint.output(KitOut)
@blueprint.doc(
    responses={409: "A kit in itself or in a kit, or a virtual kit that lies on shelves"}
)
def say_kit(item_id: int, json_data: KitForm) -> dict[str, Any]:
    """Say what an item is made of; orders that stand keep what they were taken in with."""
    command(lambda tx: service.say_kit(tx, item_id, json_data))
    return show_kit(sessions.me().site_id, item_id)


@blueprint.delete("/kits/<int:item_id>")
@blueprint.output(DoneOut)
@blueprint.doc(responses={404: "The item is no kit"})
def forget_kit(item_id: int) -> dict[str, Any]:
    """Say that an item is no kit any more."""
    command(lambda tx: service.forget_kit(tx, item_id))
    return {"done": True}


@blueprint.get("/work-orders")
@blueprint.input(WorkOrdersQuery, location="query")
@blueprint.output(WorkOrdersOut)
def list_work_orders(query_data: WorkOrdersQuery) -> dict[str, Any]:
    """List work orders, newest first."""
    return work_orders.list_orders(sessions.me().site_id, query_data)


@blueprint.get("/work-orders/<int:order_id>")
@blueprint.output(WorkOrderOut)
@blueprint.doc(responses={404: "No such work order"})
def show_work_order(order_id: int) -> dict[str, Any]:
    """Show a work order, and how far it is."""
    return work_orders.show_order(sessions.me().site_id, order_id)


@blueprint.post("/work-orders")
@blueprint.input(WorkOrderForm)
@blueprint.output(WorkOrderOut, status_code=201)
@blueprint.doc(
    responses={
        404: "No such bench, or the item is no kit",
        409: "Components lack, or it is virtual",
    }
)
def make_work_order(json_data: WorkOrderForm) -> dict[str, Any]:
    """Have kits put together or taken apart: the floor gets the work at once."""
    me, world = sessions.me(), engine().world

    def make(tx: Tx) -> int:
        made = work_orders.make(tx, me.site_id, json_data, me.id)
        world.tell(tx, "work_order_made", order=made)
        return made

    return work_orders.show_order(me.site_id, command(make))
