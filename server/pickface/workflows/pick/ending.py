"""How a pick ends: totes at a station, what was short looked for elsewhere or given up, goods of a cancelled one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx, Writer
from pickface.orders import substituting
from pickface.stock import carrying, ledger, reservations
from pickface.tasks import carts, consents, exceptions, handover, jobs, lifecycle
from pickface.tasks.workflow import Raised, Told, World
from pickface.workflows.pick import consent, dock, gathered, instead, whole_pick, zero_check, zones
from pickface.workflows.pick.batch import is_batch
from pickface.workflows.pick.calling_off import is_called_off
from pickface.workflows.pick.plan import EXTEND, JOB, MISSING, SETTLE
from pickface.workflows.pick.whole import is_whole

Missing = list[tuple[int, int, int]]
"""Order line, item and how many units lack."""
_OF_WHOLE = frozenset({"short", "fewer", "lost", "undone"})
_OF_ORDER = "JOIN order_line ol ON ol.id = r.order_line_id WHERE ol.order_id = :order"


def react(tx: Tx, task: Row, told: Told, world: World, cause: ledger.Cause) -> None:
    """Totes brought to a station, or parked; a bin that fell short with no other bin in the script."""
    facts = json.loads(task["facts"]) if told.name in _OF_WHOLE else {}
    if is_whole(facts) and told.name != "brought":
        _react_whole(tx, task, facts, told, cause)
    elif told.name == "brought":
        _bring(tx, task, told.params["place"], told.params["container"], cause)
    elif told.name == "parked":
        handover.park(tx, task, told.params["code"])
    elif told.name == "short" and told.params["order_line_id"]:
        _after_short(tx, task, told.params)
    elif told.name in ("seen", "undone", "looked"):
        zero_check.react(tx, task, told, world, cause)
    consent.react(tx, task, told, cause)


def _react_whole(
    tx: Tx, task: Row, facts: Mapping[str, Any], told: Told, cause: ledger.Cause
) -> None:
    """What a container that is taken whole lacks is looked for elsewhere, by a pick of its own."""
    if told.name == "fewer":
        whole_pick.fewer(tx, facts, told)
    elif told.name == "lost":
        whole_pick.lost(tx, task, facts, told, cause)
    elif told.name == "undone":
        whole_pick.undone(tx, task, facts)
    else:
        reservations.unpin(tx, [told.params["reservation_id"]])
        reservations.reserve_line(tx, told.params["order_line_id"])
        if reservations.pin_line(tx, told.params["order_line_id"]):
            jobs.leave(tx, JOB, str(facts["order"]))
        jobs.leave(tx, EXTEND, str(task["id"]))


def _bring(tx: Tx, task: Row, place_id: int, plate: str | None, cause: ledger.Cause) -> None:
    """All totes of an order go together; without a plate it is the cart, with all that nobody has taken off it.

    So it is with a batch, whose totes are of no order.
    """
    facts = json.loads(task["facts"])
    one_order = plate and not is_batch(facts)
    of_order = (
        "c.order_id = (SELECT o.order_id FROM container o WHERE o.code = :plate)"
        if one_order
        else "c.place_id = :floor"
    )
    for tote in tx.all(
        "SELECT c.code FROM container c WHERE c.task_id = :task AND c.state = 'open' AND c.place_id <> :place "
        f"AND {of_order} ORDER BY c.code",
        task=task["id"],
        place=place_id,
        **({"plate": plate} if one_order else {"floor": facts["floor"]}),
    ):
        carrying.move_container(tx, tote["code"], place_id, cause)


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
    instead.leave(tx, task, line_id)


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """The pick is done: what is missing is looked for elsewhere, else given up, and the order goes on to its check."""
    world.tell(tx, "work_ended", task=task["id"])
    consents.ended(tx, task)
    dock.free_emptied(tx, task)
    if is_batch(json.loads(task["facts"])):
        gathered.finished(tx, task, world)
        return
    for order_id in carts.orders_of(tx, task):
        if is_called_off(tx, order_id):
            _give_up_order(tx, task, world, order_id)
        elif zones.others_go_on(tx, task, order_id):
            # The last pick of an order settles it.
            _free_totes(tx, task["id"], order_id)
        else:
            settle(tx, world, task, order_id)


def on_incomplete(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """A check found fewer than were picked: the order is picked again for what is missing."""
    tx.run(
        "UPDATE orders SET state = 'released' WHERE id = :id AND state = 'picked'", id=news["order"]
    )
    settle(tx, world, lifecycle.load(tx, news["task"]), news["order"])


def on_sorted(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """An order of a batch has its own totes now, or there was nothing in it for this order: it goes on as any other."""
    task = lifecycle.load(tx, news["task"])
    if not zones.others_go_on(tx, task, news["order"]):
        settle(tx, world, task, news["order"])


def settle(tx: Tx, world: World, task: Row, order_id: int, *, substitutes_too: bool = True) -> None:
    """Where other bins have what a done task left missing, a further pick is planned; else the order goes on.

    Before units are given up, a job looks whether other items may stand for them.
    """
    missing = _missing(tx, order_id)
    pins: list[int] = []
    for line_id, _, _ in missing:
        reservations.reserve_line(tx, line_id)
        pins += [pin.reservation for pin in reservations.pin_line(tx, line_id)]
    if pins:
        reservations.give_to_task(tx, pins, None)
        jobs.leave(tx, JOB, str(order_id))
        return
    if missing and substitutes_too and substituting.helps(tx, order_id):
        jobs.leave(tx, SETTLE, f"{task['id']}:{order_id}")
        return
    if tx.value("SELECT SUM(taken) FROM reservation r " + _OF_ORDER, order=order_id):
        give_up(tx, task, order_id, missing)
        tx.run(
            "UPDATE orders SET state = 'picked' WHERE id = :id AND state = 'released'", id=order_id
        )
        world.tell(tx, "order_picked", order=order_id, task=task["id"], person=task["person_id"])
    else:
        _wait_for_stock(tx, task, order_id, missing)
    lifecycle.hint(tx, task["site_id"], orders=True)


def _missing(tx: Tx, order_id: int) -> Missing:
    if tx.for_update:
        # A desk that lets another item stand for a line waits, or has done so.
        tx.run("SELECT 1 FROM orders WHERE id = :id FOR UPDATE", id=order_id)
    return [
        (line["id"], line["item_id"], int(line["missing"]))
        for line in tx.all(MISSING, order=order_id)
        if line["missing"] > 0
    ]


def settle_otherwise(world: World, writer: Writer, key: str) -> None:
    """The job before units are given up: other items stand for them as far as there are any, and are picked next."""
    task_id, order_id = (int(one) for one in key.split(":"))

    def stand_in(tx: Tx) -> None:
        state = tx.value("SELECT state FROM orders WHERE id = :id" + tx.for_update, id=order_id)
        if jobs.finish(tx, SETTLE, key) and state == "released":
            substituting.by_itself(tx, order_id)
            settle(tx, world, lifecycle.load(tx, task_id), order_id, substitutes_too=False)

    writer.run(stand_in)


def give_up(tx: Tx, task: Row, order_id: int, missing: Missing) -> None:
    """No bin has it: the customer gets less, and the supervisor is told."""
    for line_id, _, lacking in missing:
        reservations.release_line(tx, line_id)
        tx.run(
            "UPDATE order_line SET given_up = given_up + :n WHERE id = :id", n=lacking, id=line_id
        )
    _tell_short(tx, task, order_id, missing)


def _wait_for_stock(tx: Tx, task: Row, order_id: int, missing: Missing) -> None:
    """Nothing at all was found: the order is open again, to be released when there is stock."""
    tx.run(
        "UPDATE orders SET state = 'open' WHERE id = :id AND state = 'released'",
        id=order_id,
    )
    _free_totes(tx, task["id"], order_id)
    _tell_short(tx, task, order_id, missing)


def _tell_short(tx: Tx, task: Row, order_id: int, missing: Missing) -> None:
    for _, item_id, lacking in missing:
        params = {"missing": lacking}
        raised = Raised("order_short", "book", params, item_id, None, order_id)
        exceptions.raise_for_task(tx, task, raised)


def _free_totes(tx: Tx, task_id: int, order_id: int) -> None:
    tx.run(
        "UPDATE container SET state = 'empty', task_id = NULL, order_id = NULL WHERE task_id = :task "
        "AND order_id = :order "
        "AND NOT EXISTS (SELECT 1 FROM balance b WHERE b.container = container.code AND b.qty > 0)",
        task=task_id,
        order=order_id,
    )


def cancelled(tx: Tx, task: Row, world: World) -> None:
    """The pick will not be done: promises are given back, and what is in its totes is put away again.

    An order that was not cancelled with it may be released again, unless some of it was taken: then it is held.
    """
    world.tell(tx, "work_ended", task=task["id"])
    consents.ended(tx, task)
    if is_batch(json.loads(task["facts"])):
        gathered.cancelled(tx, task, world)
        return
    in_zones = task["order_id"] and zones.others_go_on(tx, task, task["order_id"])
    if in_zones and not is_called_off(tx, task["order_id"]):
        raise zones.OtherZonesPicked("other zones are picked", order=task["order_id"])
    for order_id in carts.orders_of(tx, task):
        _give_up_order(tx, task, world, order_id)


def _give_up_order(tx: Tx, task: Row, world: World, order_id: int) -> None:
    for line in tx.all("SELECT id FROM order_line WHERE order_id = :order", order=order_id):
        reservations.release_line(tx, line["id"])
    # Totes that others have brought for it stand at a station, and no packing will take them.
    filled = tx.all(
        "SELECT c.code FROM container c JOIN task t ON t.id = c.task_id WHERE c.order_id = :order "
        "AND c.state = 'open' AND (t.id = :task OR (t.kind IN ('pick', 'sort') AND t.state = 'done')) AND EXISTS "
        "(SELECT 1 FROM balance b WHERE b.container = c.code AND b.qty > 0) ORDER BY c.code",
        task=task["id"],
        order=order_id,
    )
    _free_totes(tx, task["id"], order_id)
    for tote in filled:
        world.tell(tx, "goods_left", container=tote["code"], site=task["site_id"])
    tx.run(
        "UPDATE orders SET state = :state WHERE id = :id AND state = 'released'",
        state="held" if filled else "open",
        id=order_id,
    )
