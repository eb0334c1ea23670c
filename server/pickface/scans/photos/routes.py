"""Photos over HTTP: a handheld hands in what its event has named, a supervisor looks at it."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import Field

from pickface.contract import Query
from pickface.db import Tx, db, row
from pickface.engine import engine
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.people import sessions
from pickface.people.devices import KnownDevice, authenticate_device
from pickface.scans.photos import checking, keeping, naming
from pickface.scans.photos.naming import PhotoNotNamed
from pickface.scans.routes import DeviceNotEnrolled

_EVENT = (
    "SELECT e.id, e.site_id, e.kind, e.body, e.device_id, v.verdict, p.sha256, p.received_at, p.gone_at "
    "FROM scan_event e LEFT JOIN verdict v ON v.id = (SELECT MAX(n.id) FROM verdict n WHERE n.event_id = e.id) "
    "LEFT JOIN photo p ON p.event_id = e.id WHERE e.id = :id"
)
_SEEN = (
    "SELECT 1 AS here FROM photo WHERE site_id = :site AND sha256 = :sha AND received_at IS NOT NULL "
    "AND gone_at IS NULL LIMIT 1"
)
_RECEIVED = (
    "UPDATE photo SET bytes = :bytes, width = :width, height = :height, received_at = :now "
    "WHERE event_id = :event AND received_at IS NULL"
)
_FROM_DESK = (
    "SELECT p.received_at, p.gone_at FROM photo p JOIN scan_event e ON e.id = p.event_id "
    "WHERE p.event_id = :id AND p.of_event = :id AND p.sha256 = :sha AND e.site_id = :site "
    "AND e.person_id = :person AND e.kind = 'office'"
)
_RECEIVED_OF = (
    "UPDATE photo SET bytes = :bytes, width = :width, height = :height, received_at = :now "
    "WHERE of_event = :of AND received_at IS NULL AND gone_at IS NULL"
)
"""With what a manager has approved meanwhile."""
_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"

blueprint = APIBlueprint("photos", __name__, url_prefix="/api/v1", tag="Scans")


class PhotoDiffers(BadRequest):
    """The bytes are not those whose hash the event names."""

    code = "photo_differs"


class PhotoNotWanted(Conflict):
    """The event that names it counts for nothing; ``params``: its verdict. Set aside, a supervisor may book it yet."""

    code = "photo_not_wanted"


Uuid = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]


class PhotoQuery(Query):
    """Which event names the photo."""

    event: Uuid = Field(description="The id of the event that names it")


@blueprint.put("/photos/<sha256>")
@blueprint.input(PhotoQuery, location="query")
@blueprint.doc(
    summary="Hand in a photo that an event of this device has named",
    responses={
        204: "It is kept; so it was if it had come before",
        401: "The device is not enrolled",
        404: "No event of this device names it",
        409: "Its event was not booked",
        413: "It is too large",
        422: "It is no plain JPEG, or not the one that was named",
    },
)
def hand_in(sha256: str, query_data: PhotoQuery) -> Response:
    """Keep a photo: a JPEG with nothing in it but its picture, whose SHA-256 a ``photo`` event has signed."""
    device = authenticate_device(request)
    if device is None:
        raise DeviceNotEnrolled("sign in on this device once to enrol it")
    if not keeping.HASH.fullmatch(sha256):
        raise PhotoNotNamed("that is no SHA-256")
    event = _named(query_data.event, sha256, device)
    if event["received_at"] is not None or event["gone_at"] is not None:
        return Response(status=204)
    if event["verdict"] != "booked":
        raise PhotoNotWanted("its event was not booked", verdict=event["verdict"])
    photo = request.get_data(cache=False)
    size = _checked(sha256, photo)
    here = engine()

    def received(tx: Tx) -> None:
        if event["sha256"] is None:
            # Its event had been set aside, and a supervisor has booked it.
            naming.name(tx, here.world, naming.said(event["body"]), event["id"], event["site_id"])
        tx.run(_RECEIVED, **size, now=tx.now, event=event["id"])
        naming.tell(tx, event["id"])

    here.writer.run(received)
    return Response(status=204)


def _named(event_id: str, sha256: str, device: KnownDevice) -> dict[str, Any]:
    """The journal's row of the event that names the photo, with its verdict and what is known of the photo."""
    found = row(_EVENT, id=event_id)
    # Nothing is held while a slow device sends its picture.
    db.session.remove()
    if found is None or found["device_id"] != device.id or found["kind"] != "photo":
        raise PhotoNotNamed("no event of this device has that id")
    names = found["sha256"] or naming.said(found["body"]).get("photo")
    if names != sha256:
        raise PhotoNotNamed("that event names another photo")
    return dict(found)


@blueprint.put("/photos/<sha256>/from-desk")
@blueprint.input(PhotoQuery, location="query")
@blueprint.doc(
    summary="Hand in a photo that an event of the office has named",
    responses={
        204: "It is kept; so it was if it had come before",
        404: "No event of yours names it",
        413: "It is too large",
        422: "It is no plain JPEG, or not the one that was named",
    },
)
def hand_in_from_desk(sha256: str, query_data: PhotoQuery) -> Response:
    """Keep the photo of what the person who is signed in did from a desk, by the same rules as a handheld's."""
    me = sessions.me()
    event = row(_FROM_DESK, id=query_data.event, site=me.site_id, person=me.id, sha=sha256)
    db.session.remove()
    if event is None:
        raise PhotoNotNamed("no event of yours names it")
    if event["received_at"] is not None or event["gone_at"] is not None:
        return Response(status=204)
    photo = request.get_data(cache=False)
    size = _checked(sha256, photo)

    def received(tx: Tx) -> None:
        tx.run(_RECEIVED_OF, **size, of=query_data.event, now=tx.now)
        naming.tell(tx, query_data.event)

    engine().writer.run(received)
    return Response(status=204)


def _checked(sha256: str, photo: bytes) -> dict[str, int]:
    """Keep what is a plain photo and has that hash; its bytes, width and height."""
    if hashlib.sha256(photo).hexdigest() != sha256:
        raise PhotoDiffers("the bytes have another hash")
    width, height = checking.check(photo)
    keeping.keep(engine().config.data, sha256, photo)
    return {"bytes": len(photo), "width": width, "height": height}


@blueprint.get("/photos/<sha256>")
@blueprint.doc(
    summary="A photo that was kept as evidence",
    responses={200: "A JPEG", 404: "The site has no such photo, or not any more"},
)
def show(sha256: str) -> Response:
    """The photo as it was handed in. It can neither run nor be framed, and nobody on the way may keep it."""
    known = keeping.HASH.fullmatch(sha256) and row(_SEEN, site=sessions.me().site_id, sha=sha256)
    photo = keeping.read(engine().config.data, sha256) if known else None
    if photo is None:
        raise NotFound("no such photo")
    answer = Response(photo, mimetype="image/jpeg")
    answer.headers["Content-Disposition"] = f'inline; filename="{sha256[:12]}.jpg"'
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
