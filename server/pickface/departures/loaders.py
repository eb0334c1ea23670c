"""Who loads a truck: told of what changes, and sent home when it does not come or has left."""

from __future__ import annotations

import json

from pickface.db import Row, Tx
from pickface.departures.trucks import DepartureLeft, code_of
from pickface.errors import Conflict
from pickface.orders.carriers import TELL_LOADERS
from pickface.tasks import jobs, lifecycle


class StillLoading(Conflict):
    """Somebody is loading it: they say themselves when they are done; ``params``: ``person``."""

    code = "departure_still_loading"


def tell(tx: Tx, departure_id: int, later_ms: int = 0) -> None:
    """What is for a truck has changed: whoever loads it is told."""
    jobs.leave(tx, TELL_LOADERS, str(departure_id), tx.now + later_ms)


def of_truck(tx: Tx, departure_id: int) -> list[Row]:
    """The open tasks of loading a departure."""
    return tx.all(
        "SELECT * FROM task WHERE kind = 'load' AND container = :code "
        "AND state IN ('ready', 'offered', 'begun', 'held') ORDER BY id" + tx.for_update,
        code=code_of(departure_id),
    )


def send_home(tx: Tx, departure_id: int, state: str = "cancelled") -> None:
    """Whoever loads a truck stops: it does not come, or has left (``done``: what they scanned before still counts)."""
    note = json.dumps({"code": DepartureLeft.code, "params": {}})
    for task in of_truck(tx, departure_id):
        ends = state if task["person_id"] is not None else "cancelled"
        lifecycle.change_state(tx, task, ends, done_at=tx.now, note=note)


def refuse_loading(tx: Tx, departure_id: int) -> None:
    """Raise :class:`StillLoading` where somebody has begun to load and has not said that they are done."""
    for task in of_truck(tx, departure_id):
        if task["state"] == "begun":
            name = tx.value("SELECT name FROM person WHERE id = :id", id=task["person_id"])
            raise StillLoading("somebody is loading it", person=str(name or ""))
