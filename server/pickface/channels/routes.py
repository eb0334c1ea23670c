"""Tables brought in over HTTP: uploaded, checked, applied a second at a time."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response, request

from pickface.channels import saved, uploads
from pickface.channels.upload_forms import (
    PlanForm,
    ReadQuery,
    RunDetail,
    RunsOut,
    RunsQuery,
    TableQuery,
    UploadQuery,
)
from pickface.people import sessions
from pickface.workbooks.downloads import answer

blueprint = APIBlueprint("imports", __name__, url_prefix="/api/v1/imports", tag="Imports")


@blueprint.get("")
@blueprint.input(RunsQuery, location="query")
@blueprint.output(RunsOut)
def list_imports(query_data: RunsQuery) -> dict[str, Any]:
    """List the files that were uploaded, newest first."""
    return uploads.list_runs(sessions.me().site_id, query_data.cursor, query_data.limit)


@blueprint.post("")
@blueprint.input(UploadQuery, location="query")
@blueprint.output(RunDetail, status_code=201)
@blueprint.doc(responses={413: "More than 20 MB", 422: "No table of text"})
def upload(query_data: UploadQuery) -> dict[str, Any]:
    """Upload a table as the body; how it seems to be written and its first lines are answered."""
    me = sessions.me()
    run_id = uploads.upload(me, query_data.kind, query_data.name, request.get_data(cache=False))
    return uploads.show(me, run_id, ReadQuery())


@blueprint.get("/table")
@blueprint.input(TableQuery, location="query")
def save_table(query_data: TableQuery) -> Response:
    """Save all that is here of a kind as the table that brings it in: the head alone where there is nothing yet."""
    me, kind = sessions.me(), query_data.kind
    uploads.bringer_for(me, kind)
    rows = saved.table if query_data.format == "csv" else saved.workbook
    return answer(kind.replace("_", "-"), query_data.format, rows(me.site_id, kind))


@blueprint.get("/<int:run_id>")
@blueprint.input(ReadQuery, location="query")
@blueprint.output(RunDetail)
@blueprint.doc(responses={404: "No such import"})
def show_import(run_id: int, query_data: ReadQuery) -> dict[str, Any]:
    """Show how far a file is and what is wrong in it; with another encoding or separator, its first lines anew."""
    return uploads.show(sessions.me(), run_id, query_data)


@blueprint.post("/<int:run_id>/check")
@blueprint.input(PlanForm)
@blueprint.output(RunDetail)
@blueprint.doc(
    responses={
        409: "It is brought in already",
        422: "A column is missing, or a line cannot be read",
    }
)
def check(run_id: int, json_data: PlanForm) -> dict[str, Any]:
    """Read the whole file and begin to try it; nothing is changed by it."""
    me = sessions.me()
    uploads.check(me, run_id, json_data)
    uploads.go(me, run_id)
    return uploads.show(me, run_id, ReadQuery())


@blueprint.post("/<int:run_id>/apply")
@blueprint.output(RunDetail)
@blueprint.doc(responses={409: "It was not checked, or is brought in already"})
def apply(run_id: int) -> dict[str, Any]:
    """Begin to bring in what was checked; what is wrong in it stays out."""
    me = sessions.me()
    uploads.begin(me, run_id)
    uploads.go(me, run_id)
    return uploads.show(me, run_id, ReadQuery())


@blueprint.post("/<int:run_id>/go")
@blueprint.output(RunDetail)
def go(run_id: int) -> dict[str, Any]:
    """Take a file further for a second; asked again until it is ``checked`` or ``applied``, also after a crash."""
    me = sessions.me()
    uploads.go(me, run_id)
    return uploads.show(me, run_id, ReadQuery())


@blueprint.get("/<int:run_id>/problems.csv")
def problems(run_id: int) -> Response:
    """Everything that is wrong in a file, as a table."""
    return answer("problems", "csv", list(uploads.problem_rows(sessions.me(), run_id)))


@blueprint.get("/<int:run_id>/problems.xlsx")
def problems_workbook(run_id: int) -> Response:
    """The same as a workbook."""
    return answer("problems", "xlsx", list(uploads.problem_rows(sessions.me(), run_id)))


@blueprint.delete("/<int:run_id>")
@blueprint.output({}, status_code=204)
@blueprint.doc(responses={409: "It is brought in already"})
def forget(run_id: int) -> tuple[str, int]:
    """Throw a file away that is not brought in."""
    uploads.forget(sessions.me(), run_id)
    return "", 204
