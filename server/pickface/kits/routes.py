"""Kits over HTTP: bills of materials."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response

from pickface.db import command
from pickface.kits import service
from pickface.kits.forms import DoneOut, KitForm, KitOut, KitsOut, KitsQuery
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
