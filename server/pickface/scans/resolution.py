"""A supervisor resolves what was set aside: booked after all, rejected, or counted again (LAWS 5, 7)."""

from __future__ import annotations

import json
from typing import Any

from pickface.db import Row, Tx
from pickface.errors import Conflict, NotFound
from pickface.scans import verdict
from pickface.scans.journal import original
from pickface.scans.judge import CLOSED, Judge
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.verdict import SetAside, Verdict
from pickface.tasks import exceptions, lifecycle
from pickface.tasks.workflow import Raised


def resolve(  # noqa: PLR0917 - who decides what about which, and with what
    tx: Tx,
    judge: Judge,
    signer: ServerSigner,
    exception_id: int,
    action: str,
    person_id: int,
    note: str = "",
) -> None:
    """Resolve an exception and write down who did; what followed a set-aside event is judged again, in order."""
    found = tx.one("SELECT * FROM exception WHERE id = :id" + tx.for_update, id=exception_id)
    if found is None:
        raise NotFound("no such exception", exception=exception_id)
    if found["state"] != "open":
        raise Conflict("somebody has resolved it already", state=found["state"])
    record(
        tx,
        signer,
        found["site_id"],
        person_id,
        "office",
        Verdict("booked", "resolved", {}, found["item_id"], found["place_id"], found["order_id"]),
        action=action,
        exception=exception_id,
    )
    exceptions.close(tx, found, action, person_id, note)
    if action == "recount" and found["place_id"]:
        judge.world.tell(
            tx,
            "recount_wanted",
            place=found["place_id"],
            item=found["item_id"],
            site=found["site_id"],
        )
    if found["kind"] == "set_aside" and found["event_id"]:
        _settle(tx, judge, found, action, person_id)


def _settle(tx: Tx, judge: Judge, found: Row, action: str, person_id: int) -> None:
    """Give the set-aside event its new verdict, then judge the ones that follow it."""
    task = None
    if found["task_id"]:
        task = tx.one("SELECT * FROM task WHERE id = :id" + tx.for_update, id=found["task_id"])
    if task is None or task["set_aside"] != found["event_id"]:
        if action == "book" and task is not None and task["set_aside"]:
            raise Conflict("an earlier scan of this task waits", first=task["set_aside"])
        if action == "book":
            _book_again(tx, judge, found["event_id"], person_id)
        else:
            _reject(tx, found["event_id"], found["site_id"], person_id)
        return
    tx.run("UPDATE task SET set_aside = NULL WHERE id = :id", id=task["id"])
    for event in _waiting(tx, task["id"], found["event_id"]):
        first = event["id"] == found["event_id"]
        if first and action != "book":
            _reject(tx, event["id"], found["site_id"], person_id)
            continue
        try:
            _book_again(tx, judge, event["id"], person_id)
        except Conflict as reason:
            if first:
                raise
            # It still cannot be booked: it waits with its own reason, and what comes behind it follows.
            tx.run(
                "UPDATE task SET set_aside = :event WHERE id = :id",
                event=event["id"],
                id=task["id"],
            )
            exceptions.raise_for_task(
                tx,
                task,
                Raised("set_aside", "reject", dict(reason.params)),
                event["id"],
            )
            break
    lifecycle.hint(tx, found["site_id"], tasks=[task["id"]])


def _waiting(tx: Tx, task_id: int, first: str) -> list[Row]:
    """The event that holds the task up and the task's events that follow it, in the order in which they came."""
    return tx.all(
        "SELECT e.id FROM scan_event e JOIN verdict v ON v.event_id = e.id WHERE e.task_id = :task "
        "AND v.id = (SELECT MAX(w.id) FROM verdict w WHERE w.event_id = e.id) AND v.verdict = 'set_aside' "
        "AND (v.code = 'follows_set_aside' OR e.id = :first) "
        "ORDER BY CASE WHEN e.id = :first THEN 0 ELSE 1 END, e.received_at, v.id",
        task=task_id,
        first=first,
    )


def _book_again(tx: Tx, judge: Judge, event_id: str, person_id: int) -> None:
    """Judge a kept event without asking whose task it is now. Raises :class:`Conflict` if it still means nothing."""
    event = tx.one("SELECT site_id, kind, body FROM scan_event WHERE id = :id", id=event_id)
    if event is None:
        raise NotFound("no such event", event=event_id)
    try:
        body: Any = json.loads(original(event["body"]))
    except ValueError as broken:
        raise Conflict("the event cannot be read", code="malformed") from broken
    if event["kind"] == "malformed":
        raise Conflict("the event cannot be understood", code="malformed")
    if body.get("task") is None:
        verdict.give(tx, event_id, event["site_id"], Verdict("booked", "resolved"), person_id)
        return
    try:
        # Its moves are its own, also where it came in under another event's id.
        body["id"] = event_id
        task, script = judge.load(tx, body)
        if task["state"] in CLOSED:
            raise SetAside(CLOSED[task["state"]])
        with tx.savepoint():
            given = judge.book(tx, task, script, body)
    except SetAside as reason:
        raise Conflict(
            f"it still cannot be booked: {reason.code}", **{**reason.params, "code": reason.code}
        ) from reason
    verdict.give(tx, event_id, event["site_id"], given, person_id)


def _reject(tx: Tx, event_id: str, site_id: int, person_id: int) -> None:
    verdict.give(tx, event_id, site_id, Verdict("refused", "rejected"), person_id)
