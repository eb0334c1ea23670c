"""Writes anew what search looks through, in pieces short enough that a server can go on beside it."""

from __future__ import annotations

from apiflask import APIFlask

from pickface.db import Tx
from pickface.findable import SOURCES, first_key, refill

PIECE = 500
"""So many things are written in a few milliseconds; whoever scans meanwhile does not notice."""


def reindex(app: APIFlask) -> int:
    """Write every kind of thing; answers how many there are."""
    writer = app.extensions["pickface"].writer
    for kind in SOURCES:
        after: int | str | None = first_key(kind)
        while after is not None:
            after = _next(app, kind, after)
    found: int = writer.run(lambda tx: tx.value("SELECT COUNT(*) FROM search_entry"))
    return found


def _next(app: APIFlask, kind: str, after: int | str) -> int | str | None:
    def write(tx: Tx) -> int | str | None:
        return refill(tx, kind, after, PIECE)

    found: int | str | None = app.extensions["pickface"].writer.run(write)
    return found
