"""A pick that takes a container whole, while it is on its way: moved pins, a pallet that is not there or holds less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.db import Row, Tx
from pickface.stock import ledger, reservations
from pickface.stock.promises import first_of, key_of
from pickface.tasks import changes, lifecycle
from pickface.tasks.workflow import Told
from pickface.workflows.pick.compile import PickLine, compile_pick, facts_of, leave_step
from pickface.workflows.pick.lines import (
    load_lines,
    stations_of,
    ways_out,
    where_goods_come_back,
)
from pickface.workflows.pick.whole import compile_whole, returned, whole_facts, without_it

_TAKEN = "SELECT 1 FROM container WHERE code = :code AND task_id = :task AND state = 'open'"
_HELD = """
SELECT item_id, lot_id, place_id, container, owner_id, qty FROM balance
WHERE container = :code AND item_id = :item AND virtual = 0 AND qty > 0 ORDER BY lot_id DESC, place_id
"""
Revised = tuple[dict[str, Any], dict[str, Any]]
"""A script and its facts."""


def is_taken(tx: Tx, task: Row, facts: Mapping[str, Any]) -> bool:
    """Whether the container is in its picker's hands, or was brought."""
    return bool(tx.value(_TAKEN, code=facts["whole"]["plate"], task=task["id"]))


def extended(
    tx: Tx, task: Row, script: Mapping[str, Any], facts: Mapping[str, Any], state: Mapping[str, Any]
) -> tuple[Revised | None, bool]:
    """The further revision that the present pins ask for, if any; and whether another pick has to take some."""
    if is_taken(tx, task, facts):
        return None, False
    plate, order = facts["whole"]["plate"], facts["order"]
    lines = load_lines(tx.all, [order], task["site_id"], task["id"])
    own = [line for line in lines if line.spot.container == plate]
    others = [line.pin for line in lines if line not in own]
    reservations.give_to_task(tx, others, None)
    if any(sub.get("done") for sub in state["steps"].values()) or (not own and task["begun_at"]):
        gone = without_it(script, facts)
        return (None if gone["steps"] == script["steps"] else (gone, dict(facts))), bool(others)
    return (_as_it_is(tx, task, script, facts, own) if own else None), bool(others)


def _as_it_is(
    tx: Tx,
    task: Row,
    script: Mapping[str, Any],
    facts: Mapping[str, Any],
    own: Sequence[PickLine],
) -> Revised | None:
    """It stands elsewhere now; or something else got onto it, and what is wanted is picked as from any bin."""
    stations, floor_id = stations_of(tx.all, task["site_id"])
    named = script["steps"][-1].get("to", {}).get("places", ())
    docks = [dock for dock in ways_out(tx.all, task["site_id"]) if dock.place_id in named]
    about = (own, floor_id, facts["order"], facts["owner"])
    if own[0].whole:
        fresh = compile_whole(script["title"], task["site_id"], own, [*stations, *docks], floor_id)
        same = fresh["steps"][0] == script["steps"][0]
        return None if same else (fresh, {**facts, **whole_facts(*about)})
    tx.run("UPDATE task SET container = '', place_id = NULL WHERE id = :id", id=task["id"])
    loose = compile_pick(script["title"], task["site_id"], own, stations, floor_id)
    left = {name: value for name, value in facts.items() if name != "whole"}
    return loose, {**left, **facts_of(*about)}


def rest(
    tx: Tx, task: Row, script: Mapping[str, Any], facts: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What remains where the pick changes hands: to bring what is taken, else all of it."""
    if is_taken(tx, task, facts):
        steps = [step for step in script["steps"] if step["kind"] != "take"]
        return {**script, "steps": steps}, dict(facts)
    return dict(script), dict(facts)


def called_off(tx: Tx, task: Row, facts: Mapping[str, Any]) -> dict[str, Any] | None:
    """The way back of what is carried; None where nothing was taken."""
    if not is_taken(tx, task, facts):
        return None
    place = where_goods_come_back(tx.all, task["site_id"])
    leave = leave_step(place, task["title"], facts["floor"])
    return returned(lifecycle.script_of(tx, task), facts, place, leave)


def fewer(tx: Tx, facts: Mapping[str, Any], told: Told) -> None:
    """Units that are not on it are promised to nobody any more, so that they are wanted from elsewhere."""
    for held, units in _lacking(tx, facts, told):
        reservations.mark_short(tx, key_of(held), left=int(held["qty"]) - units)


def lost(tx: Tx, task: Row, facts: Mapping[str, Any], told: Told, cause: ledger.Cause) -> None:
    """The same units are taken off the books where it is now: it goes out as it was seen."""
    for held, units in _lacking(tx, facts, told):
        key = key_of(held)
        posted = ledger.adjust(
            tx,
            item_id=key.item_id,
            lot_id=key.lot_id,
            place_id=key.place_id,
            container=key.container,
            owner_id=key.owner_id,
            delta=-units,
            cause=cause,
        )
        changes.told(tx, task, posted, cause)


def _lacking(tx: Tx, facts: Mapping[str, Any], told: Told) -> list[tuple[Row, int]]:
    found = tx.all(_HELD, code=facts["whole"]["plate"], item=told.params["item"])
    return [(held, units) for held, units in first_of(found, int(told.params["missing"])) if units]


def undone(tx: Tx, task: Row, facts: Mapping[str, Any]) -> None:
    """A container that was put back is nobody's until it is taken again."""
    tx.run(
        "UPDATE container SET task_id = NULL, order_id = NULL WHERE code = :code AND task_id = :task"
        " AND place_id IN (SELECT p.id FROM place p WHERE p.kind = 'bin')",
        code=facts["whole"]["plate"],
        task=task["id"],
    )
