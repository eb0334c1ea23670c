"""Which picks should exist: one per released order, and what a short or a finished pick leads to.

A release pins the bins in its own transaction and leaves a job; the walk is computed outside any transaction, then the
task is made. A crash between the two is mended by the job (LAWS 28).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pickface.db import Row, Tx, Writer, rows
from pickface.stock import ledger, reservations
from pickface.tasks import dispatch, exceptions, jobs, lifecycle, walk
from pickface.tasks.workflow import Raised, Told, World
from pickface.workflows.pick.compile import (
    PickLine,
    Spot,
    Station,
    compile_pick,
    extend_script,
    facts_of,
)

JOB = "plan_pick"
EXTEND = "extend_pick"
PINS_MOVED = "pins_moved"

_PINS = """
SELECT r.id AS pin, r.order_line_id, r.item_id, r.qty, r.container, r.place_id, r.lot_id, l.code AS lot_code,
       i.sku, i.name, i.tracking, i.zone_code, p.code, p.aisle, p.bay, p.level, COALESCE(z.proof, 'bin_item') AS proof,
       (SELECT COUNT(*) FROM balance b WHERE b.item_id = r.item_id AND b.place_id = r.place_id AND b.qty > 0) AS lots
FROM reservation r JOIN order_line ol ON ol.id = r.order_line_id JOIN item i ON i.id = r.item_id
JOIN place p ON p.id = r.place_id LEFT JOIN zone z ON z.id = p.zone_id LEFT JOIN lot l ON l.id = r.lot_id
WHERE ol.order_id = :order AND r.place_id > 0 AND r.qty > 0 AND r.task_id {task} ORDER BY r.id
"""
_CODES = """
SELECT DISTINCT b.item_id, b.key, b.qty, b.pack FROM barcode b JOIN order_line ol ON ol.item_id = b.item_id
WHERE ol.order_id = :order ORDER BY b.item_id, b.qty, b.key
"""
_OTHERS = """
SELECT DISTINCT b.item_id, b.place_id, b.lot_id, b.container, b.qty - b.pinned - b.unreservable AS free,
       l.code AS lot_code, p.code, p.aisle, p.bay, p.level
FROM order_line ol JOIN balance b ON b.item_id = ol.item_id AND b.pickable = 1
JOIN place p ON p.id = b.place_id LEFT JOIN lot l ON l.id = b.lot_id
WHERE ol.order_id = :order AND p.site_id = :site AND b.container = '' AND b.lot_id = 0
AND b.qty - b.pinned - b.unreservable > 0 ORDER BY b.item_id, free DESC, p.code
"""
_MISSING = """
SELECT ol.id, ol.item_id, ol.qty - ol.given_up - COALESCE(SUM(r.taken), 0) AS missing FROM order_line ol
LEFT JOIN reservation r ON r.order_line_id = ol.id WHERE ol.order_id = :order
GROUP BY ol.id, ol.item_id, ol.qty, ol.given_up ORDER BY ol.id
"""
Missing = list[tuple[int, int, int]]
"""Order line, item and how many units lack."""
_OF_ORDER = "JOIN order_line ol ON ol.id = r.order_line_id WHERE ol.order_id = :order"


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
    order = rows("SELECT * FROM orders WHERE id = :id", id=order_id)[0]
    stations, floor_id = _stations(order["site_id"])
    lines = _in_walking_order(order["site_id"], load_lines(order_id, order["site_id"]), stations)

    def make(tx: Tx) -> None:
        if not jobs.finish(tx, JOB, key):
            return
        if not lines:
            return
        if (
            tx.value("SELECT state FROM orders WHERE id = :id" + tx.for_update, id=order_id)
            != "released"
        ):
            return
        title = f"Order {order['number']}"
        task_id = lifecycle.make_task(
            tx,
            lifecycle.NewTask(
                site_id=order["site_id"],
                kind="pick",
                title=title,
                script=compile_pick(title, order["site_id"], lines, stations, floor_id),
                facts=facts_of(lines, floor_id, order_id, order["owner_id"]),
                priority=order["priority"],
                due_at=order["ship_by"],
                order_id=order_id,
                zone_code=lines[0].zone,
            ),
        )
        reservations.give_to_task(tx, [line.pin for line in lines], task_id)

    writer.run(make)


def load_lines(order_id: int, site_id: int, task_id: int | None = None) -> list[PickLine]:
    """The pins of an order that no task has yet (or those of a task), as the compiler wants them."""
    sql = _PINS.format(task="IS NULL" if task_id is None else f"= {int(task_id)}")
    codes: dict[int, list[tuple[str, int, str]]] = defaultdict(list)
    for code in rows(_CODES, order=order_id):
        codes[code["item_id"]].append((code["key"], code["qty"], code["pack"]))
    others: dict[int, list[Row]] = defaultdict(list)
    for other in rows(_OTHERS, order=order_id, site=site_id):
        others[other["item_id"]].append(other)
    return [
        _line(pin, tuple(codes[pin["item_id"]]), others[pin["item_id"]])
        for pin in rows(sql, order=order_id)
    ]


def _line(pin: Row, codes: tuple[tuple[str, int, str], ...], others: Sequence[Row]) -> PickLine:
    spare = next(
        (o for o in others if o["place_id"] != pin["place_id"] and o["free"] >= pin["qty"]), None
    )
    return PickLine(
        pin=pin["pin"],
        order_line_id=pin["order_line_id"],
        item_id=pin["item_id"],
        sku=pin["sku"],
        name=pin["name"],
        tracking=pin["tracking"],
        zone=pin["zone_code"],
        codes=codes,
        qty=pin["qty"],
        spot=Spot(
            place_id=pin["place_id"],
            code=pin["code"],
            aisle=pin["aisle"],
            bay=pin["bay"],
            level=pin["level"],
            lot_id=pin["lot_id"],
            lot_code=pin["lot_code"] or "",
            only_lot=pin["lots"] <= 1,
            container=pin["container"],
            qty=pin["qty"],
            proof=pin["proof"],
        ),
        alternatives=()
        if spare is None or pin["lot_id"]
        else (
            Spot(
                spare["place_id"],
                spare["code"],
                spare["aisle"],
                spare["bay"],
                spare["level"],
                qty=pin["qty"],
            ),
        ),
    )


def _stations(site_id: int) -> tuple[list[Station], int]:
    found = rows(
        "SELECT id, code FROM place WHERE site_id = :site AND kind = 'station' AND active = 1 ORDER BY code",
        site=site_id,
    )
    floor_id = next(r["id"] for r in found if r["code"] == "FLOOR")
    return [Station(r["id"], r["code"]) for r in found if r["code"] != "FLOOR"], floor_id


def _in_walking_order(
    site_id: int, lines: Sequence[PickLine], stations: Sequence[Station]
) -> list[PickLine]:
    if not lines or not stations:
        return list(lines)
    home = stations[0].place_id
    order = walk.in_walking_order(site_id, home, [line.spot.place_id for line in lines], home)
    rank = {place: n for n, place in enumerate(order)}
    return sorted(lines, key=lambda line: (rank.get(line.spot.place_id, len(rank)), line.pin))


def react(tx: Tx, task: Row, told: Told, world: World, cause: ledger.Cause) -> None:
    """Totes brought to a station; a bin that fell short with no other bin in the script."""
    if told.name == "brought":
        _bring(tx, task, told.params["place"], cause)
    elif told.name == "short" and told.params["order_line_id"]:
        _after_short(tx, task, told.params)


def _bring(tx: Tx, task: Row, place_id: int, cause: ledger.Cause) -> None:
    for tote in tx.all(
        "SELECT code FROM container WHERE task_id = :task AND state = 'open' AND place_id <> :place ORDER BY code",
        task=task["id"],
        place=place_id,
    ):
        ledger.move_container(tx, tote["code"], place_id, cause)


def _after_short(tx: Tx, task: Row, short: Mapping[str, Any]) -> None:
    """What is missing keeps its promise elsewhere if it can: pinned to another bin, by a further revision."""
    line_id = short["order_line_id"]
    if short["reservation_id"]:
        reservations.unpin(tx, [short["reservation_id"]])
    reservations.reserve_line(tx, line_id)
    if not short["replan"]:
        return
    pins = reservations.pin_line(tx, line_id, task["id"])
    if pins:
        jobs.leave(tx, EXTEND, str(task["id"]))


def extend_pick(writer: Writer, key: str) -> None:
    """The job after a short, or after pinned goods were moved: send the person to where the pins are now."""
    task_id = int(key)
    found = rows("SELECT order_id, site_id FROM task WHERE id = :id", id=task_id)[0]
    lines = load_lines(found["order_id"], found["site_id"], task_id)

    def extend(tx: Tx) -> None:
        # The pins may have moved again since they were read: then another job was left, and it comes next.
        for job in (EXTEND, PINS_MOVED):
            jobs.finish(tx, job, key)
        task = lifecycle.load(tx, task_id)
        if task["state"] not in ("ready", "offered", "begun"):
            return
        body = tx.value(
            "SELECT body FROM script WHERE task_id = :task AND revision = :revision",
            task=task_id,
            revision=task["revision"],
        )
        script, facts = json.loads(body), json.loads(task["facts"])
        if extend_script(script, facts, lines):
            lifecycle.revise(tx, task, script, facts)

    writer.run(extend)


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """The pick is done: what is missing is looked for elsewhere, else given up, and the order goes on to its check."""
    settle(tx, world, task)


def on_incomplete(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """A check found fewer than were picked: the order is picked again for what is missing."""
    tx.run(
        "UPDATE orders SET state = 'released' WHERE id = :id AND state = 'picked'", id=news["order"]
    )
    settle(tx, world, lifecycle.load(tx, news["task"]))


def settle(tx: Tx, world: World, task: Row) -> None:
    """Where other bins have what a done task left missing, a further pick is planned; else the order goes on."""
    order_id = task["order_id"]
    missing: Missing = [
        (line["id"], line["item_id"], int(line["missing"]))
        for line in tx.all(_MISSING, order=order_id)
        if line["missing"] > 0
    ]
    pins: list[int] = []
    for line_id, _, _ in missing:
        reservations.reserve_line(tx, line_id)
        pins += [pin.reservation for pin in reservations.pin_line(tx, line_id)]
    if pins:
        reservations.give_to_task(tx, pins, None)
        jobs.leave(tx, JOB, str(order_id))
        return
    if tx.value("SELECT SUM(taken) FROM reservation r " + _OF_ORDER, order=order_id):
        give_up(tx, task, missing)
        tx.run(
            "UPDATE orders SET state = 'picked' WHERE id = :id AND state = 'released'", id=order_id
        )
        world.tell(tx, "order_picked", order=order_id, task=task["id"], person=task["person_id"])
    else:
        _wait_for_stock(tx, task, missing)
    lifecycle.hint(tx, task["site_id"], orders=True)


def give_up(tx: Tx, task: Row, missing: Missing) -> None:
    """No bin has it: the customer gets less, and the supervisor is told."""
    for line_id, _, lacking in missing:
        reservations.release_line(tx, line_id)
        tx.run(
            "UPDATE order_line SET given_up = given_up + :n WHERE id = :id", n=lacking, id=line_id
        )
    _tell_short(tx, task, missing)


def _wait_for_stock(tx: Tx, task: Row, missing: Missing) -> None:
    """Nothing at all was found: the order is open again, to be released when there is stock."""
    tx.run(
        "UPDATE orders SET state = 'open' WHERE id = :id AND state = 'released'",
        id=task["order_id"],
    )
    _free_totes(tx, task["id"])
    _tell_short(tx, task, missing)


def _tell_short(tx: Tx, task: Row, missing: Missing) -> None:
    for _, item_id, lacking in missing:
        params = {"missing": lacking}
        raised = Raised("order_short", "book", params, item_id, None, task["order_id"])
        exceptions.raise_for_task(tx, task, raised)


def _free_totes(tx: Tx, task_id: int) -> None:
    tx.run(
        "UPDATE container SET state = 'empty', task_id = NULL, order_id = NULL WHERE task_id = :task "
        "AND NOT EXISTS (SELECT 1 FROM balance b WHERE b.container = container.code AND b.qty > 0)",
        task=task_id,
    )


def cancelled(tx: Tx, task: Row, world: World) -> None:
    """The pick will not be done: promises are given back, and what is in its totes is put away again.

    An order that was not cancelled with it may be released again, unless some of it was taken: then it is held.
    """
    for line in tx.all("SELECT id FROM order_line WHERE order_id = :order", order=task["order_id"]):
        reservations.release_line(tx, line["id"])
    filled = tx.all(
        "SELECT c.code FROM container c WHERE c.task_id = :task AND EXISTS "
        "(SELECT 1 FROM balance b WHERE b.container = c.code AND b.qty > 0) ORDER BY c.code",
        task=task["id"],
    )
    _free_totes(tx, task["id"])
    for tote in filled:
        world.tell(tx, "goods_left", container=tote["code"], site=task["site_id"])
    tx.run(
        "UPDATE orders SET state = :state WHERE id = :id AND state = 'released'",
        state="held" if filled else "open",
        id=task["order_id"],
    )


def opens(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """A tote that a pick fills opens that pick, to whom it belongs."""
    task = tx.one(
        "SELECT t.id, t.person_id, t.state FROM container c JOIN task t ON t.id = c.task_id "
        "WHERE c.code = :code AND c.code <> '' AND t.kind = 'pick' AND t.site_id = :site "
        "AND t.state IN ('ready', 'offered', 'begun')",
        code=code,
        site=site_id,
    )
    if task is None or not dispatch.take_up(tx, task, person_id):
        return None
    return int(task["id"])
