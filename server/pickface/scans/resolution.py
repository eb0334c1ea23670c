"""A supervisor resolves what was set aside: booked after all, rejected, or counted again (LAWS 5, 7)."""

from __future__ import annotations

import json
from typing import Any

from pickface.db import Row, Tx
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.scans import verdict, waiting
from pickface.scans.journal import original
from pickface.scans.judge import CLOSED, FOR_NOBODY, Judge
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.verdict import SetAside, Verdict
from pickface.stock.moves import Cause
from pickface.tasks import desk_moves, exceptions, handover, provisional
from pickface.tasks.workflow import Raised

_ALIKE = """
SELECT e.id, e.task_id, e.body FROM scan_event e
JOIN verdict v ON v.id = (SELECT MAX(w.id) FROM verdict w WHERE w.event_id = e.id)
WHERE e.task_id = :task AND e.person_id = :person AND v.verdict = 'set_aside' AND v.code = :code AND e.id <> :first
ORDER BY e.received_at, v.id
"""


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
    if action not in exceptions.actions(found["kind"]):
        raise BadRequest(f"{action} makes no sense for {found['kind']}", field="action")
    event_id = record(
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
    _tell(tx, judge, found, action, person_id, event_id)
    if found["kind"] == "set_aside" and found["event_id"]:
        _settle(tx, judge, found, action, person_id)


def _tell(tx: Tx, judge: Judge, found: Row, action: str, person_id: int, event_id: str) -> None:
    """Let those hear of it who plan upon it."""
    if action == "recount" and found["place_id"]:
        judge.world.tell(
            tx,
            "recount_wanted",
            place=found["place_id"],
            item=found["item_id"],
            site=found["site_id"],
        )
    if found["kind"] == provisional.KIND and action == "approve":
        provisional.approve(tx, found["task_id"])
    elif found["kind"] == desk_moves.ASKS and action == "approve":
        asked = json.loads(found["params"])
        desk_moves.approve(tx, asked, found["site_id"], person_id, event_id)
    elif action in ("consent", "refuse"):
        judge.world.tell(
            tx,
            "consent_answered",
            task=found["task_id"],
            exception=found["id"],
            asked_by=found["person_id"],
            person=person_id,
            given=action == "consent",
            event=event_id,
        )
    elif action == "cancel":
        about = json.loads(found["params"])
        judge.world.tell(
            tx,
            "rest_cancelled",
            site=found["site_id"],
            delivery=about.get("id"),
            purchase_order=about.get("purchase_order"),
            person=person_id,
        )
    elif action == "approve":
        judge.world.tell(
            tx,
            "count_approved",
            place=found["place_id"],
            site=found["site_id"],
            person=person_id,
            event=event_id,
        )


def _settle(tx: Tx, judge: Judge, found: Row, action: str, person_id: int) -> None:
    """Give the set-aside event its new verdict, then judge the ones that follow it."""
    event_id = found["event_id"]
    task = None
    if found["task_id"]:
        task = tx.one("SELECT * FROM task WHERE id = :id" + tx.for_update, id=found["task_id"])
    earlier = task["set_aside"] if task is not None else None
    if action == "book" and earlier and earlier != event_id:
        raise Conflict("an earlier scan of this task waits", first=earlier)
    # Its task may be somebody else's by now and wait no more; what it has marked is let go all the same.
    followers = waiting.let_go(tx, event_id)
    alike = _counted_with(tx, found)
    _decide(tx, judge, found, action, person_id)
    for event in alike:
        if action == "book":
            _judge_follower(tx, judge, event, person_id)
        else:
            _reject(tx, event["id"], found["site_id"], person_id)
    for event in followers:
        _judge_follower(tx, judge, event, person_id)


def _decide(tx: Tx, judge: Judge, found: Row, action: str, person_id: int) -> None:
    if action == "book":
        _book_again(tx, judge, found["event_id"], person_id)
    else:
        _reject(tx, found["event_id"], found["site_id"], person_id)


def _counted_with(tx: Tx, found: Row) -> list[Row]:
    """The other scans that an exception counts: what is decided about it is decided about them all, in their order."""
    params = json.loads(found["params"])
    if params.get("scans", 1) < 2:
        return []
    return tx.all(
        _ALIKE,
        task=found["task_id"],
        person=found["person_id"],
        code=params["code"],
        first=found["event_id"],
    )


def _judge_follower(tx: Tx, judge: Judge, event: Row, person_id: int) -> None:
    """Book what followed, unless it follows something else now or still means nothing: then it waits as that does.

    What came too late for its task holds nobody up: all such scans are one exception, which counts them.
    """
    task = tx.one("SELECT * FROM task WHERE id = :id" + tx.for_update, id=event["task_id"])
    if task is None or task["set_aside"]:
        return
    try:
        _book_again(tx, judge, event["id"], person_id)
    except Conflict as reason:
        if reason.params.get("code") == "follows_set_aside":
            waiting.hold_up(tx, task, _said(event), str(reason.params["first"]))
            return
        code = str(reason.params.get("code"))
        if code in FOR_NOBODY:
            body = _said(event)
            verdict.give(tx, event["id"], task["site_id"], Verdict("set_aside", code), person_id)
            cause = Cause(event["id"], task["site_id"], body["person"], task["id"])
            handover.raise_superseded(tx, task, body, cause, code)
            return
        # It still cannot be booked: it waits with its own reason, and what comes behind it follows.
        waiting.hold_up(tx, task, _said(event), event["id"])
        exceptions.raise_for_task(
            tx,
            task,
            Raised("set_aside", "reject", dict(reason.params)),
            event["id"],
        )


def _said(event: Row) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(original(event["body"]))
    return body


def _book_again(tx: Tx, judge: Judge, event_id: str, person_id: int) -> None:
    """Judge a kept event without asking whose task it is now. Raises :class:`Conflict` if it still means nothing."""
    event = tx.one(
        "SELECT site_id, kind, body, received_at FROM scan_event WHERE id = :id", id=event_id
    )
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
        if handover.counted_since(task, body):
            raise SetAside("superseded")
        if task["state"] in CLOSED:
            raise SetAside(CLOSED[task["state"]])
        with tx.savepoint():
            # It happened before it came in: a count since then has seen what it did (LAWS 20).
            given = judge.book(tx, task, script, body, int(event["received_at"]))
    except SetAside as reason:
        raise Conflict(
            f"it still cannot be booked: {reason.code}", **{**reason.params, "code": reason.code}
        ) from reason
    verdict.give(tx, event_id, event["site_id"], given, person_id)


def _reject(tx: Tx, event_id: str, site_id: int, person_id: int) -> None:
    verdict.give(tx, event_id, site_id, Verdict("refused", "rejected"), person_id)
