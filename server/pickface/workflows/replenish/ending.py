"""What follows a refill: pins come to the face, emptied reserve is counted, and the face may want more."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.stock import reservations
from pickface.stock.moves import BalanceKey, Cause
from pickface.tasks import jobs, looking
from pickface.tasks.workflow import Told, World
from pickface.workflows.replenish import relocate
from pickface.workflows.replenish.plan import JOB, let_go

PINS_MOVED = "pins_moved"


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Carry out what interpreting told."""
    facts = json.loads(task["facts"])
    match told.name:
        case "refilled":
            _refilled(tx, task, facts)
        case "short":
            jobs.leave(tx, JOB, f"item:{task['site_id']}:{facts['item']}")
        case "looked":
            # The books still have in the bin what is in the person's hands: it is compared when that has been put down.
            looking.write(
                tx, task, {**facts, "looked": cause.id, "looked_at": told.params["place"]}
            )
        case "undone":
            if facts.get("looked") == told.params["event"]:
                looking.write(tx, task, {**facts, "looked": None})
            else:
                looking.keep(tx, task, told, cause)
        case "seen":
            looking.keep(tx, task, told, cause)
        case "settled" if facts.get("looked"):
            looking.settle(tx, task, facts["looked_at"], world, cause)


def _refilled(tx: Tx, task: Row, facts: Mapping[str, Any]) -> None:
    """Nobody waits before the face any more, and who was sent to reserve is sent here."""
    tx.run("UPDATE pick_face SET called_at = 0 WHERE id = :id", id=facts["face"])
    for balance in tx.all(
        "SELECT item_id, lot_id, place_id, container, owner_id FROM balance WHERE place_id = :place "
        "AND item_id = :item AND lot_id = :lot AND owner_id = :owner AND qty - pinned - unreservable > 0 "
        "ORDER BY container",
        place=facts["place"],
        item=facts["item"],
        lot=facts["lot"],
        owner=facts["owner"],
    ):
        for pin in reservations.follow(tx, BalanceKey(**dict(balance)), task["site_id"]):
            if pin.task_id:
                jobs.leave(tx, PINS_MOVED, str(pin.task_id))


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """The face may want more: another bin's, or what was promised meanwhile."""
    facts = json.loads(task["facts"])
    if "relocation" in facts:
        relocate.finished(tx, facts["relocation"], facts["place"])
    jobs.leave(tx, JOB, f"item:{task['site_id']}:{let_go(tx, task)}")


def cancelled(tx: Tx, task: Row, world: World) -> None:
    """Nothing is in the books but what lies in reserve; the face is looked at again in its turn."""
    facts = json.loads(task["facts"])
    if "relocation" in facts:
        relocate.cancelled(tx, facts["relocation"])
    let_go(tx, task)
