"""The life of a task: which states follow which, and the few writes that change them.

States: ``ready`` -> ``offered`` (on a person's device, not begun) -> ``begun`` -> ``done``; ``held`` and ``cancelled``
beside. A device never begins a task past its lease; begun work stays its person's until somebody takes it over, which
raises the lease number (LAWS 13). ``parked`` work waits on its cart for anybody who scans it. Whoever changes a
person's work raises that person's ``work_version`` (LAWS 12).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pickface.db import Row, Tx
from pickface.errors import Conflict, NotFound
from pickface.tasks import carts, leases
from pickface.tasks.steps import empty_state, vocabulary_of

ALLOWED: Mapping[str, frozenset[str]] = {
    "ready": frozenset({"offered", "held", "cancelled"}),
    "offered": frozenset({"offered", "ready", "begun", "done", "held", "cancelled"}),
    "begun": frozenset({"begun", "done", "held", "parked", "cancelled"}),
    "parked": frozenset({"begun", "held", "cancelled"}),
    "held": frozenset({"ready", "offered", "begun", "parked", "done", "cancelled"}),
    # Only by what its person had scanned before it was done, and which comes in late.
    "done": frozenset({"begun"}),
    "cancelled": frozenset(),
}


@dataclass(frozen=True)
class NewTask:
    """What it takes to make a task: a script without ``task`` and ``revision``, and the facts beside it."""

    site_id: int
    kind: str
    title: str
    script: dict[str, Any]
    facts: dict[str, Any] = field(default_factory=dict)
    priority: int = 5
    due_at: int = 0
    order_id: int | None = None
    orders: Sequence[int] = ()
    """Of a cart: the orders that it serves, in the order of their positions."""
    walk_mm: int | None = None
    code_order_mm: int | None = None
    purchase_order_id: int | None = None
    place_id: int | None = None
    container: str = ""
    zone_code: str = ""
    person_id: int | None = None
    """Set when the task is made for somebody who opened it: it is offered at once."""
    variables: dict[str, str] = field(default_factory=dict)
    """What is known before the first step: the container that was scanned to open the task."""


def make_task(tx: Tx, new: NewTask) -> int:
    """Insert a task with the first revision of its script; answers its id."""
    lease_ms = leases.of_zone(tx, new.site_id, new.zone_code) if new.person_id else 0
    task_id = tx.insert(
        "task",
        site_id=new.site_id,
        kind=new.kind,
        state="offered" if new.person_id else "ready",
        title=new.title,
        person_id=new.person_id,
        priority=new.priority,
        due_at=new.due_at,
        revision=1,
        lease_number=1 if new.person_id else 0,
        lease_until=tx.now + lease_ms if new.person_id else 0,
        order_id=new.order_id,
        purchase_order_id=new.purchase_order_id,
        place_id=new.place_id,
        container=new.container,
        zone_code=new.zone_code,
        zones=zones_of(tx, new.script, new.zone_code),
        facts=json.dumps(new.facts),
        progress=json.dumps({**empty_state(), "vars": new.variables}),
        created_at=tx.now,
        steps_total=len(new.script["steps"]),
        walk_mm=new.walk_mm,
        code_order_mm=new.code_order_mm,
    )
    carts.note(tx, task_id, new.orders)
    _issue(tx, task_id, 1, new.script)
    if new.person_id:
        changed_work(tx, new.person_id)
    else:
        tell_ready(tx, new.site_id)
    hint(tx, new.site_id, tasks=[task_id])
    return task_id


def revise(tx: Tx, task: Row, script: Mapping[str, Any], facts: Mapping[str, Any]) -> int:
    """Issue a further revision of a task's script and send it to the person who has it."""
    revision = int(task["revision"]) + 1
    _issue(tx, int(task["id"]), revision, script)
    tx.run(
        "UPDATE task SET revision = :revision, facts = :facts, steps_total = :steps, zones = :zones WHERE id = :id",
        revision=revision,
        zones=zones_of(tx, script, task["zone_code"]),
        facts=json.dumps(facts),
        steps=len(script["steps"]),
        id=task["id"],
    )
    if task["person_id"]:
        changed_work(tx, int(task["person_id"]))
    return revision


def zones_of(tx: Tx, script: Mapping[str, Any], zone_code: str) -> str:
    """All zones into which a script sends somebody, as a task keeps them: ``#A#B#``; '' where it names none.

    Other bins that goods may be brought to do not count: nobody is sent there.
    """
    sent = {
        int(step[key]) for step in script["steps"] for key in ("place", "from") if step.get(key)
    }
    of_places = tx.all(
        "SELECT DISTINCT z.code FROM place p JOIN zone z ON z.id = p.zone_id WHERE p.id IN "
        f"({', '.join(str(place) for place in sorted(sent)) or '-1'})"
    )
    zones = sorted(({zone["code"] for zone in of_places} | {zone_code}) - {""})
    return f"#{'#'.join(zones)}#" if zones else ""


def script_of(tx: Tx, task: Row) -> dict[str, Any]:
    """The present revision of a task's script."""
    body: dict[str, Any] = json.loads(
        tx.value(
            "SELECT body FROM script WHERE task_id = :task AND revision = :revision",
            task=task["id"],
            revision=task["revision"],
        )
    )
    return body


def _issue(tx: Tx, task_id: int, revision: int, script: Mapping[str, Any]) -> None:
    vocabulary = vocabulary_of(script)
    body = {**script, "vocabulary": vocabulary, "task": task_id, "revision": revision}
    tx.run(
        "INSERT INTO script (task_id, revision, vocabulary, body) VALUES (:task, :revision, :vocabulary, :body)",
        task=task_id,
        revision=revision,
        vocabulary=vocabulary,
        body=json.dumps(body, separators=(",", ":")),
    )


def offer(tx: Tx, task_id: int, person_id: int, lease_ms: int) -> bool:
    """Give a ready task, or one whose lease ran out unbegun, to a person. False if somebody was quicker."""
    before = tx.one(
        "SELECT person_id, site_id FROM task WHERE id = :id" + tx.for_update, id=task_id
    )
    taken = tx.run(
        "UPDATE task SET state = 'offered', person_id = :person, lease_number = lease_number + 1, "
        f"stream = NULL, lease_until = :until WHERE id = :id AND {leases.FREE}",
        person=person_id,
        until=tx.now + lease_ms,
        id=task_id,
        now=tx.now,
        margin=leases.margin_of_site(tx, int(before["site_id"]) if before else 0),
    )
    if not taken or before is None:
        return False
    if before["person_id"] and before["person_id"] != person_id:
        changed_work(tx, int(before["person_id"]))
    changed_work(tx, person_id)
    hint(tx, int(before["site_id"]), tasks=[task_id], people=[person_id])
    return True


def load(tx: Tx, task_id: int) -> Row:
    """The task's row, locked; raises :class:`NotFound`."""
    task = tx.one("SELECT * FROM task WHERE id = :id" + tx.for_update, id=task_id)
    if task is None:
        raise NotFound("no such task", task=task_id)
    return task


def change_state(tx: Tx, task: Row, state: str, **values: Any) -> None:
    """Move a task to another state, as the table above allows, with further columns; tells its person and the board."""
    if state not in ALLOWED[task["state"]]:
        raise Conflict(f"a task that is {task['state']} cannot become {state}", state=task["state"])
    _write(tx, task, state, values)


def hand_over(tx: Tx, task: Row, person_id: int, stream: str | None, **values: Any) -> None:
    """Give begun or parked work to another person or device, under a new lease; held work stays held.

    ``stream`` is None where whoever scans first may go on. What waited for a supervisor holds it up no more.
    """
    if task["state"] not in ("offered", "begun", "parked", "held"):
        raise Conflict(f"the task is {task['state']}", state=task["state"])
    handed = {
        "person_id": person_id,
        "stream": stream,
        "lease_number": int(task["lease_number"]) + 1,
        "begun_at": task["begun_at"] or tx.now,
        "parked_at": 0,
        "parked_place": "",
        "set_aside": None,
    }
    _write(tx, task, "held" if task["state"] == "held" else "begun", {**handed, **values})


def _write(tx: Tx, task: Row, state: str, values: Mapping[str, Any]) -> None:
    names = ", ".join(f"{name} = :{name}" for name in ("state", *values))
    tx.run(
        f"UPDATE task SET {names} WHERE id = :task_id", state=state, task_id=task["id"], **values
    )
    for person in {task["person_id"], values.get("person_id")} - {None}:
        changed_work(tx, person)
    # There is work to give, or somebody has become free for it.
    if state in ("ready", "done", "cancelled"):
        tell_ready(tx, int(task["site_id"]))
    hint(tx, int(task["site_id"]), tasks=[int(task["id"])])


def tell_ready(tx: Tx, site_id: int) -> None:
    """Have ready work offered to those who wait, after the commit."""
    tx.publish("jobs", {"ready": site_id})


def changed_work(tx: Tx, person_id: int) -> None:
    """Raise the person's work version and tell their devices to look, once the transaction is committed."""
    version = tx.value(
        "UPDATE person SET work_version = work_version + 1 WHERE id = :id RETURNING work_version",
        id=person_id,
    )
    tx.publish(f"person:{person_id}", {"type": "pull", "version": version})


def hint(
    tx: Tx,
    site_id: int,
    tasks: list[int] | None = None,
    people: list[int] | None = None,
    exceptions: list[int] | None = None,
    orders: bool = False,
) -> None:
    """Tell the board feed which rows to look at after the commit."""
    tx.publish(
        "hints",
        {
            "site": site_id,
            "tasks": tasks or [],
            "people": people or [],
            "exceptions": exceptions or [],
            "orders": orders,
        },
    )
