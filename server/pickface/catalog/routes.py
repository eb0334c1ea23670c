"""Items and the catalogue over HTTP."""

from __future__ import annotations

import zlib
from typing import Any

from apiflask import APIBlueprint
from flask import Response, current_app, request

from pickface.catalog import naming, service, sizes, substitutes
from pickface.catalog.catalogue import Catalogue
from pickface.catalog.forms import (
    BarcodeForm,
    CatalogueOut,
    ItemChange,
    ItemForm,
    ItemHandling,
    ItemOut,
    ItemSizes,
    ItemsOut,
    ItemsQuery,
    SubstitutesForm,
    SubstitutesOut,
)
from pickface.db import command
from pickface.engine import engine
from pickface.people import sessions

blueprint = APIBlueprint("catalog", __name__, url_prefix="/api/v1", tag="Catalog")


@blueprint.get("/items")
@blueprint.input(ItemsQuery, location="query")
@blueprint.output(ItemsOut)
def list_items(query_data: ItemsQuery) -> dict[str, Any]:
    """List items, or find some by SKU or part of the name."""
    query = query_data
    return service.list_items(query.q, query.sku, query.cursor, query.limit)


@blueprint.get("/items/<int:item_id>")
@blueprint.output(ItemOut)
def show_item(item_id: int) -> dict[str, Any]:
    """Show an item with its barcodes."""
    return service.show_item(item_id)


@blueprint.post("/items")
@blueprint.input(ItemForm)
@blueprint.output(ItemOut, status_code=201)
@blueprint.doc(responses={409: "SKU or barcode is taken"})
def create_item(json_data: ItemForm) -> dict[str, Any]:
    """Make an item with its barcodes."""
    return service.show_item(command(lambda tx: service.create_item(tx, json_data)))


@blueprint.patch("/items/<int:item_id>")
@blueprint.input(ItemChange)
@blueprint.output(ItemOut)
def change_item(item_id: int, json_data: ItemChange) -> dict[str, Any]:
    """Say where an item belongs, and whether it is still dealt in; what is left out stays."""
    command(lambda tx: service.change_item(tx, item_id, json_data))
    return service.show_item(item_id)


@blueprint.patch("/items/<int:item_id>/sizes")
@blueprint.input(ItemSizes)
@blueprint.output(ItemOut)
def change_item_sizes(item_id: int, json_data: ItemSizes) -> dict[str, Any]:
    """Say how large an item is, and how it may stand in a carton; what is left out stays."""
    person = sessions.me().id
    command(lambda tx: sizes.change_sizes(tx, item_id, json_data, person))
    return service.show_item(item_id)


@blueprint.patch("/items/<int:item_id>/handling")
@blueprint.input(ItemHandling)
@blueprint.output(ItemOut)
def change_item_handling(item_id: int, json_data: ItemHandling) -> dict[str, Any]:
    """Say how an item is treated when it comes in; what is left out stays."""
    command(lambda tx: service.change_handling(tx, item_id, json_data))
    return service.show_item(item_id)


@blueprint.get("/items/<int:item_id>/substitutes")
@blueprint.output(SubstitutesOut)
def show_substitutes(item_id: int) -> dict[str, Any]:
    """Show what may be sent where an item cannot be had, and what it may stand for itself."""
    return substitutes.show(item_id)


@blueprint.put("/items/<int:item_id>/substitutes")
@blueprint.input(SubstitutesForm)
@blueprint.output(SubstitutesOut)
@blueprint.doc(responses={409: "It would stand for itself, or one of them is a virtual kit"})
def say_substitutes(item_id: int, json_data: SubstitutesForm) -> dict[str, Any]:
    """Say what may be sent where an item cannot be had, one unit for one; what stands for it already stays."""
    command(lambda tx: substitutes.say(tx, item_id, json_data.items))
    return substitutes.show(item_id)


@blueprint.post("/items/<int:item_id>/barcodes")
@blueprint.input(BarcodeForm)
@blueprint.output(ItemOut, status_code=201)
@blueprint.doc(
    responses={
        404: "No such item",
        409: "The barcode is taken, or the item is no longer dealt in",
    }
)
def attach_barcode(item_id: int, json_data: BarcodeForm) -> dict[str, Any]:
    """Say that a code is a barcode of an item, and what one scan of it counts; receivers where their site lets them."""
    me, signer = sessions.me(), engine().signer
    by = {"id": me.id, "site_id": me.site_id}
    command(lambda tx: naming.attach(tx, signer, by, item_id, json_data))
    _shelf().look_again()
    return service.show_item(item_id)


@blueprint.get("/catalogue")
@blueprint.output(CatalogueOut)
@blueprint.doc(responses={304: "Not changed"})
def catalogue() -> Response:
    """Everything a handheld needs to know a code offline; with an ETag."""
    edition = _shelf().edition(sessions.me().site_id)
    answer = Response(mimetype="application/json")
    answer.headers["ETag"] = edition.etag
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") > 0:
        answer.set_data(edition.zipped)
        answer.headers["Content-Encoding"] = "gzip"
    else:
        answer.set_data(zlib.decompress(edition.zipped, 16 + zlib.MAX_WBITS))
    answer.make_conditional(request)
    return answer


def _shelf() -> Catalogue:
    shelf: Catalogue = current_app.extensions.setdefault("pickface_catalogue", Catalogue())
    return shelf
