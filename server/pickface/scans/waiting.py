"""What waits behind an event that was set aside: its task, its containers, and whatever touches those (LAWS 7).

The first event's id marks each task and container that waits for it, so that one decision lets all of them go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pickface.db import Row, Tx
from pickface.scans.barcodes import parse
from pickface.scans.verdict import SetAside
from pickface.tasks import lifecycle
from pickface.tasks.workflow import (
    Change,
    ContainerEmptied,
    ContainerMoved,
    ContainerNested,
    ContainerOpened,
    ContainerTaken,
    ContainerWeighed,
    Goods,
    Undone,
)

_FOLLOWING = """
SELECT e.id, e.task_id, e.body FROM scan_event e JOIN task t ON t.id = e.task_id
JOIN verdict v ON v.id = (SELECT MAX(w.id) FROM verdict w WHERE w.event_id = e.id)
WHERE t.set_aside = :first AND v.verdict = 'set_aside' AND v.code = 'follows_set_aside' AND e.id <> :first
ORDER BY e.received_at, v.id
"""


def check(tx: Tx, task: Row, changes: Sequence[Change]) -> None:
    """Raise :class:`SetAside` when the changes touch a container that waits; asked only while any container waits."""
    for code in sorted(set(_touched(tx, changes))):
        first = tx.value("SELECT set_aside FROM container WHERE code = :code", code=code)
        if first and first != task["set_aside"]:
            raise SetAside("follows_set_aside", first=first, container=code)


def _touched(tx: Tx, changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        if isinstance(change, Goods):
            yield from {change.from_container, change.to_container} - {""}
        elif isinstance(
            change, (ContainerOpened, ContainerMoved, ContainerTaken, ContainerWeighed)
        ):
            yield change.code
        elif isinstance(change, (ContainerNested, ContainerEmptied)):
            yield from {change.code, change.into} - {""}
        elif isinstance(change, Undone):
            for move in tx.all(
                "SELECT from_container, to_container FROM move WHERE cause = :event",
                event=change.event_id,
            ):
                yield from {move["from_container"], move["to_container"]} - {""}


def hold_up(tx: Tx, task: Row, body: Mapping[str, Any], first: str) -> None:
    """Let a task, its containers and the one that the event scanned wait for the event ``first``."""
    tx.run("UPDATE task SET set_aside = :first WHERE id = :id", first=first, id=task["id"])
    code = ""
    if body.get("kind") == "scan":
        code = parse(body.get("code", ""), str(body.get("symbology") or ""))["key"]
    tx.run(
        "UPDATE container SET set_aside = :first WHERE set_aside IS NULL AND code <> '' AND site_id = :site "
        "AND (task_id = :task OR code = :own OR code = :code)",
        first=first,
        site=task["site_id"],
        task=task["id"],
        own=task["container"],
        code=code,
    )


def let_go(tx: Tx, first: str) -> list[Row]:
    """The event is decided: nothing waits for it any more. Answers what followed it, in the order in which it came."""
    followers = tx.all(_FOLLOWING, first=first)
    for task in tx.all("SELECT id, site_id FROM task WHERE set_aside = :first", first=first):
        tx.run("UPDATE task SET set_aside = NULL WHERE id = :id", id=task["id"])
        lifecycle.hint(tx, int(task["site_id"]), tasks=[int(task["id"])])
    tx.run("UPDATE container SET set_aside = NULL WHERE set_aside = :first", first=first)
    return followers
