"""Owners over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from pickface.db import command
from pickface.owners import service
from pickface.owners.forms import OwnerChange, OwnerForm, OwnerOut, OwnersOut

blueprint = APIBlueprint("owners", __name__, url_prefix="/api/v1/owners", tag="Owners")


@blueprint.get("")
@blueprint.output(OwnersOut)
def list_owners() -> dict[str, Any]:
    """List the house and the clients whose goods are kept here."""
    return {"items": service.list_owners()}


@blueprint.post("")
@blueprint.input(OwnerForm)
@blueprint.output(OwnerOut, status_code=201)
@blueprint.doc(responses={409: "Code is taken"})
def create_owner(json_data: OwnerForm) -> dict[str, Any]:
    """Keep goods of one more client."""
    return service.show_owner(command(lambda tx: service.create_owner(tx, json_data)))


@blueprint.patch("/<int:owner_id>")
@blueprint.input(OwnerChange)
@blueprint.output(OwnerOut)
@blueprint.doc(responses={404: "No such owner"})
def change_owner(owner_id: int, json_data: OwnerChange) -> dict[str, Any]:
    """Call an owner otherwise."""
    command(lambda tx: service.rename_owner(tx, owner_id, json_data.name))
    return service.show_owner(owner_id)
