"""Containers of a receipt: what a task knows of its dock, and what happens when a container takes nothing more."""

from __future__ import annotations

import json
from typing import Any

from pickface.db import Row, Tx
from pickface.tasks import zone_containers
from pickface.tasks.workflow import World


def facts_of(task: Row) -> dict[str, Any]:
    """The places that a receipt's goods come from and go to."""
    facts: dict[str, Any] = json.loads(task["facts"])
    return facts


def hand_over(tx: Tx, task: Row, world: World) -> None:
    """A receipt ends: all that it has booked on the dock is to be put away."""
    zone_containers.hand_over(tx, task, world)
    loose = tx.value(
        "SELECT COUNT(*) FROM balance WHERE place_id = :dock AND container = '' AND qty > 0",
        dock=task["place_id"],
    )
    if loose:
        world.tell(tx, "received", site=task["site_id"], container="", place=task["place_id"])
