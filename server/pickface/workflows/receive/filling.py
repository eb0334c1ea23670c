"""Containers of a receipt: what a task knows of its dock, and what happens when a container takes nothing more."""

from __future__ import annotations

import json
from typing import Any

from pickface.db import Row, Tx
from pickface.tasks.workflow import World


def facts_of(task: Row) -> dict[str, Any]:
    """The places that a receipt's goods come from and go to."""
    facts: dict[str, Any] = json.loads(task["facts"])
    return facts


def hand_over(tx: Tx, task: Row, world: World) -> None:
    """A receipt ends: all that it has booked on the dock is to be put away."""
    for container in tx.all(
        "SELECT code FROM container c WHERE task_id = :task AND state = 'open' ORDER BY code",
        task=task["id"],
    ):
        tell_filled(tx, task, container["code"], world)
    loose = tx.value(
        "SELECT COUNT(*) FROM balance WHERE place_id = :dock AND container = '' AND qty > 0",
        dock=task["place_id"],
    )
    if loose:
        world.tell(tx, "received", site=task["site_id"], container="", place=task["place_id"])


def tell_filled(tx: Tx, task: Row, container: str, world: World) -> None:
    """A container takes nothing more: it is closed and to be put away, or free if nothing is in it."""
    filled = tx.value(
        "SELECT COUNT(*) FROM balance WHERE container = :code AND qty > 0", code=container
    )
    tx.run(
        "UPDATE container SET state = :state, task_id = NULL, changed_at = :now WHERE code = :code",
        state="closed" if filled else "empty",
        now=tx.now,
        code=container,
    )
    if filled:
        world.tell(
            tx, "received", site=task["site_id"], container=container, place=task["place_id"]
        )
