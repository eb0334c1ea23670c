"""Printing over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response

from pickface.db import command, row
from pickface.engine import engine
from pickface.errors import NotFound
from pickface.people import sessions
from pickface.printing import papers, service, wire
from pickface.printing.forms import (
    AgainForm,
    JobForm,
    JobOut,
    JobsOut,
    JobsQuery,
    PrinterChangeForm,
    PrinterForm,
    PrinterOut,
    PrintersOut,
)

blueprint = APIBlueprint("printing", __name__, url_prefix="/api/v1", tag="Printing")
_NONE = {404: "No such printer"}
_BUSY = {404: "No such job", 409: "It is being printed"}
_OVER = {404: "No such job", 409: "It is being printed, is printed, or was called off"}


@blueprint.get("/printers")
@blueprint.output(PrintersOut)
def list_printers() -> dict[str, Any]:
    """List the printers, and how they go."""
    return {"items": service.list_printers(sessions.me().site_id)}


@blueprint.post("/printers")
@blueprint.input(PrinterForm)
@blueprint.output(PrinterOut, status_code=201)
@blueprint.doc(responses={409: "The name is taken", 422: "No printer may be there"})
def create_printer(json_data: PrinterForm) -> dict[str, Any]:
    """Set a printer up; it is in the house's own network."""
    me = sessions.me()
    if json_data.kind == "raw" and json_data.host:
        wire.check_host(json_data.host, json_data.port, engine().config.printer_networks)
    made = command(lambda tx: service.make(tx, me.site_id, json_data))
    return service.show_printer(me.site_id, made)


@blueprint.patch("/printers/<int:printer_id>")
@blueprint.input(PrinterChangeForm)
@blueprint.output(PrinterOut)
@blueprint.doc(responses={**_NONE, 409: "The name is taken", 422: "No printer may be there"})
def change_printer(printer_id: int, json_data: PrinterChangeForm) -> dict[str, Any]:
    """Change a printer, or put it out of use."""
    me = sessions.me()
    if json_data.host:
        wire.check_host(json_data.host, json_data.port or 9100, engine().config.printer_networks)
    command(lambda tx: service.change(tx, me.site_id, printer_id, json_data))
    return service.show_printer(me.site_id, printer_id)


@blueprint.post("/printers/<int:printer_id>/test")
@blueprint.output(JobOut, status_code=201)
@blueprint.doc(responses=_NONE)
def test_printer(printer_id: int) -> dict[str, Any]:
    """Print a test on it, in a moment."""
    me = sessions.me()
    made = command(lambda tx: service.test(tx, me.site_id, me.id, printer_id))
    return service.show_job(me.site_id, made)


@blueprint.get("/print-jobs")
@blueprint.input(JobsQuery, location="query")
@blueprint.output(JobsOut)
def list_jobs(query_data: JobsQuery) -> dict[str, Any]:
    """List what is to be printed and what was, newest first."""
    me = sessions.me()
    return service.list_jobs(me.site_id, me.id, query_data)


@blueprint.post("/print-jobs")
@blueprint.input(JobForm)
@blueprint.output(JobOut, status_code=201)
@blueprint.doc(responses={404: "No such printer or parcel", 409: "It takes no such paper"})
def print_paper(json_data: JobForm) -> dict[str, Any]:
    """Print a paper of a parcel, or an invoice, on a printer, in a moment."""
    me = sessions.me()
    made = command(lambda tx: service.ask_for(tx, me.site_id, me.id, json_data))
    return service.show_job(me.site_id, made)


@blueprint.post("/print-jobs/<int:job_id>/again")
@blueprint.input(AgainForm)
@blueprint.output(JobOut)
@blueprint.doc(responses={**_BUSY, 409: "It is being printed, or the printer takes no such paper"})
def print_again(job_id: int, json_data: AgainForm) -> dict[str, Any]:
    """Print it again, here or on another printer."""
    me = sessions.me()
    made = command(lambda tx: service.again(tx, me.site_id, me.id, job_id, json_data.printer))
    return service.show_job(me.site_id, made)


@blueprint.post("/print-jobs/<int:job_id>/cancel")
@blueprint.output(JobOut)
@blueprint.doc(responses=_OVER)
def cancel_job(job_id: int) -> dict[str, Any]:
    """Do not print it."""
    me = sessions.me()
    command(lambda tx: service.cancel(tx, me.site_id, job_id))
    return service.show_job(me.site_id, job_id)


@blueprint.post("/print-jobs/<int:job_id>/printed")
@blueprint.output(JobOut)
@blueprint.doc(responses=_OVER)
def note_printed(job_id: int) -> dict[str, Any]:
    """It is on paper: printed from a screen, or seen at the printer."""
    me = sessions.me()
    command(lambda tx: service.note_printed(tx, me.site_id, job_id))
    return service.show_job(me.site_id, job_id)


@blueprint.get("/print-jobs/<int:job_id>/paper.pdf")
def show_paper(job_id: int) -> Response:
    """The paper as PDF, for a printer of the browser's."""
    job = row(
        "SELECT * FROM print_job WHERE id = :id AND site_id = :site",
        id=job_id,
        site=sessions.me().site_id,
    )
    if job is None:
        raise NotFound("no such print job", job=job_id)
    content = papers.content({"takes": "documents", "dpi": 203}, job)
    return Response(
        content, mimetype="application/pdf", headers={"Cache-Control": "private, no-store"}
    )
