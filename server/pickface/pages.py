"""The web app's files, and whether the server is well: everything outside ``/api`` and ``/ws``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import cast

import sqlalchemy as sa
from apiflask import APIBlueprint
from flask import Response, current_app, make_response, redirect, request, send_from_directory
from werkzeug.exceptions import NotFound

from pickface.answers import DatabaseUnavailable
from pickface.contract import Answer
from pickface.db import db
from pickface.errors import PickfaceError

HERE = Path(__file__).parent
BUILDS = (HERE / "web_app", HERE.parents[1] / "pwa" / "dist")
"""Where the built web app may lie: inside the installed package, else in the source tree."""
RESERVED = ("api", "ws", "healthz", "readyz")

NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Pickface</title>
<p>The server runs, but its web app is not built yet. Say <code>make setup</code> in the source folder, then reload
this page.</p></html>"""

blueprint = APIBlueprint("pages", __name__)


class NotReady(PickfaceError):
    """The server should get no requests yet."""

    code = "not_ready"
    status = 503


class Health(Answer):
    """That the process answers."""

    status: str


@blueprint.get("/healthz")
@blueprint.output(Health)
@blueprint.doc(tags=["Health"])
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@blueprint.get("/readyz")
@blueprint.output(Health)
@blueprint.doc(tags=["Health"], responses={503: "Not ready"})
def readyz() -> dict[str, str]:
    """The database answers and its migrations are the newest."""
    found, newest = database_revision(), newest_revision()
    if found != newest:
        raise NotReady("the database needs its migrations", found=found, newest=newest)
    return {"status": "ready"}


def database_revision() -> str:
    """The migration that the database stands at; '' for an empty one."""
    try:
        with db.engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return ""
            return str(connection.scalar(sa.text("SELECT version_num FROM alembic_version")) or "")
    except sa.exc.SQLAlchemyError as error:
        raise DatabaseUnavailable("the database does not answer") from error


@lru_cache(maxsize=1)
def newest_revision() -> str:
    """The newest migration that this server brings."""
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory(str(HERE / "migrations")).get_current_head())


def _waits_for_its_first_run() -> bool:
    """Whether nobody has founded a site yet; asked of the database until there is one."""
    if current_app.extensions.get("pickface_founded"):
        return False
    try:
        with db.engine.connect() as connection:
            found = connection.scalar(sa.text("SELECT id FROM site LIMIT 1")) is not None
    except sa.exc.SQLAlchemyError:
        return False
    current_app.extensions["pickface_founded"] = found
    return not found


def serve() -> Response | None:
    """A file of the web app for a path that no endpoint has; paths that look like pages get ``index.html``."""
    if request.method not in {"GET", "HEAD"} or request.endpoint is not None:
        return None
    path = request.path.lstrip("/")
    if path.split("/", 1)[0] in RESERVED or not isinstance(request.routing_exception, NotFound):
        return None
    build = current_app.config.get("PICKFACE_WEB_APP") or next(
        (folder for folder in BUILDS if (folder / "index.html").is_file()), None
    )
    if build is None:
        return make_response(NOT_BUILT, 503)
    if path == "" and _waits_for_its_first_run():
        return cast("Response", redirect("/office"))
    is_page = "." not in path.rsplit("/", 1)[-1]
    answer = send_from_directory(build, "index.html" if is_page else path, conditional=True)
    if path.startswith("assets/"):
        # The name holds a hash of the content.
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        answer.headers["Cache-Control"] = "no-cache"
    return answer
