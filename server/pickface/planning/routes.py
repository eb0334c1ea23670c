"""What to buy, over HTTP: proposals, their approval, and forecasts."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from pickface.db import command, row
from pickface.people import sessions
from pickface.planning import desk, ordering, past, reckoning
from pickface.planning.forms import (
    ApproveForm,
    BuyingOut,
    ForecastOut,
    ForecastQuery,
    OrderedOut,
    PastDemandForm,
    PastDemandOut,
    ProposalLineChange,
    ProposalOut,
    ReckoningOut,
)

blueprint = APIBlueprint("planning", __name__, url_prefix="/api/v1", tag="Buying")


@blueprint.get("/buying")
@blueprint.output(BuyingOut)
def show_buying() -> dict[str, Any]:
    """Show what to buy now, by supplier, and why."""
    return desk.buying(sessions.me().site_id)


@blueprint.post("/buying/reckon")
@blueprint.output(ReckoningOut, status_code=202)
def reckon_now() -> dict[str, Any]:
    """Have forecasts and proposals reckoned anew, in a moment."""
    site_id = sessions.me().site_id
    command(lambda tx: reckoning.ask(tx, site_id))
    return desk.state(site_id)


@blueprint.patch("/buying/proposals/<int:proposal_id>/lines/<int:line_id>")
@blueprint.input(ProposalLineChange)
@blueprint.output(ProposalOut)
@blueprint.doc(responses={409: "It is ordered already"})
def change_proposal_line(
    proposal_id: int, line_id: int, json_data: ProposalLineChange
) -> dict[str, Any]:
    """Order another quantity, leave a line out, or take it in again."""
    me, change = sessions.me(), json_data
    command(
        lambda tx: ordering.change_line(
            tx, me.site_id, proposal_id, line_id, me.id, qty=change.qty, left_out=change.left_out
        )
    )
    return desk.proposal(me.site_id, proposal_id)


@blueprint.post("/buying/proposals/<int:proposal_id>/approve")
@blueprint.input(ApproveForm)
@blueprint.output(OrderedOut)
@blueprint.doc(
    responses={409: "It was changed meanwhile, or is more than the month's budget allows"}
)
def approve_proposal(proposal_id: int, json_data: ApproveForm) -> dict[str, Any]:
    """Order what the proposal says; a second time answers the same purchase order."""
    return _approve(proposal_id, json_data.version, over_budget=False)


@blueprint.post("/buying/proposals/<int:proposal_id>/approve-over-budget")
@blueprint.input(ApproveForm)
@blueprint.output(OrderedOut)
@blueprint.doc(responses={409: "It was changed meanwhile"})
def approve_over_budget(proposal_id: int, json_data: ApproveForm) -> dict[str, Any]:
    """Order what the proposal says, though the month's budget does not allow it."""
    return _approve(proposal_id, json_data.version, over_budget=True)


@blueprint.put("/past-demand")
@blueprint.input(PastDemandForm)
@blueprint.output(PastDemandOut)
def remember_demand(json_data: PastDemandForm) -> dict[str, Any]:
    """Take in what a former system knew was ordered on which day."""
    site_id = sessions.me().site_id
    return {"lines": command(lambda tx: past.remember(tx, site_id, json_data))}


@blueprint.get("/forecast")
@blueprint.input(ForecastQuery, location="query")
@blueprint.output(ForecastOut)
def show_forecast(query_data: ForecastQuery) -> dict[str, Any]:
    """Show what is expected of an item, and how far such forecasts were off."""
    return desk.forecast_of(sessions.me().site_id, query_data.item)


def _approve(proposal_id: int, version: int, *, over_budget: bool) -> dict[str, Any]:
    me = sessions.me()
    made, new = command(
        lambda tx: ordering.approve(
            tx, me.site_id, proposal_id, version, me.id, over_budget=over_budget
        )
    )
    found = row("SELECT number FROM purchase_order WHERE id = :id", id=made) or {"number": ""}
    return {"purchase_order": made, "number": found["number"], "new": new}
