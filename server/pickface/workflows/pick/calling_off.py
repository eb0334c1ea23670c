"""A pick whose order is cancelled while it is carried: the bin at hand is finished, then its tote goes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.tasks import carts, lifecycle
from pickface.tasks.steps import current_step, group_of
from pickface.workflows.pick import batch, cart, whole_pick
from pickface.workflows.pick.compile import Station, leave_step
from pickface.workflows.pick.interpret import is_cart
from pickface.workflows.pick.lines import where_goods_come_back
from pickface.workflows.pick.whole import is_whole

_COUNTED = "SELECT 1 FROM task WHERE order_id = :order AND kind = 'takeover' AND state NOT IN ('done', 'cancelled')"


def call_off(tx: Tx, task: Row, order_id: int) -> frozenset[int] | None:
    """Send whoever carries the pick to leave its tote; None where nobody carries one.

    Nor does it go on where its totes are counted to be taken over: the device that had it may be dead. A cart or a
    batch goes on with its other orders.
    """
    state, facts = json.loads(task["progress"]), json.loads(task["facts"])
    if is_cart(facts):
        return _off_the_cart(tx, task, facts, state)
    if batch.is_batch(facts):
        return _out_of_batch(tx, task, facts, state)
    if is_whole(facts):
        return _off_the_fork(tx, task, facts)
    if task["state"] != "begun" or not state["vars"] or tx.value(_COUNTED, order=task["order_id"]):
        return None
    script = lifecycle.script_of(tx, task)
    place = where_goods_come_back(tx.all, task["site_id"])
    rest = called_off(script, state, place, facts["floor"])
    lifecycle.revise(tx, task, rest, facts)
    done = {name for name, sub in state["steps"].items() if sub.get("done")}
    return frozenset(
        step["line"] for step in rest["steps"] if "line" in step and step["id"] not in done
    )


def _off_the_fork(tx: Tx, task: Row, facts: Any) -> frozenset[int] | None:
    """What was taken whole goes back; None where it still stands in its bin, or is counted to be taken over."""
    counted = tx.value(_COUNTED, order=task["order_id"])
    back = None if task["state"] != "begun" or counted else whole_pick.called_off(tx, task, facts)
    if back is None:
        return None
    lifecycle.revise(tx, task, back, facts)
    return frozenset()


def _off_the_cart(tx: Tx, task: Row, facts: Any, state: Any) -> frozenset[int] | None:
    """Nothing more is taken for its cancelled orders; None where there is no other, and nothing to bring back."""
    off = [order for order in carts.orders_of(tx, task) if is_called_off(tx, order)]
    rest = cart.called_off(
        lifecycle.script_of(tx, task), facts, state, off, orders_with_goods(tx, task),
        where_goods_come_back(tx.all, task["site_id"]),
    )  # fmt: skip
    if rest is None:
        return None
    lifecycle.revise(tx, task, rest, facts)
    return frozenset()


def _out_of_batch(tx: Tx, task: Row, facts: Any, state: Any) -> frozenset[int] | None:
    """Nothing more is taken for its cancelled orders; None where there is no other, and nothing to bring back."""
    off = [order for order in carts.orders_of(tx, task) if is_called_off(tx, order)]
    carried = task["state"] == "begun" and holds_goods(tx, task)
    back = where_goods_come_back(tx.all, task["site_id"]) if carried else None
    rest = batch.called_off(lifecycle.script_of(tx, task), facts, state, off, back)
    if rest is None:
        return None
    script, shares = rest
    lifecycle.revise(tx, task, script, {**facts, "shares": shares})
    return frozenset()


def holds_goods(tx: Tx, task: Row) -> bool:
    """Whether there is anything in the totes of a pick."""
    found = tx.value(
        "SELECT 1 FROM container c JOIN balance b ON b.container = c.code AND b.qty > 0 "
        "WHERE c.task_id = :task LIMIT 1",
        task=task["id"],
    )
    return found is not None


def orders_with_goods(tx: Tx, task: Row) -> set[int]:
    """The orders of a cart whose totes hold something."""
    found = tx.all(
        "SELECT DISTINCT c.order_id FROM container c WHERE c.task_id = :task AND c.order_id IS NOT NULL "
        "AND EXISTS (SELECT 1 FROM balance b WHERE b.container = c.code AND b.qty > 0)",
        task=task["id"],
    )
    return {int(tote["order_id"]) for tote in found}


def called_off(
    script: Mapping[str, Any], state: Any, place: Station, floor_id: int
) -> dict[str, Any]:
    """The script with what is done, the bin at hand if anything was scanned there, and the way back. Pure."""
    at_hand: Any = current_step(script, state)  # type: ignore[arg-type]
    group = group_of(at_hand) if at_hand is not None else ""
    begun = any(
        group_of(step) == group and step["id"] in state["steps"] for step in script["steps"]
    )
    kept = [
        step
        for step in script["steps"]
        if step["id"] != "bring"
        and (state["steps"].get(step["id"], {}).get("done") or (begun and group_of(step) == group))
    ]
    return {
        **script,
        "codes": {**script["codes"], place.code: {"place": place.place_id}},
        "places": {**script["places"], str(place.place_id): {"code": place.code}},
        "steps": [*kept, leave_step(place, script["title"], floor_id)],
    }


def is_called_off(tx: Tx, order_id: int) -> bool:
    """Whether the order was cancelled while it was under way."""
    state = tx.value("SELECT state FROM orders WHERE id = :id", id=order_id)
    return bool(state == "cancelled")
