"""The whole site as a file over HTTP: out of one installation, and into an empty one."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response, request, stream_with_context

from pickface.archive import beginning, progress
from pickface.archive.forms import FirstLoadForm, LoadForm, LoadOut, SavingOut, SeenOut
from pickface.archive.writing import stream_site, under_way
from pickface.db import db, row
from pickface.engine import engine
from pickface.people import sessions
from pickface.setup import first_run

blueprint = APIBlueprint("archive", __name__, url_prefix="/api/v1", tag="Settings")
SETUP_CODE = "X-Setup-Code"


@blueprint.get("/site/archive")
def download_site() -> Response:
    """Save the whole site as one archive: what is set up, documents, stock and what it cost; people without secrets."""
    pieces = stream_with_context(stream_site(sessions.me().site_id))
    answered = Response(pieces, mimetype="application/zip")
    answered.headers.set("Content-Disposition", "attachment", filename="pickface-site.zip")
    return answered


@blueprint.get("/site/archive/outlook")
@blueprint.output(SavingOut)
def show_outlook() -> dict[str, Any]:
    """Show what is under way and would not come over as it stands, and whether an archive could be brought in here."""
    return {**under_way(sessions.me().site_id), "empty": beginning.is_empty()}


@blueprint.post("/site/archive")
@blueprint.output(SeenOut)
@blueprint.doc(responses={409: "The installation is not empty", 413: "More than 1 GB"})
def look_at_archive() -> dict[str, Any]:
    """Upload an archive as the body: all of it is looked through, what is wrong is told, and nothing comes in."""
    db.session.remove()
    return beginning.seen(beginning.look_at(engine().config.data, request.stream))


@blueprint.post("/site/archive/load")
@blueprint.input(LoadForm)
@blueprint.output(LoadOut, status_code=202)
@blueprint.doc(
    responses={409: "Not the archive that was looked at, or the installation is not empty"}
)
def load_archive(json_data: LoadForm) -> dict[str, Any]:
    """Bring the archive in that was looked at, in place of the empty site; who is signed in goes on as manager."""
    me = row("SELECT login FROM person WHERE id = :id", id=sessions.me().id)
    login = (me["login"] if me else None) or ""
    beginning.begin(engine().config.data, json_data.hash, beginning.Manager(login, None))
    return progress.how_far()


@blueprint.get("/site/archive/load")
@blueprint.output(LoadOut)
@blueprint.doc(responses={404: "No archive was brought in"})
def show_load() -> dict[str, Any]:
    """Show how far the archive is that is being brought in."""
    return progress.how_far()


@blueprint.post("/setup/archive")
@blueprint.output(SeenOut)
@blueprint.doc(
    responses={
        403: "Not the code on the console",
        409: "The installation is not empty",
        413: "More than 1 GB",
        429: "Wait",
    }
)
def look_at_first_archive() -> dict[str, Any]:
    """Upload an archive as the body, with the code on the console as X-Setup-Code; nothing comes in yet."""
    data = engine().config.data
    first_run.check_code(data, request.headers.get(SETUP_CODE, "")[:40])
    db.session.remove()
    return beginning.seen(beginning.look_at(data, request.stream))


@blueprint.post("/setup/archive/load")
@blueprint.input(FirstLoadForm)
@blueprint.output(LoadOut, status_code=202)
@blueprint.doc(
    responses={
        403: "Not the code on the console",
        409: "Not the archive that was looked at",
        429: "Wait",
    }
)
def load_first_archive(json_data: FirstLoadForm) -> dict[str, Any]:
    """Begin this installation with the archive that was looked at, with the code on the console."""
    data = engine().config.data
    first_run.check_code(data, json_data.setup_code)
    beginning.begin(data, json_data.hash, beginning.Manager(json_data.login, json_data.password))
    first_run.spend_code(data)
    return progress.how_far()
