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
from pickface.tasks import consents, exceptions, jobs, lifecycle
from pickface.tasks.steps import spot
from pickface.tasks.workflow import Change, Effect, Facts, Told, World

KINDS = ("no_scan", "stray")
_LIVE = ("offered", "begun", "parked", "held")
_STRAY = (
    "SELECT * FROM exception WHERE event_id = :event AND kind = 'stray' AND state = 'open' "
    "AND site_id = :site"
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
            facts = json.loads(task["facts"])
            consents.ask(tx, task, facts, told.params["step"], told.params, cause)
            waits = {"why": {"code": "consent_waits", "params": {}}}
            _revise(tx, task, facts, told.params["step"], waits)
        case "stray":
            # Whoever typed a wrong number of strange goods has been there: the bin is counted, not corrected.
            consents.tell(tx, task, told.params, cause, "book")
            jobs.leave(tx, "plan_count", str(told.params["place"]))
        case "took_by_consent":
            consents.note_taken(tx, told.params["exception"], str(cause.id))
        case "asked_no_more":
            _end(tx, task, told.params["step"], cause)
        case "undone":
            _take_back(tx, task, told.params["event"])


def on_answered(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """A supervisor has answered: the picker is told by the line itself, wherever they are by then."""
    task = consents.of_kind(tx, news, "pick")
    if task is None:
        return
    facts, state = json.loads(task["facts"]), json.loads(task["progress"])
    answer = consents.answered(tx, task, facts, news, SUPERVISORS)
    if answer is None or task["state"] not in _LIVE:
        return
    if state["steps"].get(answer.key, {}).get("done"):
        return
    params = {"person": answer.person}
    if not answer.given:
        refused = {"why": {"code": "consent_refused", "params": params}}
        _revise(tx, task, facts, answer.key, refused)
        return
    opened = _opened(lifecycle.script_of(tx, task), state, answer)
    why = {"code": "consent_given", "params": {**params, **({"qty": answer.qty} if opened else {})}}
    given = {"prove": "none", "why": why, **opened}
    _revise(tx, task, facts, answer.key, given, answer.exception)


def _opened(
    script: Mapping[str, Any], state: Mapping[str, Any], answer: consents.Answer
) -> dict[str, Any]:
    """A consent opens as many as were asked for, and no other bin.

    Where that is all that is left of the line it needs no word, so that apps of the release before go on.
    """
    step = next((one for one in script["steps"] if one["id"] == answer.key), None)
    taken = int(state["steps"].get(answer.key, {}).get("taken", 0))
    if step is None or (taken + answer.qty >= step["qty"] and not step.get("alternatives")):
        return {}
    return {"by_hand": taken + answer.qty}


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
    before = script["steps"] if consent is None else _without_proofs(script, state, step_id)
    for step in before:
        if step["id"] != step_id:
            steps.append(step)
            continue
        new = {**step, **change}
        if consent is not None:
            if "by_hand" not in change:
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


def _without_proofs(script: Mapping[str, Any], state: Mapping[str, Any], step_id: str) -> list[Any]:
    """The steps without those by which a line's bin was to be scanned for consents, and was not."""
    return [
        step
        for step in script["steps"]
        if not step["id"].startswith(f"{step_id}.")
        or state["steps"].get(step["id"], {}).get("done")
    ]


def _end(tx: Tx, task: Row, step_id: str, cause: Cause) -> None:
    """The line is done: by consent, or because it scanned after all or was short, and then nobody need answer.

    A bin that was to be scanned for a consent which came too late is not asked for any more. Who undoes the last of it
    still has the consent.
    """
    facts, script = json.loads(task["facts"]), lifecycle.script_of(tx, task)
    consents.close(tx, facts["asked"][step_id], "settled", cause.person_id)
    steps = _without_proofs(script, json.loads(task["progress"]), step_id)
    if len(steps) < len(script["steps"]):
        lifecycle.revise(tx, task, {**script, "steps": steps}, facts)


def _take_back(tx: Tx, task: Row, event_id: str) -> None:
    """Whoever said it has undone it: nobody need look at it any more. A bin is counted all the same.

    What was taken by consent and put back was not taken by that event.
    """
    for found in tx.all(_STRAY, event=event_id, site=task["site_id"]):
        exceptions.close(tx, found, "undone", task["person_id"])
    facts = json.loads(task["facts"])
    step_id = consents.take_back(tx, task, facts, event_id)
    if step_id is not None:
        _revise(tx, task, facts, step_id, {"why": None})
