"""A supervisor resolves what was set aside: booked after all, rejected, or counted again (LAWS 5, 7)."""

from __future__ import annotations

import json
from typing import Any

from pickface.db import Row, Tx
from pickface.errors import Conflict, NotFound
from pickface.scans import verdict
from pickface.scans.judge import Judge
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.verdict import SetAside, Verdict
from pickface.tasks import exceptions, lifecycle

ACTIONS = ("book", "reject", "recount")


def resolve(
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
            tx, "recount_wanted", place=found["place_id"], item=found["item_id"], site=found["site_id"]
        )
    if found["kind"] == "set_aside" and found["event_id"]:
        _settle(tx, judge, found, action, person_id)


def _settle(tx: Tx, judge: Judge, found: Row, action: str, person_id: int) -> None:
    """Give the set-aside event its new verdict, then judge the ones that follow it."""
    task = None
    if found["task_id"]:
        task = tx.one("SELECT * FROM task WHERE id = :id" + tx.for_update, id=found["task_id"])
    if task is None or task["set_aside"] != found["event_id"]:
        if action == "book":
            _book_again(tx, judge, found["event_id"], person_id)
        else:
            _reject(tx, found["event_id"], found["site_id"], person_id)
        return
    tx.run("UPDATE task SET set_aside = NULL WHERE id = :id", id=task["id"])
    waiting = _waiting(tx, task["id"])
    for event in waiting:
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
            tx.run("UPDATE task SET set_aside = :event WHERE id = :id", event=event["id"], id=task["id"])
            exceptions.raise_for_task(
                tx,
                task,
                exceptions.Raised("set_aside", "reject", dict(reason.params)),
                event["id"],
            )
            break
    lifecycle.hint(tx, found["site_id"], tasks=[task["id"]])


def _waiting(tx: Tx, task_id: int) -> list[Row]:
    """The task's events whose verdict is set aside, in the order in which they came."""
    return tx.all(
        "SELECT e.id FROM scan_event e JOIN verdict v ON v.event_id = e.id WHERE e.task_id = :task "
        "AND v.id = (SELECT MAX(w.id) FROM verdict w WHERE w.event_id = e.id) AND v.verdict = 'set_aside' "
        "AND v.code NOT IN ('superseded', 'task_done', 'task_cancelled', 'chain_fork', 'id_conflict') "
        "ORDER BY e.received_at, e.stream, e.seq",
        task=task_id,
    )


def _book_again(tx: Tx, judge: Judge, event_id: str, person_id: int) -> None:
    """Judge a kept event without asking whose task it is now. Raises :class:`Conflict` if it still means nothing."""
    event = tx.one("SELECT site_id, body FROM scan_event WHERE id = :id", id=event_id)
    if event is None:
        raise NotFound("no such event", event=event_id)
    try:
        body: dict[str, Any] = json.loads(event["body"])
    except ValueError as broken:
        raise Conflict("the event cannot be read", code="malformed") from broken
    if not body.get("task"):
        verdict.give(tx, event_id, event["site_id"], Verdict("booked", "resolved"), person_id)
        return
    try:
        task, script = judge.load(tx, body)
        with tx.savepoint():
            given = judge.book(tx, task, script, body, event["site_id"])
    except SetAside as reason:
        raise Conflict(
            f"it still cannot be booked: {reason.code}", code=reason.code, **reason.params
        ) from reason
    verdict.give(tx, event_id, event["site_id"], given, person_id)


def _reject(tx: Tx, event_id: str, site_id: int, person_id: int) -> None:
    verdict.give(tx, event_id, site_id, Verdict("refused", "rejected"), person_id)
