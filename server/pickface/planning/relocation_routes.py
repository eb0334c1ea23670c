"""Better places over HTTP: what relocations would save, and which of them become work."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from pickface.db import Tx, clock, command
from pickface.engine import engine
from pickface.people import sessions
from pickface.planning import relocating, relocations
from pickface.planning.relocation_forms import RelocationsOut

blueprint = APIBlueprint(
    "relocations", __name__, url_prefix="/api/v1/relocations", tag="Better places"
)


@blueprint.get("")
@blueprint.output(RelocationsOut)
def list_relocations() -> dict[str, Any]:
    """List relocations that save more walking than they cost, the best first."""
    return _shown()


@blueprint.post("/reckon")
@blueprint.output(RelocationsOut, status_code=202)
def reckon_relocations() -> dict[str, Any]:
    """Have better places reckoned anew, in a moment."""
    site_id = sessions.me().site_id
    command(lambda tx: relocating.ask(tx, site_id))
    return _shown()


@blueprint.post("/<int:wish>/ask")
@blueprint.output(RelocationsOut)
@blueprint.doc(responses={404: "Not open any more", 409: "The bins are not as they were reckoned"})
def ask_for_relocation(wish: int) -> dict[str, Any]:
    """Make a relocation work for the floor; where a bin is to be cleared first, that one first."""
    site_id, world = sessions.me().site_id, engine().world

    def ask(tx: Tx) -> None:
        relocations.mark(tx, site_id, wish, "asked")
        world.tell(tx, "relocation_wanted", site=site_id, wish=wish)

    command(ask)
    return _shown()


@blueprint.post("/<int:wish>/leave")
@blueprint.output(RelocationsOut)
@blueprint.doc(responses={404: "Not open any more"})
def leave_relocation(wish: int) -> dict[str, Any]:
    """Leave goods where they are; this item is not proposed again."""
    site_id = sessions.me().site_id
    command(lambda tx: relocations.mark(tx, site_id, wish, "dropped"))
    return _shown()


def _shown() -> dict[str, Any]:
    return relocations.show(sessions.me().site_id, clock())
