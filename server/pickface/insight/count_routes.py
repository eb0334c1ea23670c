"""Counts over HTTP: the day's plan, stocktakes, and the report of what differed."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from pickface.db import Tx, command
from pickface.engine import engine
from pickface.insight import count_rounds, counts
from pickface.insight.count_forms import (
    DoneOut,
    RoundsOut,
    RoundsQuery,
    StocktakeForm,
    VariancesOut,
    VariancesQuery,
)
from pickface.people import sessions
from pickface.scans.office import record
from pickface.scans.verdict import Verdict
from pickface.tasks.routes import plan_now

blueprint = APIBlueprint("counts", __name__, url_prefix="/api/v1/counts", tag="Counts")


@blueprint.get("/rounds")
@blueprint.input(RoundsQuery, location="query")
@blueprint.output(RoundsOut)
def list_rounds(query_data: RoundsQuery) -> dict[str, Any]:
    """List rounds of counts and how far they are, newest first."""
    return count_rounds.list_rounds(sessions.me().site_id, query_data)


@blueprint.get("/variances")
@blueprint.input(VariancesQuery, location="query")
@blueprint.output(VariancesOut)
def list_variances(query_data: VariancesQuery) -> dict[str, Any]:
    """List what differed, newest first, with sums over all that was counted."""
    return counts.variances(sessions.me().site_id, query_data)


@blueprint.post("/plan")
@blueprint.output(DoneOut)
def plan_counts() -> dict[str, Any]:
    """Plan the day's counts now, rather than before the first shift."""
    return _tell("counts_wanted", {})


@blueprint.post("/stocktakes")
@blueprint.input(StocktakeForm)
@blueprint.output(DoneOut)
@blueprint.doc(responses={404: "No such zone", 409: "A stocktake is under way there"})
def start_stocktake(json_data: StocktakeForm) -> dict[str, Any]:
    """Count every bin of a zone; nothing new is pinned there until it is done."""
    return _tell("stocktake_wanted", {"zone": json_data.zone.upper()})


@blueprint.post("/rounds/<int:round_id>/end")
@blueprint.output(DoneOut)
@blueprint.doc(responses={404: "No such round", 409: "It is over"})
def end_round(round_id: int) -> dict[str, Any]:
    """Leave a round as far as it has come."""
    return _tell("round_ended", {"round": round_id})


def _tell(news: str, about: dict[str, Any]) -> dict[str, Any]:
    """Journal what the office wants, let it be carried out, and hand out what work comes of it."""
    me, here = sessions.me(), engine()

    def said(tx: Tx) -> None:
        about_it = Verdict("booked", "noted")
        record(tx, here.signer, me.site_id, me.id, "office", about_it, action=news, **about)
        here.world.tell(tx, news, site=me.site_id, person=me.id, **about)

    command(said)
    plan_now()
    return {"done": True}
