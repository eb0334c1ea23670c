"""What waits to be put away was moved, emptied or taken apart by hand: its putaway follows the goods, or is called off.

Only one that nobody has begun: who is at it finds by hand what the books have elsewhere, and tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.stock.containers import inside
from pickface.tasks import jobs, lifecycle
from pickface.tasks.workflow import World
from pickface.workflows.putaway import floor, waiting
from pickface.workflows.putaway.compile import Source
from pickface.workflows.putaway.plan import JOB, on_goods

_WAITING = f"""
SELECT t.*, c.place_id AS stands_at, p.kind AS stands_in FROM task t JOIN container c ON c.code = t.container
JOIN place p ON p.id = c.place_id WHERE t.kind = 'putaway' AND t.state IN ('ready', 'offered')
AND (t.container = :code OR t.container IN {inside()}) ORDER BY t.id
"""
_IN_USE = (
    "SELECT 1 FROM container WHERE code = :code AND (order_id IS NOT NULL OR task_id IS NOT NULL)"
)


def on_changed(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """Somebody has moved a container, or taken out of it what now lies ``place`` or in container ``into``."""
    for task in tx.all(_WAITING, code=news["container"]):
        if not floor.loads(tx, Source(task["stands_at"], task["container"])):
            _call_off(tx, task)
            _follow(tx, world, task, news)
        elif task["stands_in"] in {"bin", "quarantine"}:
            _call_off(tx, task)
            waiting.leave(tx, task)
        else:
            tx.run(
                "UPDATE task SET place_id = :place WHERE id = :id",
                place=task["stands_at"],
                id=task["id"],
            )
            jobs.leave(tx, JOB, f"{task['site_id']}:{task['container']}")


def _call_off(tx: Tx, task: Row) -> None:
    lifecycle.change_state(tx, task, "cancelled", done_at=tx.now)


def _follow(tx: Tx, world: World, task: Row, news: Mapping[str, Any]) -> None:
    """What was to be put away still is, unless it lies in a bin now or is with what somebody else works with."""
    into, place_id = news.get("into"), news.get("place")
    kind = tx.value("SELECT kind FROM place WHERE id = :id", id=place_id)
    if kind == "bin":
        waiting.leave(tx, task)
    elif into and not tx.value(_IN_USE, code=into):
        on_goods(tx, world, {"site": task["site_id"], "container": into})
    elif not into and kind == "dock":
        on_goods(tx, world, {"site": task["site_id"], "place": place_id})
