"""Carriers, their rates and manifests over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response

from pickface.db import command
from pickface.orders import carriers, shipments
from pickface.orders.carrier_forms import (
    CarrierChange,
    CarrierDone,
    CarrierForm,
    CarrierRow,
    CarriersOut,
    ChoiceForm,
    ManifestOut,
    ManifestQuery,
    RateForm,
    RatesOut,
)
from pickface.people import sessions
from pickface.workbooks.downloads import answer

blueprint = APIBlueprint("carriers", __name__, url_prefix="/api/v1", tag="Carriers")


@blueprint.get("/carriers")
@blueprint.output(CarriersOut)
def list_carriers() -> dict[str, Any]:
    """List carriers, and how many parcels wait for each."""
    return carriers.list_carriers(sessions.me().site_id)


@blueprint.post("/carriers")
@blueprint.input(CarrierForm)
@blueprint.output(CarrierRow, status_code=201)
@blueprint.doc(responses={409: "Code is taken"})
def create_carrier(json_data: CarrierForm) -> dict[str, Any]:
    """Make a carrier."""
    site_id = sessions.me().site_id
    made = command(lambda tx: carriers.create_carrier(tx, site_id, json_data))
    return carriers.show_carrier(site_id, made)


@blueprint.patch("/carriers/<int:carrier_id>")
@blueprint.input(CarrierChange)
@blueprint.output(CarrierRow)
def change_carrier(carrier_id: int, json_data: CarrierChange) -> dict[str, Any]:
    """Change a carrier, or take it out of use."""
    site_id = sessions.me().site_id
    command(lambda tx: carriers.change_carrier(tx, site_id, carrier_id, json_data))
    return carriers.show_carrier(site_id, carrier_id)


@blueprint.get("/carriers/<int:carrier_id>/rates")
@blueprint.output(RatesOut)
def list_rates(carrier_id: int) -> dict[str, Any]:
    """List what a carrier wants, by country and weight."""
    return carriers.list_rates(sessions.me().site_id, carrier_id)


@blueprint.post("/carriers/<int:carrier_id>/rates")
@blueprint.input(RateForm)
@blueprint.output(CarrierDone)
def say_rate(carrier_id: int, json_data: RateForm) -> dict[str, Any]:
    """Say what a parcel up to a weight costs to a country; said again, it is changed."""
    site_id = sessions.me().site_id
    command(lambda tx: carriers.say_rate(tx, site_id, carrier_id, json_data))
    return {"done": True}


@blueprint.delete("/carriers/<int:carrier_id>/rates/<int:rate_id>")
@blueprint.output(CarrierDone)
def take_rate_away(carrier_id: int, rate_id: int) -> dict[str, Any]:
    """Take a rate away."""
    site_id = sessions.me().site_id
    command(lambda tx: carriers.take_rate_away(tx, site_id, carrier_id, rate_id))
    return {"done": True}


@blueprint.post("/shipments/<int:shipment_id>/carrier")
@blueprint.input(ChoiceForm)
@blueprint.doc(responses={409: "It has left, or the carrier does not take it"})
def choose_carrier(shipment_id: int, json_data: ChoiceForm) -> dict[str, Any]:
    """Give a closed parcel to another carrier; its label is to be printed anew."""
    site_id = sessions.me().site_id
    command(lambda tx: carriers.give_to(tx, site_id, shipment_id, json_data.carrier))
    return shipments.show_shipment(site_id, shipment_id)


@blueprint.get("/carriers/manifest")
@blueprint.input(ManifestQuery, location="query")
@blueprint.output(ManifestOut)
def show_manifest(query_data: ManifestQuery) -> dict[str, Any]:
    """Show what a carrier took away on a day."""
    return carriers.manifest(sessions.me().site_id, query_data.carrier, query_data.day)


@blueprint.get("/carriers/manifest.csv")
@blueprint.input(ManifestQuery, location="query")
def manifest_csv(query_data: ManifestQuery) -> Response:
    """The same as a table."""
    from pickface.labels.manifest import manifest_table

    said = carriers.manifest(sessions.me().site_id, query_data.carrier, query_data.day)
    name = f"manifest-{said['carrier'] or 'none'}-{said['day']}"
    return answer(name, "csv", manifest_table(said["items"]))


@blueprint.get("/carriers/manifest.pdf")
@blueprint.input(ManifestQuery, location="query")
def manifest_pdf(query_data: ManifestQuery) -> Response:
    """The same on paper, A4, to be signed by the driver."""
    from pickface.labels.manifest import manifest_pdf as drawn

    said = carriers.manifest(sessions.me().site_id, query_data.carrier, query_data.day)
    content = drawn(said["name"] or "–", said["day"], said["items"])
    return Response(
        content, mimetype="application/pdf", headers={"Cache-Control": "private, no-store"}
    )
