"""Verdicts: what became of an event, kept beside the journal and answered again to a repeat (LAWS 5)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from pickface.db import Tx

_GIVE = (
    "INSERT INTO verdict (event_id, site_id, at, verdict, code, params, by_person_id, item_id, place_id, order_id) "
    "VALUES (:event, :site, :now, :verdict, :code, :params, :by, :item, :place, :order)"
)


class SetAside(Exception):
    """The event stands in the journal and waits for a supervisor, for the reason ``code``."""

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Verdict:
    """One of ``booked``, ``refused``, ``set_aside``, with a code and what the event was about."""

    verdict: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    item_id: int | None = None
    place_id: int | None = None
    order_id: int | None = None
    version: int = 0
    """The work version of the person after the event, so that the device knows to look."""


def give(
    tx: Tx, event_id: str, site_id: int, verdict: Verdict, by_person_id: int | None = None
) -> None:
    """Add a verdict row; the newest one of an event is the one that holds."""
    tx.run(
        _GIVE,
        event=event_id,
        site=site_id,
        now=tx.now,
        verdict=verdict.verdict,
        code=verdict.code,
        params=json.dumps(verdict.params) if verdict.params else "{}",
        by=by_person_id,
        item=verdict.item_id,
        place=verdict.place_id,
        order=verdict.order_id,
    )


def stored(tx: Tx, event_id: str) -> Verdict:
    """The verdict that holds for an event that was judged before."""
    row = tx.one(
        "SELECT verdict, code, params FROM verdict WHERE event_id = :id ORDER BY id DESC LIMIT 1",
        id=event_id,
    )
    if row is None:
        return Verdict("set_aside", "not_judged")
    return Verdict(row["verdict"], row["code"], json.loads(row["params"]))
