"""How far an archive is on its way in: as it stands in the database, and as it is told."""

from __future__ import annotations

import json
from typing import Any, Final

from pickface.db import Row, row
from pickface.errors import NotFound

LOAD: Final = "SELECT * FROM archive_load WHERE id = 1"


def state() -> Row | None:
    """How far an archive is; None where none was ever looked at."""
    return row(LOAD)


def told(found: Row | None) -> dict[str, Any] | None:
    """How far an archive is, as it is told; nothing of one that nobody has begun."""
    if found is None or found["state"] == "checked":
        return None
    site = json.loads(found["site"])
    far = {name: found[name] for name in ("state", "done", "total", "part", "line")}
    return {**far, "stopped": found["problem"] != "", "site": site["code"], "name": site["name"]}


def how_far() -> dict[str, Any]:
    """The same of one that was begun; NotFound."""
    found = told(state())
    if found is None:
        raise NotFound("no archive was brought in here")
    return found
