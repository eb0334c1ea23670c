"""Announced deliveries over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from pickface.db import command
from pickface.people import sessions
from pickface.purchasing import announcing, deliveries
from pickface.purchasing.delivery_forms import (
    DeliveriesOut,
    DeliveriesQuery,
    DeliveryForm,
    DeliveryMade,
    DeliveryOut,
)

blueprint = APIBlueprint("deliveries", __name__, url_prefix="/api/v1", tag="Purchasing")


@blueprint.get("/deliveries")
@blueprint.input(DeliveriesQuery, location="query")
@blueprint.output(DeliveriesOut)
def list_deliveries(query_data: DeliveriesQuery) -> dict[str, Any]:
    """List announced deliveries, newest first."""
    return deliveries.list_deliveries(sessions.me().site_id, query_data)


@blueprint.get("/deliveries/<int:delivery_id>")
@blueprint.output(DeliveryOut)
def show_delivery(delivery_id: int) -> dict[str, Any]:
    """Show a delivery: its cartons and pallets, what is in them, and what became of each."""
    return deliveries.show_delivery(sessions.me().site_id, delivery_id)


@blueprint.post("/deliveries")
@blueprint.input(DeliveryForm)
@blueprint.output(DeliveryMade, status_code=201)
@blueprint.doc(
    responses={409: "Announced before with another content, or a code is another delivery's"}
)
def announce_delivery(json_data: DeliveryForm) -> dict[str, Any]:
    """Announce a delivery; the same again changes nothing."""
    me = sessions.me()
    made, new = command(lambda tx: announcing.announce(tx, me.site_id, json_data, me.id))
    return {"id": made, "made": new}
