"""Parcels over HTTP: their content, and their labels to print.

The makers of documents are imported when they are first asked for: the barcode and PDF libraries are large.
"""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response

from pickface.orders import parcel_labels, shipments
from pickface.people import sessions

blueprint = APIBlueprint("parcels", __name__, url_prefix="/api/v1", tag="Parcels")


@blueprint.get("/shipments/<int:shipment_id>")
def show_shipment(shipment_id: int) -> dict[str, Any]:
    """Show a parcel with what is in it."""
    return shipments.show_shipment(sessions.me().site_id, shipment_id)


@blueprint.get("/shipments/<int:shipment_id>/label.pdf")
def label_pdf(shipment_id: int) -> Response:
    """Print the parcel label, 100 by 150 mm; the carrier's own, where its service sells it."""
    from pickface.labels import pdf

    bought = parcel_labels.paper(sessions.me().site_id, shipment_id, "PDF")
    if bought is not None:
        return _file(bought, "application/pdf")
    return _file(pdf.parcel_label(_parcel(shipment_id)), "application/pdf")


@blueprint.get("/shipments/<int:shipment_id>/label.zpl")
def label_zpl(shipment_id: int) -> Response:
    """Print the parcel label in a Zebra printer's language, 8 dots a millimetre; or the carrier's own."""
    from pickface.labels import zpl

    bought = parcel_labels.paper(sessions.me().site_id, shipment_id, "ZPL")
    if bought is not None:
        return _file(bought, "application/zpl; charset=utf-8")
    return _file(zpl.parcel_label(_parcel(shipment_id)).encode(), "application/zpl; charset=utf-8")


def _parcel(shipment_id: int) -> Any:
    return shipments.parcel(sessions.me().site_id, shipment_id)


def _file(content: bytes, mimetype: str) -> Response:
    return Response(content, mimetype=mimetype, headers={"Cache-Control": "private, no-store"})
