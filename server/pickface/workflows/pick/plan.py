"""Which picks should exist: one per released order or cart, sent after pins that are made or moved while it is done.

A release pins the bins in its own transaction and leaves a job; the walk is computed outside any transaction, then the
task is made of the pins as they are by then. A crash between the two is mended by the job (LAWS 28).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pickface.db import Row, Tx, Writer, rows
from pickface.orders import substituting
from pickface.people.permissions import SUPERVISORS
from pickface.stock import reservations
from pickface.tasks import carts, dispatch, handover, jobs, lifecycle, titles
from pickface.tasks.workflow import World
from pickface.workflows.pick import whole_pick, zero_check, zones
from pickface.workflows.pick.batch import extend_batch, is_batch
from pickface.workflows.pick.cart import extend_cart
from pickface.workflows.pick.compile import (
    PickLine,
    compile_pick,
    drop_steps,
    extend_script,
    facts_of,
)
from pickface.workflows.pick.given_way import given_way, in_hand
from pickface.workflows.pick.interpret import is_cart
from pickface.workflows.pick.lines import (
    Walks,
    Way,
    by_walk,
    load_lines,
    stations_of,
    walking_ranks,
    walks_on,
    ways_out,
    with_walks,
)
from pickface.workflows.pick.shares import Gone
from pickface.workflows.pick.whole import compile_whole, is_whole, whole_facts

JOB = "plan_pick"
EXTEND = "extend_pick"
PINS_MOVED = "pins_moved"
SETTLE = "substitute_or_settle"
MISSING = """
SELECT ol.id, ol.item_id, ol.qty - ol.given_up - COALESCE(SUM(r.taken), 0) AS missing FROM order_line ol
LEFT JOIN reservation r ON r.order_line_id = ol.id WHERE ol.order_id = :order
GROUP BY ol.id, ol.item_id, ol.qty, ol.given_up ORDER BY ol.id
"""
"""The lines of an order with the units that nobody has taken for it yet."""
LIVE = ("ready", "offered", "begun", "parked", "held")
_PINNED = "SELECT 1 FROM reservation WHERE task_id = :task AND place_id > 0 AND qty > 0 LIMIT 1"
WAVE_PATIENCE_MS = 10_000
_RECALLED = """
SELECT r.id FROM reservation r JOIN lot l ON l.id = r.lot_id JOIN lot up ON up.id = l.parent_id
JOIN site s ON s.id = r.site_id WHERE r.task_id = :task AND r.qty = 0 AND (l.recalled_at IS NOT NULL
    OR up.recalled_at IS NOT NULL OR (l.expires_on <> '' AND l.expires_on < s.fresh_from))
"""
"""Pins that were let go because nobody may be promised their lot any more: it was recalled, or is too old."""


def on_released(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """An order was released: pin its bins and leave the job that makes the task, alone or with those of its wave.

    What lacks where it was released in part comes from other items, if its customer takes such.
    """
    substituting.by_itself(tx, news["order"])
    for line in tx.all(
        "SELECT id FROM order_line WHERE order_id = :id ORDER BY id", id=news["order"]
    ):
        reservations.pin_line(tx, line["id"])
    if news.get("wave"):
        # Told at once when the wave is complete; if that is never told, it is what has been released by then.
        wave = news["wave"]
        jobs.leave(tx, wave.job, str(wave.id), run_at=tx.now + WAVE_PATIENCE_MS)
    else:
        jobs.leave(tx, JOB, str(news["order"]))


def make_pick(writer: Writer, key: str) -> None:
    """The job: compute the walk of an order's pins and make its task."""
    order_id = int(key)
    order = rows("SELECT site_id FROM orders WHERE id = :id", id=order_id)[0]
    stations, _ = stations_of(rows, order["site_id"])
    lines = load_lines(rows, [order_id], order["site_id"])
    ways = {
        zone: walking_ranks(order["site_id"], own, stations)
        for zone, own in zones.split(rows, order["site_id"], lines).items()
    }
    walks = walks_on(order["site_id"], lines)

    def make(tx: Tx) -> None:
        order = tx.one("SELECT * FROM orders WHERE id = :id" + tx.for_update, id=order_id)
        if jobs.finish(tx, JOB, key) and order is not None and order["state"] == "released":
            _make_by_zone(tx, order, ways, walks)

    writer.run(make)


def _make_by_zone(tx: Tx, order: Row, ways: Mapping[str, Way], walks: Walks) -> None:
    lines = load_lines(tx.all, [order["id"]], order["site_id"])
    parts = zones.split(tx.all, order["site_id"], lines)
    for zone, own in parts.items():
        make_single(tx, order, ways.get(zone, Way()), walks, (zone, own), meets=len(parts) > 1)
    if not lines:
        reopen(tx, order)


def make_single(
    tx: Tx,
    order: Row,
    way: Way,
    walks: Walks,
    part: tuple[str, list[PickLine]] | None = None,
    *,
    meets: bool = False,
) -> None:
    """Make the pick of one order, of its pins as they are now; or the ``part`` of it that lies in a zone or at a dock.

    ``meets``: other parts are picked as well, and their totes meet.
    """
    zone, lines = part or ("", load_lines(tx.all, [order["id"]], order["site_id"]))
    lines = with_walks(by_walk(lines, way.ranks), walks)
    if not lines:
        reopen(tx, order)
        return
    if lines[0].whole:
        _make_whole(tx, order, way, lines, meets=meets)
        return
    stations, floor_id = stations_of(tx.all, order["site_id"])
    title, dock = titles.of_order(order["number"]), lines[0].spot.dock
    if zone:
        named = titles.straight if dock else titles.of_zone
        title = named(order["number"], zone)
    if zone or meets:
        stations = zones.meeting_at(tx, order["site_id"], stations)
    sources = {line.spot.container for line in lines}
    left = zero_check.emptied(tx, order["site_id"], lines)
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
            zone_code=lines[0].zone if dock else zone or lines[0].worked_in,
            walk_mm=way.walk_mm,
            code_order_mm=way.code_order_mm,
            place_id=lines[0].spot.place_id if dock else None,
            container=sources.pop() if dock and len(sources) == 1 else "",
        ),
    )
    reservations.give_to_task(tx, [line.pin for line in lines], task_id)


def _make_whole(tx: Tx, order: Row, way: Way, lines: Sequence[PickLine], *, meets: bool) -> None:
    """Make the pick of a container that the order takes whole. It begins at a place: who puts away may drive it."""
    stations, floor_id = stations_of(tx.all, order["site_id"])
    if meets:
        stations = zones.meeting_at(tx, order["site_id"], stations)
    else:
        stations = [*stations, *ways_out(tx.all, order["site_id"])]
    spot = lines[0].spot
    title = titles.whole(order["number"], spot.container)
    task_id = lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=order["site_id"],
            kind="pick",
            title=title,
            script=compile_whole(title, order["site_id"], lines, stations, floor_id),
            facts=whole_facts(lines, floor_id, order["id"], order["owner_id"]),
            priority=order["priority"],
            due_at=order["ship_by"],
            order_id=order["id"],
            zone_code=lines[0].worked_in,
            walk_mm=way.walk_mm,
            code_order_mm=way.code_order_mm,
            place_id=spot.place_id,
            container=spot.container,
        ),
    )
    reservations.give_to_task(tx, [line.pin for line in lines], task_id)


def reopen(tx: Tx, order: Row) -> None:
    """Released in part, and nothing of it is there: it waits for stock, unless it was picked before."""
    tx.run(
        "UPDATE orders SET state = 'open' WHERE id = :order AND NOT EXISTS "
        f"(SELECT 1 FROM task t WHERE {carts.IS_FOR} AND t.kind = 'pick' AND t.state <> 'cancelled')",
        order=order["id"],
    )
    lifecycle.hint(tx, order["site_id"], orders=True)


def extend_pick(writer: Writer, key: str) -> None:
    """The job after a short, or after pinned goods were moved: send the person to where the pins are now."""

    def extend(tx: Tx) -> None:
        for job in (EXTEND, PINS_MOVED):
            jobs.finish(tx, job, key)
        task = lifecycle.load(tx, int(key))
        if task["state"] in LIVE:
            extend_task(tx, task)

    writer.run(extend)


def extend_task(tx: Tx, task: Row) -> None:
    """A further revision of a task, of its pins as they are now, where these are others than its script has."""
    script, facts = lifecycle.script_of(tx, task), json.loads(task["facts"])
    state = json.loads(task["progress"])
    if is_whole(facts):
        _extend_whole(tx, task, script, facts, state)
        return
    lines = load_lines(tx.all, carts.orders_of(tx, task), task["site_id"], task["id"])
    yielded = given_way(tx, task["id"])
    recalled = [pin["id"] for pin in tx.all(_RECALLED, task=task["id"])]
    if is_cart(facts) or is_batch(facts):
        extended = extend_cart if is_cart(facts) else extend_batch
        gone, wants = Gone(recalled, yielded), wants_of(tx, task)
        changed = extended(script, facts, state, lines, gone, wants)
        if not lines and changed and task["begun_at"] is None:
            _call_off(tx, task)
        elif changed:
            lifecycle.revise(tx, task, script, facts)
        return
    done = {step for step, sub in state["steps"].items() if sub.get("done")}
    dropped = drop_steps(script, recalled, done)
    dropped |= drop_steps(script, yielded, in_hand(script, state))
    if not lines and dropped and task["begun_at"] is None:
        _call_off(tx, task)
    elif extend_script(script, facts, lines) or dropped:
        lifecycle.revise(tx, task, script, facts)


def _extend_whole(
    tx: Tx, task: Row, script: dict[str, Any], facts: dict[str, Any], state: Mapping[str, Any]
) -> None:
    revised, others = whole_pick.extended(tx, task, script, facts, state)
    if others:
        jobs.leave(tx, JOB, str(facts["order"]))
    if revised is not None:
        lifecycle.revise(tx, task, *revised)
    elif task["begun_at"] is None and not tx.value(_PINNED, task=task["id"]):
        _call_off(tx, task)


def wants_of(tx: Tx, task: Row) -> dict[int, int]:
    """How many units each order line of a task still wants."""
    return {
        line["id"]: max(0, int(line["missing"]))
        for order_id in carts.orders_of(tx, task)
        for line in tx.all(MISSING, order=order_id)
    }


def on_outdated(tx: Tx, task: Row) -> None:
    """A scan came in under an earlier revision: what it took may be what the present one asks for."""
    jobs.leave(tx, PINS_MOVED, str(task["id"]))


def _call_off(tx: Tx, task: Row) -> None:
    """All that it was to take is recalled, and nothing else is there: its order waits for stock again.

    One whose other picks are all done goes on with what they brought: nobody else would see to it.
    """
    note = json.dumps({"code": "lot_recalled", "params": {}})
    lifecycle.change_state(tx, task, "cancelled", done_at=tx.now, note=note)
    for order_id in carts.orders_of(tx, task):
        reopen(tx, {"id": order_id, "site_id": task["site_id"]})
        if not zones.others_go_on(tx, task, order_id):
            jobs.leave(tx, SETTLE, f"{task['id']}:{order_id}")


def opens(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """A tote that a pick fills opens that pick, to whom it belongs; a parked one to anybody.

    Where other totes of its order are still on their way nothing can be done with it yet.
    """
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
        drives = frozenset() if task["place_id"] is None else world.workflows["putaway"].roles
        # Whoever only looks a tote or a pallet up does not get its work.
        if role not in world.workflows["pick"].roles | SUPERVISORS | drives:
            return None
        world.tell(tx, "work_ended", task=task["id"])
        handover.take_up_parked(tx, task, person_id)
        return int(task["id"])
    if task is None:
        zones.insist_all_are_here(tx, code, site_id)
        return None
    return int(task["id"]) if dispatch.take_up(tx, task, person_id) else None
