"""The photos that rows of the board and the journal show: one query for all of a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from pickface.db import Row, db

MOST = 4
"""How many photos an exception shows; the journal has them all."""
NAMES = ("photo", "office")
"""Kinds of events that can name a photo."""
_COLUMNS = "p.sha256, p.shows, p.received_at, p.gone_at, p.id"
_OF_EXCEPTIONS = (
    f"SELECT p.exception_id AS owner, {_COLUMNS} FROM photo p WHERE p.exception_id IN :owners "
    f"UNION SELECT x.id AS owner, {_COLUMNS} FROM exception x JOIN photo p ON p.of_event = x.event_id "
    "WHERE x.id IN :owners ORDER BY id DESC"
)
_OF_EVENTS = f"SELECT p.event_id AS owner, {_COLUMNS} FROM photo p WHERE p.event_id IN :owners"

Photos = Mapping[Any, Sequence[dict[str, Any]]]


def of_exceptions(found: Sequence[Row]) -> Photos:
    """The newest photos of some exceptions, by their ids."""
    return _photos(_OF_EXCEPTIONS, [one["id"] for one in found])


def of_events(found: Sequence[Row]) -> Photos:
    """The photos that some events name, by the events' ids."""
    return of_ids([one["id"] for one in found if one["kind"] in NAMES])


def of_ids(events: Sequence[str]) -> Photos:
    """The photos that some events name, by ids that may be many."""
    return _photos(_OF_EVENTS, events)


def _photos(sql: str, owners: Sequence[Any]) -> Photos:
    if not owners:
        return {}
    query = sa.text(sql).bindparams(sa.bindparam("owners", expanding=True))
    found: Any = db.session.execute(query, {"owners": list(owners)}).mappings()
    photos: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    for one in found:
        if len(photos[one["owner"]]) < MOST:
            photos[one["owner"]].append(
                {"sha256": one["sha256"], "shows": one["shows"], "state": _state(one)}
            )
    return photos


def _state(photo: Row) -> str:
    """``coming`` while it is on its device, ``here``, or ``gone`` when its days were over."""
    if photo["gone_at"] is not None:
        return "gone"
    return "coming" if photo["received_at"] is None else "here"
