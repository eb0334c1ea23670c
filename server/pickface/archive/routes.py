"""The whole site as a file over HTTP."""

from __future__ import annotations

import tempfile
from pathlib import Path

from apiflask import APIBlueprint
from flask import Response

from pickface.archive.writing import export_site
from pickface.people import sessions

blueprint = APIBlueprint("archive", __name__, url_prefix="/api/v1/site/archive", tag="Settings")


@blueprint.get("")
def download_site() -> Response:
    """Save settings, floor, goods, people without their secrets, suppliers, stock and open orders as one archive."""
    with tempfile.TemporaryDirectory(prefix="pickface-") as folder:
        file = Path(folder) / "site.zip"
        export_site(sessions.me().site_id, file)
        answered = Response(file.read_bytes(), mimetype="application/zip")
    answered.headers.set("Content-Disposition", "attachment", filename="pickface-site.zip")
    return answered
