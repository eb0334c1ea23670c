"""Goods at a bin that do not scan: a supervisor says whether they may be taken without (docs/design.md).

Nothing is booked by asking nor by consenting. The answer is a further revision of the script, and what is taken by it
is scans and numbers as ever; the facts know which exception each step asked by.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.people.permissions import SUPERVISORS
from pickface.stock.moves import Cause
from pickface.tasks import alone, exceptions, jobs, lifecycle
from pickface.tasks.steps import spot
from pickface.tasks.workflow import Change, Effect, Facts, Raised, Told, World

KINDS = ("no_scan", "stray")
_LIVE = ("offered", "begun", "parked", "held")
_OF_EVENT = (
    "SELECT * FROM exception WHERE event_id = :event "
    "AND kind IN ('no_scan', 'stray') AND state = 'open' AND site_id = :site"
)


def interpret(effect: Effect, facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """What is told of goods that do not scan, and that a line which waited for consent is done. Pure."""
    if effect["type"] in KINDS:
        return [Told(effect["type"], effect)]
    step, asked = effect.get("step"), facts.get("asked", {})
    if step not in asked:
        return []
    told: list[Change] = []
    proof = state["steps"].get(_proof_of(str(step), asked[step]), {})
    if effect["type"] == "took" and proof.get("done"):
        told.append(Told("took_by_consent", {"exception": asked[step]}))
    if state["steps"].get(step, {}).get("done"):
        told.append(Told("asked_no_more", {"step": step}))
    return told


def react(tx: Tx, task: Row, told: Told, cause: Cause) -> None:
    """Tell the supervisor, and write down what became of it."""
    match told.name:
        case "no_scan":
            _ask(tx, task, told.params, cause)
        case "stray":
            # Whoever typed a wrong number of strange goods has been there: the bin is counted, not corrected.
            _raise(tx, task, told.params, cause, "book")
            jobs.leave(tx, "plan_count", str(told.params["place"]))
        case "took_by_consent":
            _note_taken(tx, told.params["exception"], cause)
        case "asked_no_more":
            _end(tx, task, told.params["step"], cause)
        case "undone":
            _take_back(tx, task, told.params["event"])


def _raise(tx: Tx, task: Row, said: Mapping[str, Any], cause: Cause, proposed: str) -> int:
    about = {"item_id": said["item"], "place_id": said["place"], "order_id": task["order_id"]}
    raised = Raised(said["type"], proposed, {"qty": said["qty"]}, **about)
    return exceptions.raise_exception(tx, cause, raised)


def _ask(tx: Tx, task: Row, said: Mapping[str, Any], cause: Cause) -> None:
    """One question for each line: who asks again has another photo, or another number."""
    facts = json.loads(task["facts"])
    asked: dict[str, int] = facts.setdefault("asked", {})
    _close(tx, asked.get(said["step"]), "asked_again", cause.person_id)
    asked[said["step"]] = _raise(tx, task, said, cause, "consent")
    _revise(tx, task, facts, said["step"], {"why": {"code": "consent_waits", "params": {}}})


def on_answered(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """A supervisor has answered: the picker is told by the line itself, wherever they are by then."""
    task = lifecycle.load(tx, news["task"])
    if news["given"]:
        site = int(task["site_id"])
        alone.insist_on_another(tx, site, SUPERVISORS, news["asked_by"], news["person"])
    facts, state = json.loads(task["facts"]), json.loads(task["progress"])
    by = {name: step for step, name in facts.get("asked", {}).items()}
    step_id = by.get(news["exception"])
    if step_id is None or task["state"] not in _LIVE or state["steps"].get(step_id, {}).get("done"):
        return
    name = tx.value("SELECT name FROM person WHERE id = :id", id=news["person"])
    params = {"person": name}
    if not news["given"]:
        refused = {"why": {"code": "consent_refused", "params": params}}
        _revise(tx, task, facts, step_id, refused)
        return
    given = {"prove": "none", "why": {"code": "consent_given", "params": params}}
    _revise(tx, task, facts, step_id, given, news["exception"])


def _revise(
    tx: Tx,
    task: Row,
    facts: dict[str, Any],
    step_id: str,
    change: Mapping[str, Any],
    consent: int | None = None,
) -> None:
    """The script with another word on a line; with a consent its bin is scanned once more, since the goods prove
    nothing.
    """
    script, state = lifecycle.script_of(tx, task), json.loads(task["progress"])
    steps: list[Any] = []
    for step in script["steps"]:
        if step["id"] != step_id:
            steps.append(step)
            continue
        new = {**step, **change}
        if consent is not None:
            new["allow"] = [name for name in step["allow"] if name != "no_scan"]
            here = spot(step, {"alt": -1, **state["steps"].get(step_id, {})})
            steps.append(
                {
                    "id": _proof_of(step_id, consent),
                    "kind": "go",
                    "group": step["group"],
                    "allow": ["skip", "blocked", "park"],
                    "place": here["place"],
                    "why": new["why"],
                }
            )
        steps.append(new)
    lifecycle.revise(tx, task, {**script, "steps": steps}, facts)


def _proof_of(step_id: str, exception: int) -> str:
    return f"{step_id}.{exception}"


def _end(tx: Tx, task: Row, step_id: str, cause: Cause) -> None:
    """The line is done: by consent, or because it scanned after all or was short, and then nobody need answer.

    A bin that was to be scanned for a consent which came too late is not asked for any more. Who undoes the last of it
    still has the consent.
    """
    facts, script = json.loads(task["facts"]), lifecycle.script_of(tx, task)
    exception = facts["asked"][step_id]
    _close(tx, exception, "settled", cause.person_id)
    proof, state = _proof_of(step_id, exception), json.loads(task["progress"])
    steps = [step for step in script["steps"] if step["id"] != proof]
    if len(steps) < len(script["steps"]) and not state["steps"].get(proof, {}).get("done"):
        lifecycle.revise(tx, task, {**script, "steps": steps}, facts)


def _note_taken(tx: Tx, exception_id: int, cause: Cause) -> None:
    """The exception names the scans that took the goods: with who asked and who consented, that is the proof."""
    found = tx.one("SELECT params FROM exception WHERE id = :id", id=exception_id)
    params = json.loads(found["params"]) if found else {}
    _write_taken(tx, exception_id, params, [*params.get("taken_by", []), str(cause.id)])


def _write_taken(tx: Tx, exception_id: int, params: Mapping[str, Any], events: list[str]) -> None:
    tx.run(
        "UPDATE exception SET params = :params WHERE id = :id",
        params=json.dumps({**params, "taken_by": events}),
        id=exception_id,
    )


def _take_back(tx: Tx, task: Row, event_id: str) -> None:
    """Whoever said it has undone it: nobody need look at it any more. A bin is counted all the same.

    What was taken by consent and put back was not taken by that event.
    """
    facts = json.loads(task["facts"])
    asked: dict[str, int] = facts.get("asked", {})
    for found in tx.all(_OF_EVENT, event=event_id, site=task["site_id"]):
        exceptions.close(tx, found, "undone", task["person_id"])
        step_id = next((step for step, one in asked.items() if one == found["id"]), None)
        if step_id is not None:
            del asked[step_id]
            _revise(tx, task, facts, step_id, {"why": None})
    for exception_id in asked.values():
        params = json.loads(
            tx.value("SELECT params FROM exception WHERE id = :id", id=exception_id)
        )
        if event_id in params.get("taken_by", []):
            left = [event for event in params["taken_by"] if event != event_id]
            _write_taken(tx, exception_id, params, left)


def ended(tx: Tx, task: Row) -> None:
    """The pick is over: what it still asks nobody need answer."""
    for exception in json.loads(task["facts"]).get("asked", {}).values():
        _close(tx, exception, "settled", None)


def _close(tx: Tx, exception_id: int | None, how: str, person_id: int | None) -> None:
    if exception_id is not None:
        found = tx.one("SELECT * FROM exception WHERE id = :id", id=exception_id)
        if found is not None and found["state"] == "open":
            exceptions.close(tx, found, how, person_id)
