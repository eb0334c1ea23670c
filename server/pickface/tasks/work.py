"""A person's own work: the snapshot that a device pulls, which is always true (LAWS 12)."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from pickface.db import Row, clock, db, one_moment, row, rows
from pickface.scans import checkpoints
from pickface.stock.balances import COMING
from pickface.tasks import titles
from pickface.tasks.steps import SCRIPT_VERSION

_MINE = """
SELECT t.id, t.kind, t.state, t.title, t.revision, t.priority, t.lease_number, t.lease_until, t.progress, t.note,
       t.hold_code, s.body AS script, s.vocabulary,
       CASE WHEN t.stream IS NULL OR EXISTS (SELECT 1 FROM shift h WHERE h.stream = t.stream AND h.device_id = :device)
       OR EXISTS (SELECT 1 FROM stream e WHERE e.id = t.stream AND e.device_id = :device) THEN 0 ELSE 1 END AS elsewhere
FROM task t JOIN script s ON s.task_id = t.id AND s.revision = t.revision
WHERE t.person_id = :person AND t.state IN ('offered', 'begun', 'held') ORDER BY t.state, t.priority, t.due_at, t.id
"""
MOST_ASKED = 50
_TOLD_AS_THEY_ARE = ("done", "cancelled", "parked")


def snapshot(
    person_id: int,
    device_id: str | None,
    held: Collection[int] = (),
    vocabulary: int = SCRIPT_VERSION,
) -> dict[str, Any]:
    """What ``GET /api/v1/me/work`` answers, all of it read at one moment.

    ``held`` are tasks that the device has begun: those that are no longer this person's come back under ``closed``
    with what became of them, since absence alone takes nothing away. Tasks whose script needs more than the client's
    ``vocabulary`` are only counted.
    """
    # The events already reckoned in and the states that reckon them must be of one moment.
    with one_moment():
        person = row("SELECT site_id, work_version FROM person WHERE id = :id", id=person_id)
        mine = rows(_MINE, person=person_id, device=device_id or "")
        streams = rows(
            "SELECT id, next_seq FROM stream WHERE device_id = :device", device=device_id or ""
        )
        gone = sorted(set(held) - {task["id"] for task in mine})[:MOST_ASKED]
        closed = rows(
            "SELECT id, state, person_id, note FROM task WHERE site_id = :site AND id IN "
            f"({', '.join(str(int(task)) for task in gone) or '0'})",
            site=person["site_id"] if person else 0,
        )
        checkpoint = checkpoints.latest()
    return {
        "version": person["work_version"] if person else 0,
        "server_time": clock(),
        "includes": {stream["id"]: stream["next_seq"] - 1 for stream in streams},
        "checkpoint": checkpoint,
        "tasks": [_task(task) for task in mine if task["vocabulary"] <= vocabulary],
        "newer": sum(task["vocabulary"] > vocabulary for task in mine),
        "closed": [_closed(task, person_id) for task in closed],
    }


def _task(task: Row) -> dict[str, Any]:
    return {
        "id": task["id"],
        "kind": task["kind"],
        "state": task["state"],
        **titles.shown(task["title"]),
        "revision": task["revision"],
        "priority": task["priority"],
        "lease": {"number": task["lease_number"], "until": task["lease_until"]},
        "script": json.loads(task["script"]),
        "task_state": json.loads(task["progress"]),
        "note": json.loads(task["note"]) if task["note"] else None,
        "elsewhere": bool(task["elsewhere"]),
    }


def _closed(task: Row, person_id: int) -> dict[str, Any]:
    taken_over = task["person_id"] != person_id and task["state"] not in _TOLD_AS_THEY_ARE
    return {
        "id": task["id"],
        "state": "taken_over" if taken_over else task["state"],
        "code": json.loads(task["note"])["code"] if task["note"] else None,
    }


def anything_for(person_id: int, site_id: int, kinds: Collection[str]) -> bool:
    """Whether a claim could find something: work on the person's device, or work that nobody has."""
    names = {f"kind_{n}": kind for n, kind in enumerate(sorted(kinds))}
    found = row(
        "SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM task WHERE person_id = :person AND state = 'offered') OR EXISTS "
        "(SELECT 1 FROM task WHERE site_id = :site AND (state = 'ready' OR (state = 'offered' AND lease_until < :now)) "
        f"AND kind IN ({', '.join(':' + name for name in names) or 'NULL'}))",
        person=person_id,
        site=site_id,
        now=clock(),
        **names,
    )
    db.session.remove()
    return found is not None


def waiting(site_id: int) -> dict[str, int]:
    """How many tasks of each kind nobody has yet."""
    return {
        found["kind"]: found["n"]
        for found in rows(
            "SELECT kind, COUNT(*) AS n FROM task WHERE site_id = :site AND state = 'ready' GROUP BY kind",
            site=site_id,
        )
    }


def expected_deliveries(site_id: int) -> list[dict[str, Any]]:
    """Purchase orders that goods may still arrive for, the soonest first."""
    return [
        dict(found)
        for found in rows(
            "SELECT o.number, s.name AS supplier, o.expected_on, o.state, COUNT(l.id) AS lines FROM purchase_order o "
            "JOIN supplier s ON s.id = o.supplier_id JOIN purchase_order_line l ON l.purchase_order_id = o.id "
            f"WHERE o.site_id = :site AND o.state IN {COMING} "
            "GROUP BY o.number, s.name, o.expected_on, o.state ORDER BY o.expected_on, o.number LIMIT 50",
            site=site_id,
        )
    ]
