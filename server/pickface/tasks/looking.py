"""Whoever takes the last of a bin is asked what is left there: "you are here anyway, look".

The answer is a count like any other (the count workflow hears of it as news), only that nobody has walked for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.stock.moves import Cause
from pickface.tasks import tally
from pickface.tasks.workflow import Change, Effect, Facts, Told, World

PREFIX = "left"
"""Begins the ids of the steps that ask."""


def question(take: Mapping[str, Any], name: int | str, place_id: int) -> dict[str, Any]:
    """The step behind a take that empties its bin; ``name`` tells it from others of its script. Pure."""
    return {
        "id": f"{PREFIX}{name}",
        "kind": "collect",
        "group": take["group"],
        "allow": ["unknown", "done", "park"] if "park" in take["allow"] else ["unknown", "done"],
        "lines": [],
        "blind": True,
        "open": True,
        "over": "accept",
        "capture": True,
        "into": {"place": place_id},
        "auto": False,
        "expect": False,
    }


def facts_of(places: Mapping[Any, int]) -> dict[str, Any]:
    """What interpreting needs: which place each question, by its name, is about. Pure."""
    if not places:
        return {}
    return {
        "left": {f"{PREFIX}{name}": place for name, place in places.items()},
        "tally": [],
        "last": None,
    }


def interpret(effect: Effect, facts: Facts) -> list[Change]:
    """What was seen is noted; the books follow when the person says that this is all. Pure."""
    place_id = facts.get("left", {}).get(effect["step"])
    if place_id is None:
        return []
    if effect["type"] == "closed":
        return [Told("looked", {"place": place_id})]
    named = ("item", "qty", "lot", "expiry", "serial")
    return [Told("seen", {"place": place_id, **{name: effect[name] for name in named}})]


def keep(tx: Tx, task: Row, told: Told, cause: Cause) -> None:
    """Keep what was seen, or take back what was undone."""
    facts = json.loads(task["facts"])
    if "tally" not in facts:
        return
    if told.name == "seen":
        write(tx, task, tally.add(facts, told.params, cause.id))
    else:
        write(tx, task, tally.take_back(facts, told.params["event"]))


def settle(tx: Tx, task: Row, place_id: int, world: World, cause: Cause) -> None:
    """Let what was seen at a place be counted."""
    facts = json.loads(task["facts"])
    seen = [one for one in facts.get("tally", ()) if one["place"] == place_id]
    left = [one for one in facts.get("tally", ()) if one not in seen]
    write(tx, task, {**facts, "tally": left, "last": None})
    world.tell(tx, "bin_looked_into", place=place_id, seen=seen, cause=cause)


def write(tx: Tx, task: Row, facts: Mapping[str, Any]) -> None:
    """Keep a task's facts."""
    tx.run("UPDATE task SET facts = :facts WHERE id = :id", facts=json.dumps(facts), id=task["id"])
