"""Whoever takes the last of a bin is asked what is left there: "you are here anyway, look". A setting of the site.

The answer is a count like any other (the count workflow hears of it as news), only that nobody has walked for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pickface.db import Row, Tx
from pickface.locations import settings
from pickface.stock.moves import Cause
from pickface.tasks import tally
from pickface.tasks.workflow import Change, Effect, Facts, Told, World
from pickface.workflows.pick.compile import PickLine

PREFIX = "left"
"""Begins the ids of the steps that ask."""
_EMPTIED = """
SELECT b.place_id FROM balance b WHERE b.place_id IN ({places}) AND b.virtual = 0 AND b.qty > 0
GROUP BY b.place_id HAVING COUNT(*) = 1 AND MAX(b.container) = ''
AND SUM(b.qty) = (SELECT SUM(r.qty) FROM reservation r WHERE r.id IN ({pins}) AND r.place_id = b.place_id)
"""


def emptied(tx: Tx, site_id: int, lines: Sequence[PickLine]) -> dict[int, int]:
    """The last pin of each bin that these lines empty, with its place; nothing where the site does not ask."""
    if not lines or not settings.of_site(site_id, tx).zero_check:
        return {}
    sql = _EMPTIED.format(
        places=_ids(line.spot.place_id for line in lines), pins=_ids(line.pin for line in lines)
    )
    empty = {row["place_id"] for row in tx.all(sql)}
    last = {line.spot.place_id: line.pin for line in lines if line.spot.place_id in empty}
    return {pin: place for place, pin in last.items()}


def ask(script: dict[str, Any], pins: Mapping[int, int]) -> dict[str, Any]:
    """The script with a question behind the last take of each bin that should then be empty. Pure."""
    steps = []
    for step in script["steps"]:
        steps.append(step)
        if step["kind"] == "take" and step.get("pin") in pins:
            steps.append(_question(step, pins[step["pin"]]))
    return {**script, "steps": steps}


def _question(take: Mapping[str, Any], place_id: int) -> dict[str, Any]:
    return {
        "id": f"{PREFIX}{take['pin']}",
        "kind": "collect",
        "group": take["group"],
        "allow": ["unknown", "done", "park"],
        "lines": [],
        "blind": True,
        "open": True,
        "over": "accept",
        "capture": True,
        "into": {"place": place_id},
        "auto": False,
        "expect": False,
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


def facts_of(pins: Mapping[int, int]) -> dict[str, Any]:
    """What interpreting needs: which place each question is about."""
    if not pins:
        return {}
    return {
        "left": {f"{PREFIX}{pin}": place for pin, place in pins.items()},
        "tally": [],
        "last": None,
    }


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Keep what was seen, take back what was undone, and let it be counted."""
    facts = json.loads(task["facts"])
    if "tally" not in facts:
        return
    if told.name == "looked":
        place_id = told.params["place"]
        seen = [one for one in facts["tally"] if one["place"] == place_id]
        facts = {**facts, "tally": [one for one in facts["tally"] if one not in seen], "last": None}
        world.tell(tx, "bin_looked_into", place=place_id, seen=seen, cause=cause)
    elif told.name == "seen":
        facts = tally.add(facts, told.params, cause.id)
    else:
        facts = tally.take_back(facts, told.params["event"])
    tx.run("UPDATE task SET facts = :facts WHERE id = :id", facts=json.dumps(facts), id=task["id"])


def _ids(numbers: Iterable[int]) -> str:
    return ", ".join(str(int(number)) for number in sorted(set(numbers)))
