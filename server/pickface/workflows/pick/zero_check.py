"""Whoever takes the last of a bin is asked what is left there, where the site wants it (``tasks/looking.py``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pickface.db import Row, Tx
from pickface.locations import settings
from pickface.stock.moves import Cause
from pickface.tasks import looking
from pickface.tasks.looking import facts_of, interpret
from pickface.tasks.workflow import Told, World
from pickface.workflows.pick.compile import PickLine

__all__ = ["ask", "emptied", "facts_of", "interpret", "react"]

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
            steps.append(looking.question(step, step["pin"], pins[step["pin"]]))
    return {**script, "steps": steps}


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Keep what was seen, take back what was undone, and let it be counted."""
    if told.name == "looked":
        looking.settle(tx, task, told.params["place"], world, cause)
    else:
        looking.keep(tx, task, told, cause)


def _ids(numbers: Iterable[int]) -> str:
    return ", ".join(str(int(number)) for number in sorted(set(numbers)))
