"""Inspection of goods that come in, over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from pickface.db import command
from pickface.engine import engine
from pickface.inspections import deciding, service
from pickface.inspections.forms import (
    DecidedOut,
    InspectedOut,
    InspectionDecisionForm,
    InspectionsQuery,
)
from pickface.people import sessions

blueprint = APIBlueprint("inspections", __name__, url_prefix="/api/v1", tag="Inspections")


@blueprint.get("/inspections")
@blueprint.input(InspectionsQuery, location="query")
@blueprint.output(InspectedOut)
def list_inspections(query_data: InspectionsQuery) -> dict[str, Any]:
    """List goods in quarantine: what waits to be looked at, what was held, or what was rejected; newest first."""
    return service.list_goods(sessions.me().site_id, query_data)


@blueprint.post("/inspections/<int:goods_id>/decide")
@blueprint.input(InspectionDecisionForm)
@blueprint.output(DecidedOut)
@blueprint.doc(
    responses={404: "No such goods", 409: "Nothing of them is undecided, or the books have fewer"}
)
def decide_inspected(goods_id: int, json_data: InspectionDecisionForm) -> dict[str, Any]:
    """Decide about goods that were held or rejected: good after all, rejected, back to the supplier, or written off."""
    me, here = sessions.me(), engine()
    by = {"id": me.id, "site_id": me.site_id}
    wish = deciding.Decision(goods_id, json_data.follow, json_data.qty, json_data.note)
    command(lambda tx: deciding.decide(tx, here.world, here.signer, by, wish))
    return service.undecided(me.site_id, goods_id)
