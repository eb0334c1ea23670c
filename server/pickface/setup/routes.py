"""Setting up over HTTP: the first run, the checklist, the floor, and what is printed."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response, jsonify, request

from pickface.archive import progress
from pickface.engine import engine
from pickface.founding import Founding, SiteExists, found
from pickface.locations.floor_forms import DrawingForm, FloorForm, FloorMade, FloorOut, FloorPreview
from pickface.people import devices, sessions
from pickface.setup import checklist as steps
from pickface.setup import enrolment, first_run, floor, printing
from pickface.setup.forms import (
    ChecklistOut,
    EnrolForm,
    EnrolledOut,
    FirstRunForm,
    FoundedOut,
    InvitationForm,
    InvitationOut,
    InvitationState,
    SetupOut,
)
from pickface.setup.print_forms import BadgesForm, BinsForm, ItemsForm, PlatesForm, TotesForm

blueprint = APIBlueprint("setup", __name__, url_prefix="/api/v1", tag="Setting up")


@blueprint.get("/setup")
@blueprint.output(SetupOut)
def show_setup() -> dict[str, Any]:
    """Tell whether this installation waits for its first run, or is being filled; nothing else is told to anybody."""
    going_on = progress.told(progress.state())
    if going_on is not None and going_on["state"] != "loading":
        going_on = None
    return {"needed": going_on is None and first_run.is_needed(), "loading": going_on}


@blueprint.post("/setup")
@blueprint.input(FirstRunForm)
@blueprint.output(FoundedOut, status_code=201)
@blueprint.doc(responses={403: "Not the code on the console", 409: "There is a site", 429: "Wait"})
def set_up(json_data: FirstRunForm) -> dict[str, Any]:
    """Found this installation: company, first site, first manager; once, with the code on the console."""
    if not first_run.is_needed() or progress.told(progress.state()) is not None:
        raise SiteExists("this installation has a site already")
    data = engine().config.data
    first_run.check_code(data, json_data.setup_code)
    made = found(
        Founding(
            code=json_data.site_code,
            name=json_data.site_name,
            timezone=json_data.timezone,
            login=json_data.login,
            password=json_data.password,
            manager=json_data.manager,
            company=json_data.company,
            address=json_data.address,
        )
    )
    first_run.spend_code(data)
    return made


@blueprint.get("/setup/checklist")
@blueprint.output(ChecklistOut)
def show_checklist() -> dict[str, Any]:
    """Show what the warehouse still lacks."""
    return steps.checklist(sessions.me().site_id)


@blueprint.get("/floor")
@blueprint.output(FloorOut)
def show_floor() -> dict[str, Any]:
    """Show the floor: its ways, stations, and how many bins each aisle has."""
    return floor.show(sessions.me().site_id)


@blueprint.post("/floor/preview")
@blueprint.input(FloorForm)
@blueprint.output(FloorPreview)
def preview_floor(json_data: FloorForm) -> dict[str, Any]:
    """Show what a plan would make; nothing is made."""
    return floor.preview(sessions.me().site_id, json_data)


@blueprint.post("/floor")
@blueprint.input(FloorForm)
@blueprint.output(FloorMade, status_code=201)
def make_floor(json_data: FloorForm) -> dict[str, Any]:
    """Make the aisles, bins and stations of a plan that are missing; what is there stays."""
    return floor.make(sessions.me().site_id, json_data)


@blueprint.post("/floor/drawing")
@blueprint.input(DrawingForm)
@blueprint.output(FloorOut)
@blueprint.doc(responses={404: "No such aisle", 409: "It lies over something, or holds goods"})
def redraw_floor(json_data: DrawingForm) -> dict[str, Any]:
    """Save what was drawn by hand: ways and stations added, moved or taken away, as one change; bins go with them."""
    me = sessions.me()
    floor.redraw(me.site_id, json_data, me.id)
    return floor.show(me.site_id)


@blueprint.post("/devices/invitations")
@blueprint.input(InvitationForm)
@blueprint.output(InvitationOut, status_code=201)
def invite_device(json_data: InvitationForm) -> dict[str, Any]:
    """Invite a handheld: whoever opens the address within ten minutes is enrolled under this name, once."""
    base = request.host_url.rstrip("/")
    return enrolment.invite(sessions.me(), json_data.name, base)


@blueprint.get("/devices/invitations/<int:invitation>")
@blueprint.output(InvitationState)
@blueprint.doc(responses={404: "No such invitation"})
def show_invitation(invitation: int) -> dict[str, Any]:
    """Tell whether a handheld has followed an invitation."""
    return enrolment.show(sessions.me().site_id, invitation)


@blueprint.post("/enrolments")
@blueprint.input(EnrolForm)
@blueprint.output(EnrolledOut, status_code=201)
@blueprint.doc(responses={403: "The invitation is over, or the device out of service", 429: "Wait"})
def enrol_device(json_data: EnrolForm) -> Response:
    """Enrol the handheld that shows an invitation's code; it gets its cookie."""
    done = enrolment.enrol(json_data.code, json_data.device, devices.token_of(request))
    answer = jsonify(done)
    answer.status_code = 201
    devices.hand_over(answer, done["token"], secure=engine().config.secure_cookies)
    return answer


@blueprint.post("/labels/bins")
@blueprint.input(BinsForm)
@blueprint.doc(responses={404: "No such bins"})
def print_bins(json_data: BinsForm) -> Response:
    """Print labels of bins, by zone or aisle: PDF on A4 or Letter, or ZPL."""
    return _file(printing.bins(sessions.me(), json_data), json_data.paper)


@blueprint.post("/labels/badges")
@blueprint.input(BadgesForm)
@blueprint.doc(responses={404: "Nobody has a badge"})
def print_badges(json_data: BadgesForm) -> Response:
    """Print badges."""
    return _file(printing.badges(sessions.me(), json_data), json_data.paper)


@blueprint.post("/labels/items")
@blueprint.input(ItemsForm)
@blueprint.doc(responses={404: "No such items"})
def print_items(json_data: ItemsForm) -> Response:
    """Print labels of items, each so many times: PDF on A4 or Letter."""
    return _file(printing.items(sessions.me(), json_data), json_data.paper)


@blueprint.post("/labels/totes")
@blueprint.input(TotesForm)
def print_totes(json_data: TotesForm) -> Response:
    """Print plates for totes."""
    return _file(printing.totes(sessions.me(), json_data), json_data.paper)


@blueprint.post("/labels/plates")
@blueprint.input(PlatesForm)
@blueprint.doc(responses={404: "No such containers"})
def print_plates(json_data: PlatesForm) -> Response:
    """Print plates of containers: PDF on A4 or Letter, or ZPL."""
    return _file(printing.plates(sessions.me(), json_data), json_data.paper)


def _file(content: bytes, paper: str) -> Response:
    kind = "application/zpl; charset=utf-8" if paper == "zpl" else "application/pdf"
    return Response(content, mimetype=kind, headers={"Cache-Control": "private, no-store"})
