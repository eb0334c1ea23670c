"""Scans that come in when their truck has left: what was put on it before has left with it.

A desk may let a truck leave while somebody who loads it is out of reach. Their scans are booked all the same, since
the parcels are gone; they leave the books when that person's work is told to the end, so that an undo in it counts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pickface.db import Row, Tx
from pickface.departures import loaders, waiting
from pickface.orders.carriers import FIND_DEPARTURE
from pickface.tasks import exceptions, jobs
from pickface.tasks.workflow import Raised
from pickface.workflows.load.compile import STEP

TOLD_TO_THE_END_MS = 60_000


def reopens(tx: Tx, task: Row) -> Mapping[str, Any]:
    """The state in which a loading goes on whose truck has left without a word of the one who was loading it."""
    state: dict[str, Any] = json.loads(task["progress"])
    loaded = state["steps"].get(STEP)
    steps = {**state["steps"], STEP: {**loaded, "done": False}} if loaded else state["steps"]
    return {**state, "steps": steps, "done": False}


def has_left(tx: Tx, departure_id: int) -> bool:
    """Whether the truck is gone already."""
    return bool(
        tx.value("SELECT 1 FROM departure WHERE id = :id AND state = 'left'", id=departure_id)
    )


def bring_back(tx: Tx, task: Row, departure_id: int, found: Sequence[Row]) -> list[Row]:
    """Parcels that were said to be left behind are for the truck again; what is on another, or shipped, is not.

    Answers ``found`` as it is now.
    """
    now: list[Row] = []
    back: list[str] = []
    for parcel in found:
        stayed = parcel["departure_id"] != departure_id and not (
            parcel["loaded_at"] or parcel["shipped_at"]
        )
        if not stayed or waiting.is_on_its_way(tx, parcel["container_code"]):
            now.append(parcel)
            continue
        if parcel["departure_id"] is not None:
            loaders.tell(tx, parcel["departure_id"])
        tx.run(
            "UPDATE shipment SET departure_id = :departure WHERE id = :id",
            departure=departure_id,
            id=parcel["id"],
        )
        back.append(parcel["container_code"])
        now.append({**parcel, "departure_id": departure_id})
    if back:
        _explain(tx, task, back)
    return now


def _explain(tx: Tx, task: Row, plates: Sequence[str]) -> None:
    """What was left behind is fewer than was told, or nothing."""
    named_by = ("truck",)
    about = Raised("left_behind", "book", {"truck": task["container"]}, place_id=task["place_id"])
    told = exceptions.standing(tx, task["site_id"], about, named_by)
    if told is None:
        return
    said: dict[str, Any] = json.loads(told["params"])
    left = int(said["parcels"]) - len(plates)
    named = ", ".join(one for one in said["named"].split(", ") if one not in plates)
    if left > 0:
        fewer = {**said, "parcels": left, "named": named}
        exceptions.recall(tx, told, Raised("left_behind", "book", fewer))
    else:
        exceptions.close(tx, told, "explained", None)


def leave_behind(tx: Tx, parcel: Row) -> None:
    """A late scan was undone: the parcel waits for a further truck, or is brought to the dock."""
    tx.run("UPDATE shipment SET departure_id = NULL WHERE id = :id", id=parcel["id"])
    jobs.leave(tx, FIND_DEPARTURE, str(parcel["order_id"]))
