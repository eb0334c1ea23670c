"""Pick faces over HTTP. Whoever changes one has them looked at: what a face then lacks becomes work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apiflask import APIBlueprint

from pickface.db import Tx, command
from pickface.engine import engine
from pickface.locations import face_list, pick_faces
from pickface.locations.face_forms import (
    FaceDone,
    FaceForm,
    FaceLevels,
    FaceProposalsOut,
    FaceRow,
    FacesForm,
    FacesMade,
    FacesOut,
    FacesQuery,
)
from pickface.people import sessions

blueprint = APIBlueprint("faces", __name__, url_prefix="/api/v1/pick-faces", tag="Pick faces")


@blueprint.get("")
@blueprint.input(FacesQuery, location="query")
@blueprint.output(FacesOut)
def list_faces(query_data: FacesQuery) -> dict[str, Any]:
    """List pick faces as they stand: the most pressing first, or by bin or item."""
    return face_list.list_faces(sessions.me().site_id, query_data)


@blueprint.post("")
@blueprint.input(FaceForm)
@blueprint.output(FaceRow, status_code=201)
@blueprint.doc(responses={409: "It is one already, or the item has serials"})
def create_face(json_data: FaceForm) -> dict[str, Any]:
    """Make a bin the pick face of an item."""
    site_id = sessions.me().site_id
    look = _looker(site_id)

    def make(tx: Tx) -> int:
        made = pick_faces.create_face(tx, site_id, json_data)
        look(tx)
        return made

    return face_list.show_face(site_id, command(make))


@blueprint.patch("/<int:face_id>")
@blueprint.input(FaceLevels)
@blueprint.output(FaceRow)
def change_face(face_id: int, json_data: FaceLevels) -> dict[str, Any]:
    """Say how much a face holds, or leave it to the forecast."""
    site_id = sessions.me().site_id
    look = _looker(site_id)

    def change(tx: Tx) -> None:
        pick_faces.change_face(tx, site_id, face_id, json_data)
        look(tx)

    command(change)
    return face_list.show_face(site_id, face_id)


@blueprint.delete("/<int:face_id>")
@blueprint.output(FaceDone)
@blueprint.doc(responses={409: "A refill of it is under way"})
def take_face_away(face_id: int) -> dict[str, Any]:
    """Let a bin be no pick face any more; what lies in it stays."""
    site_id = sessions.me().site_id
    command(lambda tx: pick_faces.take_away(tx, site_id, face_id))
    return {"done": True}


@blueprint.get("/proposals")
@blueprint.output(FaceProposalsOut)
def propose_faces() -> dict[str, Any]:
    """Propose a pick face for items that are ordered, lie in several bins and have none."""
    return {"items": pick_faces.propose(sessions.me().site_id)}


@blueprint.post("/proposals")
@blueprint.input(FacesForm)
@blueprint.output(FacesMade)
def adopt_faces(json_data: FacesForm) -> dict[str, Any]:
    """Make faces that were proposed; what is there already is left alone."""
    site_id = sessions.me().site_id
    look = _looker(site_id)

    def make(tx: Tx) -> int:
        made = sum(pick_faces.adopt(tx, site_id, one) for one in json_data.faces)
        look(tx)
        return made

    return {"made": command(make)}


@blueprint.post("/look")
@blueprint.output(FaceDone)
def look_at_faces() -> dict[str, Any]:
    """Look at all faces now, and plan the refills that they lack."""
    command(_looker(sessions.me().site_id))
    return {"done": True}


def _looker(site_id: int) -> Callable[[Tx], None]:
    """What has the faces of a site looked at, once the transaction is over."""
    world = engine().world
    return lambda tx: world.tell(tx, "faces_changed", site=site_id)
