"""Customer returns over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from pickface.db import command
from pickface.engine import engine
from pickface.people import sessions
from pickface.returns import announcing, deciding, service
from pickface.returns.forms import (
    DecisionForm,
    ReturnForm,
    ReturnMade,
    ReturnOut,
    ReturnsOut,
    ReturnsQuery,
)

blueprint = APIBlueprint("returns", __name__, url_prefix="/api/v1", tag="Returns")


@blueprint.get("/returns")
@blueprint.input(ReturnsQuery, location="query")
@blueprint.output(ReturnsOut)
def list_returns(query_data: ReturnsQuery) -> dict[str, Any]:
    """List customer returns, newest first."""
    return service.list_returns(sessions.me().site_id, query_data)


@blueprint.get("/returns/<int:return_id>")
@blueprint.output(ReturnOut)
def show_return(return_id: int) -> dict[str, Any]:
    """Show a return: what was announced and what came, from which order, by whom, how it was judged, and its money."""
    return service.show_return(sessions.me().site_id, return_id)


@blueprint.post("/returns")
@blueprint.input(ReturnForm)
@blueprint.output(ReturnMade, status_code=201)
@blueprint.doc(
    responses={
        200: "The same was announced before",
        404: "No such order",
        409: "Nothing of the order was shipped, or the number is another return's",
    }
)
def announce_return(json_data: ReturnForm) -> tuple[dict[str, Any], int]:
    """Announce that a customer will send something back; the same again changes nothing."""
    me = sessions.me()
    made, new = command(lambda tx: announcing.announce(tx, me.site_id, json_data, me.id))
    shown = service.show_return(me.site_id, made)
    return {"id": made, "number": shown["number"], "made": new}, 201 if new else 200


@blueprint.post("/returns/<int:return_id>/goods/<int:goods_id>/decide")
@blueprint.input(DecisionForm)
@blueprint.output(ReturnOut)
@blueprint.doc(
    responses={404: "No such goods", 409: "Nothing of them is undecided, or the books have fewer"}
)
def decide_goods(return_id: int, goods_id: int, json_data: DecisionForm) -> dict[str, Any]:
    """Decide about goods that lie apart: into stock again, back to their supplier, or written off."""
    me, here = sessions.me(), engine()
    by = {"id": me.id, "site_id": me.site_id}
    wish = deciding.Decision(return_id, goods_id, json_data.follow, json_data.qty, json_data.note)
    command(lambda tx: deciding.decide(tx, here.world, here.signer, by, wish))
    return service.show_return(me.site_id, return_id)
