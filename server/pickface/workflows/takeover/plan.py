"""Which take-overs should exist: the one that somebody asks for who stands before the cart."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.stock.moves import Cause
from pickface.tasks import carts, dictionary, handover, lifecycle, tally
from pickface.tasks.workflow import Told, World
from pickface.workflows.takeover.compile import compile_takeover

_OPEN = """
SELECT * FROM task WHERE kind = 'takeover' AND site_id = :site AND state IN ('ready', 'offered', 'begun', 'held')
ORDER BY id
"""


def starts(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """Somebody stands at a cart whose work was begun elsewhere, and wants to go on with it."""
    work = handover.carried_with(tx, world, code, person_id, site_id)
    if work is None or work["state"] not in ("offered", "begun"):
        return None
    _drop(tx, work, lambda other: other["person_id"] == person_id)
    totes = tx.all(
        "SELECT code, kind FROM container WHERE task_id = :task AND state = 'open' ORDER BY code",
        task=work["id"],
    )
    items = [
        line["item_id"]
        for order_id in carts.orders_of(tx, work)
        for line in tx.all("SELECT item_id FROM order_line WHERE order_id = :id", id=order_id)
    ]
    words = dictionary.of_items(tx, items)
    known = [(tote["code"], tote["kind"]) for tote in totes]
    return lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=site_id,
            kind="takeover",
            title=work["title"],
            script=compile_takeover(work["title"], site_id, known, words),
            facts={
                "task": work["id"],
                "lease": work["lease_number"],
                "tote": code,
                "tally": [],
                "last": None,
            },
            priority=1,
            order_id=work["order_id"],
            container=code,
            person_id=person_id,
            variables={"tote": code},
        ),
    )


def _drop(tx: Tx, work: Row, which: Callable[[Row], bool], note: str = "") -> None:
    """End take-overs of this work that will not be finished."""
    for other in tx.all(_OPEN, site=work["site_id"]):
        if which(other) and json.loads(other["facts"])["task"] == work["id"]:
            lifecycle.change_state(tx, other, "cancelled", done_at=tx.now, note=note)


def on_ended(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """The work was finished, called off or has changed hands: nobody need count for it any more."""
    work = lifecycle.load(tx, news["task"])
    note = {"code": "count_not_needed", "params": {}}
    _drop(tx, work, lambda other: other["id"] != news.get("by"), note=json.dumps(note))


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Note what was seen; at the end tell the workflow whose work it is."""
    facts = json.loads(task["facts"])
    match told.name:
        case "seen":
            _keep(tx, task, tally.add(facts, told.params, cause.id))
        case "undone":
            _keep(tx, task, tally.take_back(facts, told.params["event"]))
        case "counted":
            world.tell(
                tx,
                "totes_counted",
                task=facts["task"],
                by=task["id"],
                totes=[facts["tote"], *(seen["container"] for seen in facts["tally"])],
                seen=facts["tally"],
                lease=facts["lease"],
                person=task["person_id"],
                stream=task["stream"],
                cause=cause,
            )
            world.tell(tx, "work_ended", task=facts["task"], by=task["id"])


def _keep(tx: Tx, task: Row, facts: Mapping[str, Any]) -> None:
    tx.run("UPDATE task SET facts = :facts WHERE id = :id", facts=json.dumps(facts), id=task["id"])


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """All that follows followed when the person said that this was everything."""
