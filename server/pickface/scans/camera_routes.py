"""Pictures over HTTP: the server reads the barcodes that a device could not."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import request

blueprint = APIBlueprint("camera", __name__, url_prefix="/api/v1", tag="Scans")


@blueprint.post("/barcodes/decode")
@blueprint.doc(
    summary="Read the barcodes in a JPEG or PNG picture",
    responses={
        200: "What was read",
        413: "The picture is too large",
        422: "It is no readable picture",
        503: "All cores are busy",
    },
)
def decode() -> dict[str, Any]:
    """Decode the request's body; the picture is not kept."""
    # At call time: most servers never decode a picture, and the library is large.
    from pickface.scans.decoding.decode import decode_picture

    return decode_picture(request.get_data(cache=False)).as_json()
