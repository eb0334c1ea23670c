"""Which picks should exist: one per released order, sent after pins that are made or moved while it is done.

A release pins the bins in its own transaction and leaves a job; the walk is computed outside any transaction, then the
task is made of the pins as they are by then. A crash between the two is mended by the job (LAWS 28).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx, Writer, rows
from pickface.people.permissions import SUPERVISORS
from pickface.stock import reservations
from pickface.tasks import dispatch, handover, jobs, lifecycle
from pickface.tasks.workflow import World
from pickface.workflows.pick import zero_check
from pickface.workflows.pick.compile import compile_pick, drop_steps, extend_script, facts_of
from pickface.workflows.pick.given_way import given_way, in_hand
from pickface.workflows.pick.lines import (
    Walks,
    by_walk,
    load_lines,
    stations_of,
    walking_ranks,
    walks_on,
    with_walks,
)

JOB = "plan_pick"
EXTEND = "extend_pick"
PINS_MOVED = "pins_moved"
_RECALLED = """
SELECT r.id FROM reservation r JOIN lot l ON l.id = r.lot_id JOIN lot up ON up.id = l.parent_id
WHERE r.task_id = :task AND r.qty = 0 AND (l.recalled_at IS NOT NULL OR up.recalled_at IS NOT NULL)
"""


def on_released(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """An order was released: pin its bins and leave the job that makes the task."""
    for line in tx.all(
        "SELECT id FROM order_line WHERE order_id = :id ORDER BY id", id=news["order"]
    ):
        reservations.pin_line(tx, line["id"])
    jobs.leave(tx, JOB, str(news["order"]))


def make_pick(writer: Writer, key: str) -> None:
    """The job: compute the walk of an order's pins and make its task."""
    order_id = int(key)
    order = rows("SELECT site_id FROM orders WHERE id = :id", id=order_id)[0]
    stations, _ = stations_of(rows, order["site_id"])
    lines = load_lines(rows, order_id, order["site_id"])
    ranks = walking_ranks(order["site_id"], lines, stations)
    walks = walks_on(order["site_id"], lines)

    def make(tx: Tx) -> None:
        order = tx.one("SELECT * FROM orders WHERE id = :id" + tx.for_update, id=order_id)
        if jobs.finish(tx, JOB, key) and order is not None and order["state"] == "released":
            _make(tx, order, ranks, walks)

    writer.run(make)


def _make(tx: Tx, order: Row, ranks: Mapping[int, int], walks: Walks) -> None:
    lines = with_walks(by_walk(load_lines(tx.all, order["id"], order["site_id"]), ranks), walks)
    if not lines:
        _reopen(tx, order)
        return
    stations, floor_id = stations_of(tx.all, order["site_id"])
    left = zero_check.emptied(tx, order["site_id"], lines)
    title = f"Order {order['number']}"
    task_id = lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=order["site_id"],
            kind="pick",
            title=title,
            script=zero_check.ask(
                compile_pick(title, order["site_id"], lines, stations, floor_id), left
            ),
            facts={
                **facts_of(lines, floor_id, order["id"], order["owner_id"]),
                **zero_check.facts_of(left),
            },
            priority=order["priority"],
            due_at=order["ship_by"],
            order_id=order["id"],
            zone_code=lines[0].zone,
        ),
    )
    reservations.give_to_task(tx, [line.pin for line in lines], task_id)


def _reopen(tx: Tx, order: Row) -> None:
    """Released in part, and nothing of it is there: it waits for stock, unless it was picked before."""
    tx.run(
        "UPDATE orders SET state = 'open' WHERE id = :id AND NOT EXISTS "
        "(SELECT 1 FROM task t WHERE t.order_id = orders.id AND t.kind = 'pick' AND t.state <> 'cancelled')",
        id=order["id"],
    )
    lifecycle.hint(tx, order["site_id"], orders=True)


def extend_pick(writer: Writer, key: str) -> None:
    """The job after a short, or after pinned goods were moved: send the person to where the pins are now."""

    def extend(tx: Tx) -> None:
        for job in (EXTEND, PINS_MOVED):
            jobs.finish(tx, job, key)
        task = lifecycle.load(tx, int(key))
        if task["state"] in ("ready", "offered", "begun", "parked", "held"):
            _extend(tx, task)

    writer.run(extend)


def _extend(tx: Tx, task: Row) -> None:
    body = tx.value(
        "SELECT body FROM script WHERE task_id = :task AND revision = :revision",
        task=task["id"],
        revision=task["revision"],
    )
    script, facts = json.loads(body), json.loads(task["facts"])
    lines = load_lines(tx.all, task["order_id"], task["site_id"], task["id"])
    progress = json.loads(task["progress"])
    done = {step for step, state in progress["steps"].items() if state.get("done")}
    recalled = [pin["id"] for pin in tx.all(_RECALLED, task=task["id"])]
    dropped = drop_steps(script, recalled, done)
    dropped |= drop_steps(script, given_way(tx, task["id"]), in_hand(script, progress))
    if not lines and dropped and task["begun_at"] is None:
        _call_off(tx, task)
    elif extend_script(script, facts, lines) or dropped:
        lifecycle.revise(tx, task, script, facts)


def _call_off(tx: Tx, task: Row) -> None:
    """All that it was to take is recalled, and nothing else is there: its order waits for stock again."""
    note = json.dumps({"code": "lot_recalled", "params": {}})
    lifecycle.change_state(tx, task, "cancelled", done_at=tx.now, note=note)
    _reopen(tx, {"id": task["order_id"], "site_id": task["site_id"]})


def opens(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """A tote that a pick fills opens that pick, to whom it belongs; a parked one to anybody."""
    task = tx.one(
        "SELECT t.* FROM container c JOIN task t ON t.id = c.task_id "
        "WHERE c.code = :code AND c.code <> '' AND t.kind = 'pick' AND t.site_id = :site "
        "AND t.state IN ('ready', 'offered', 'begun', 'parked')"
        + (tx.for_update and " FOR UPDATE OF t"),
        code=code,
        site=site_id,
    )
    if task is not None and task["state"] == "parked":
        role = tx.value("SELECT role FROM person WHERE id = :id", id=person_id)
        # Whoever only looks a tote up does not get its work.
        if role not in world.workflows["pick"].roles | SUPERVISORS:
            return None
        world.tell(tx, "work_ended", task=task["id"])
        handover.take_up_parked(tx, task, person_id)
        return int(task["id"])
    if task is None or not dispatch.take_up(tx, task, person_id):
        return None
    return int(task["id"])
