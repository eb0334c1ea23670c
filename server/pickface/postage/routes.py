"""Carriers' accounts, labels and manifests over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response

from pickface.db import Row, command, db
from pickface.engine import engine
from pickface.people import sessions
from pickface.postage import accounts, labels, manifesting
from pickface.postage.forms import (
    AccountForm,
    AccountOut,
    CarrierManifestForm,
    CarrierManifestsOut,
    PostageDone,
    QuotesOut,
    TryForm,
)

blueprint = APIBlueprint("postage", __name__, url_prefix="/api/v1", tag="Carriers")


@blueprint.get("/carriers/<int:carrier_id>/account")
@blueprint.output(AccountOut)
def show_account(carrier_id: int) -> dict[str, Any]:
    """Show by which service a carrier's labels are bought; its key is never answered."""
    return accounts.show(sessions.me().site_id, carrier_id)


@blueprint.put("/carriers/<int:carrier_id>/account")
@blueprint.input(AccountForm)
@blueprint.output(AccountOut)
@blueprint.doc(responses={409: "There is no key yet"})
def say_account(carrier_id: int, json_data: AccountForm) -> dict[str, Any]:
    """Have a carrier's labels bought by a service from now on."""
    by, signer = _me(), engine().signer
    command(lambda tx: accounts.say(tx, signer, by, carrier_id, json_data))
    return accounts.show(by["site_id"], carrier_id)


@blueprint.delete("/carriers/<int:carrier_id>/account")
@blueprint.output(PostageDone)
def take_account_away(carrier_id: int) -> dict[str, Any]:
    """Print a carrier's labels in the house from now on; the key is forgotten."""
    by, signer = _me(), engine().signer
    command(lambda tx: accounts.take_away(tx, signer, by, carrier_id))
    return {"done": True}


@blueprint.post("/carriers/<int:carrier_id>/account/try")
@blueprint.input(TryForm)
@blueprint.output(QuotesOut)
@blueprint.doc(responses={409: "The service is away, or refused; `said` is in its words"})
def try_account(carrier_id: int, json_data: TryForm) -> dict[str, Any]:
    """Ask a carrier's service what a parcel would cost; nothing is bought."""
    carrier = accounts.to_try(sessions.me().site_id, carrier_id)
    # A service may take half a minute: no session waits for it.
    db.session.remove()
    return accounts.try_it(engine().config, carrier, json_data)


@blueprint.post("/shipments/<int:shipment_id>/label/again")
@blueprint.output(PostageDone)
def ask_again(shipment_id: int) -> dict[str, Any]:
    """Ask the carrier for a parcel's label once more, at once."""
    site_id = sessions.me().site_id
    command(lambda tx: labels.again(tx, site_id, shipment_id))
    return {"done": True}


@blueprint.get("/carriers/<int:carrier_id>/manifests")
@blueprint.output(CarrierManifestsOut)
def list_manifests(carrier_id: int) -> dict[str, Any]:
    """List the latest manifests that a carrier's service made."""
    return manifesting.listed(sessions.me().site_id, carrier_id)


@blueprint.post("/carriers/<int:carrier_id>/manifests")
@blueprint.input(CarrierManifestForm)
@blueprint.output(CarrierManifestsOut)
@blueprint.doc(responses={409: "The carrier has no account, or nothing is to be told to it"})
def ask_for_manifest(carrier_id: int, json_data: CarrierManifestForm) -> dict[str, Any]:
    """Have the carrier told of a day's parcels; the job that does it keeps the carrier's paper."""
    site_id = sessions.me().site_id
    zone = manifesting.zone(site_id)
    command(lambda tx: manifesting.ask(tx, site_id, carrier_id, json_data.day, zone))
    return manifesting.listed(site_id, carrier_id)


@blueprint.get("/carriers/manifests/<int:manifest_id>.pdf")
def manifest_paper(manifest_id: int) -> Response:
    """Print a carrier's own manifest."""
    content = manifesting.paper_of(sessions.me().site_id, manifest_id)
    return Response(
        content, mimetype="application/pdf", headers={"Cache-Control": "private, no-store"}
    )


def _me() -> Row:
    me = sessions.me()
    return {"id": me.id, "site_id": me.site_id}
