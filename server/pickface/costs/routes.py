"""The cost book over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apiflask import APIBlueprint
from flask import Response

from pickface.costs import items, service, valuation
from pickface.costs.forms import (
    ItemValueOut,
    LandedForm,
    LandedOut,
    NameCostForm,
    PartsOut,
    RateForm,
    RatesOut,
    ValueItemsOut,
    ValueItemsQuery,
    ValueOut,
    ValuePartsQuery,
    ValueQuery,
    WriteOffQuery,
    WriteOffsOut,
)
from pickface.db import Row, Tx, command, db
from pickface.people import sessions
from pickface.workbooks.downloads import answer

blueprint = APIBlueprint("costs", __name__, url_prefix="/api/v1/value", tag="Value")


@blueprint.get("")
@blueprint.input(ValueQuery, location="query")
@blueprint.output(ValueOut)
def show_value(query_data: ValueQuery) -> dict[str, Any]:
    """Show what the site's goods are worth, by age and by day."""
    return valuation.overview(sessions.me().site_id, query_data.days)


@blueprint.get("/parts")
@blueprint.input(ValuePartsQuery, location="query")
@blueprint.output(PartsOut)
def show_parts(query_data: ValuePartsQuery) -> dict[str, Any]:
    """Show what lies in each zone is worth, or was at the end of a day (``on``), and whose goods there are."""
    return valuation.parts(sessions.me().site_id, query_data.on or "")


@blueprint.get("/items")
@blueprint.input(ValueItemsQuery, location="query")
@blueprint.output(ValueItemsOut)
def list_items(query_data: ValueItemsQuery) -> dict[str, Any] | Response:
    """List items by what they are worth, or at the end of a day (``on``); ``format=csv`` or ``xlsx`` as a file."""
    site_id = sessions.me().site_id
    if query_data.format == "json":
        return items.value_items(site_id, query_data)
    return answer("value", query_data.format, items.table(site_id, query_data))


@blueprint.get("/items/<int:item_id>")
@blueprint.output(ItemValueOut)
@blueprint.doc(responses={404: "No such item"})
def show_item(item_id: int) -> dict[str, Any]:
    """Show what an item is worth, its layers, and costs that were told afterwards."""
    return items.item_value(sessions.me().site_id, item_id)


@blueprint.post("/items/<int:item_id>/cost")
@blueprint.input(NameCostForm)
@blueprint.output(ItemValueOut)
@blueprint.doc(responses={404: "No layer of it waits for a cost", 409: "No rate for that currency"})
def name_cost(item_id: int, json_data: NameCostForm) -> dict[str, Any]:
    """Say what a unit cost: of one layer, or of all that are left of unknown cost."""
    _do(lambda tx, by: service.name_cost(tx, by, item_id, json_data))
    return items.item_value(sessions.me().site_id, item_id)


@blueprint.get("/purchase-orders/<int:order_id>")
@blueprint.output(LandedOut)
@blueprint.doc(responses={404: "No such purchase order"})
def show_landed(order_id: int) -> dict[str, Any]:
    """Show what came of a purchase order cost, freight and duty included."""
    return items.landed(sessions.me().site_id, order_id)


@blueprint.post("/purchase-orders/<int:order_id>/landed")
@blueprint.input(LandedForm)
@blueprint.output(LandedOut)
@blueprint.doc(responses={404: "No such purchase order", 409: "It cannot be shared like that"})
def land(order_id: int, json_data: LandedForm) -> dict[str, Any]:
    """Share freight or duty over what came of a purchase order, or by one receipt of it."""
    _do(lambda tx, by: service.land(tx, by, order_id, json_data))
    return items.landed(sessions.me().site_id, order_id)


@blueprint.get("/deliveries/<int:delivery_id>")
@blueprint.output(LandedOut)
@blueprint.doc(responses={404: "No such delivery"})
def show_landed_delivery(delivery_id: int) -> dict[str, Any]:
    """Show what came of a delivery cost, freight and duty included."""
    return items.landed_of_delivery(sessions.me().site_id, delivery_id)


@blueprint.post("/deliveries/<int:delivery_id>/landed")
@blueprint.input(LandedForm)
@blueprint.output(LandedOut)
@blueprint.doc(responses={404: "No such delivery", 409: "It cannot be shared like that"})
def land_delivery(delivery_id: int, json_data: LandedForm) -> dict[str, Any]:
    """Share freight or duty over what came of a delivery, by value, weight or pieces."""
    _do(lambda tx, by: service.land_delivery(tx, by, delivery_id, json_data))
    return items.landed_of_delivery(sessions.me().site_id, delivery_id)


@blueprint.get("/write-offs")
@blueprint.input(WriteOffQuery, location="query")
@blueprint.output(WriteOffsOut)
def list_write_offs(query_data: WriteOffQuery) -> dict[str, Any]:
    """List what was written off, by reason."""
    return valuation.written_off(sessions.me().site_id, query_data.days)


@blueprint.get("/rates")
@blueprint.output(RatesOut)
def list_rates() -> dict[str, Any]:
    """List what other currencies are worth."""
    return _rates()


@blueprint.post("/rates")
@blueprint.input(RateForm)
@blueprint.output(RatesOut)
def say_rate(json_data: RateForm) -> dict[str, Any]:
    """Say what another currency is worth from a day on."""
    _do(lambda tx, by: service.say_rate(tx, by, json_data))
    return _rates()


def _rates() -> dict[str, Any]:
    site_id = sessions.me().site_id
    return {"currency": valuation.method_of(site_id)[2], "items": service.rates(site_id)}


def _do(deed: Callable[[Tx, Row], object]) -> None:
    me = sessions.me()
    by = {"id": me.id, "site_id": me.site_id}
    db.session.remove()
    command(lambda tx: deed(tx, by))
    db.session.remove()
