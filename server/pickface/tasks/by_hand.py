"""Goods that are counted by hand at a bench, since their label does not scan and a supervisor consented.

What was consented to while the order was picked or checked passes here; where no consent stands the bench asks for one
as the bin does. ``hands`` of a step says how many of a line, by line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

from pickface.db import Row, Tx
from pickface.stock.moves import Cause
from pickface.tasks import consents, lifecycle
from pickface.tasks.workflow import Change, Effect, Facts, Told, World

_LIVE = ("ready", "offered", "begun", "parked", "held")
NEWS = "consent_answered"


def plan(tx: Tx, order_id: int, script: dict[str, Any], facts: dict[str, Any]) -> None:
    """Let the new script of an order's goods count by hand what was taken or counted so before."""
    lines = [
        (step, line) for step in script["steps"] for line in step.get("lines", ()) if _plain(facts, line)
    ]  # fmt: skip
    for given in consents.given(tx, order_id):
        left = given.qty
        for step, line in lines:
            lot = facts["lines"][str(line["id"])]["lot"]
            if line["item"] != given.item_id or (lot and given.lot_id and lot != given.lot_id):
                continue
            hand = step.get("hands", {}).get(str(line["id"]), {"qty": 0})
            units = min(left, line["qty"] - hand["qty"])
            if units > 0:
                _grant(step, facts, line["id"], hand, units, given)
                left -= units


def _plain(facts: Facts, line: Mapping[str, Any]) -> bool:
    """Serials are told apart by nothing but their label."""
    return not facts["lines"][str(line["id"])]["serials"]


def _grant(
    step: dict[str, Any],
    facts: dict[str, Any],
    line_id: int,
    hand: Mapping[str, Any],
    units: int,
    by: consents.Given | consents.Answer,
) -> None:
    kept = {name: value for name, value in hand.items() if name not in {"asked", "refused"}}
    step["hands"] = {
        **step.get("hands", {}),
        str(line_id): {
            **kept,
            "qty": hand["qty"] + units,
            "person": by.person,
            "consents": [*hand.get("consents", ()), by.event],
        },
    }
    granted = facts.setdefault("hands", {})
    granted[str(line_id)] = [*granted.get(str(line_id), ()), [by.exception, units]]


def interpret(effect: Effect, facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """What is told of goods that do not scan, that some were counted by hand, and that a line asks no more. Pure."""
    if effect["type"] == consents.KIND:
        return [Told("no_scan", {**effect, "place": facts["station"]})]
    if effect["type"] != "collected":
        return []
    told: list[Change] = []
    line = str(effect["line"])
    if effect.get("by_hand"):
        told.append(Told("counted_by_hand", {"line": line, "qty": effect["qty"]}))
    if _key(effect["step"], line) in facts.get("asked", {}):
        counts = state["steps"].get(effect["step"], {}).get("counts", {})
        said = {"step": effect["step"], "line": line, "counted": counts.get(line, 0)}
        told.append(Told("counted_meanwhile", said))
    return told


def react(tx: Tx, task: Row, told: Told, cause: Cause) -> None:
    """Ask, and write down what became of it."""
    facts = json.loads(task["facts"])
    match told.name:
        case "no_scan":
            said = told.params
            key = _key(said["step"], said["line"])
            consents.ask(tx, task, facts, key, said, cause)
            _change(tx, task, facts, key, {"asked": said["qty"]})
        case "counted_by_hand":
            granted = [(one, most) for one, most in facts["hands"].get(told.params["line"], ())]
            consents.note_counted(tx, granted, str(cause.id), told.params["qty"])
        case "counted_meanwhile":
            _end(tx, task, facts, told.params, cause)
        case "undone":
            asked = consents.take_back(tx, task, facts, told.params["event"])
            if asked is not None:
                _change(tx, task, facts, asked, {})


def _end(tx: Tx, task: Row, facts: Facts, said: Mapping[str, Any], cause: Cause) -> None:
    """All of a line is counted that was asked about: nobody need answer."""
    for step in lifecycle.script_of(tx, task)["steps"]:
        for line in step.get("lines", ()) if step["id"] == said["step"] else ():
            if str(line["id"]) == said["line"] and said["counted"] >= line["qty"]:
                key = _key(said["step"], said["line"])
                consents.close(tx, facts["asked"][key], "settled", cause.person_id)


def following(
    kind: str, roles: Collection[str]
) -> dict[str, Callable[[Tx, World, Mapping[str, Any]], None]]:
    """The news that a workflow of this kind follows: a supervisor has answered what its bench has asked."""
    return {NEWS: partial(_on_answered, kind, roles)}


def _on_answered(
    kind: str, roles: Collection[str], tx: Tx, _world: World, news: Mapping[str, Any]
) -> None:
    task = consents.of_kind(tx, news, kind)
    if task is None:
        return
    facts = json.loads(task["facts"])
    answer = consents.answered(tx, task, facts, news, roles)
    if answer is None or task["state"] not in _LIVE:
        return
    said = {} if answer.given else {"refused": answer.person}
    _change(tx, task, facts, answer.key, said, answer if answer.given else None)


def _change(
    tx: Tx,
    task: Row,
    facts: dict[str, Any],
    key: str,
    said: Mapping[str, Any],
    answer: consents.Answer | None = None,
) -> None:
    """A further revision that says what is asked, refused or consented to of a line."""
    step_id, _, line_id = key.rpartition(":")
    script = lifecycle.script_of(tx, task)
    steps = [dict(step) for step in script["steps"]]
    for step in steps:
        if step["id"] == step_id:
            hand = step.get("hands", {}).get(line_id, {"qty": 0})
            kept = {name: value for name, value in hand.items() if name not in {"asked", "refused"}}
            step["hands"] = {**step.get("hands", {}), line_id: {**kept, **said}}
            if answer is not None:
                _grant(step, facts, int(line_id), hand, answer.qty, answer)
    lifecycle.revise(tx, task, {**script, "steps": steps}, facts)


def _key(step_id: str, line_id: str | int) -> str:
    return f"{step_id}:{line_id}"
