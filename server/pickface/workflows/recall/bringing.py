"""Goods of a recalled lot are brought to quarantine: the books, the order that had them, and its further work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pickface.db import Row, Tx
from pickface.stock import keeping, ledger, reservations
from pickface.stock.moves import RECALL, Cause, NewMove
from pickface.tasks import carts, changes, jobs, lifecycle, planning
from pickface.tasks.recall import BRING_BACK, HELD
from pickface.tasks.workflow import Told, World
from pickface.workflows.recall.plan import is_waiting, lines_of, source_of

_PICKS = """
SELECT m.id, m.reservation_id, m.from_place_id, m.from_container,
       m.qty - COALESCE((SELECT SUM(r.qty) FROM move r WHERE r.reverses = m.id), 0) AS rest
FROM move m JOIN order_line ol ON ol.id = m.order_line_id
WHERE m.lot_id = :lot AND m.item_id = :item AND m.kind = 'pick' AND ol.order_id = :order ORDER BY m.id DESC
"""
_HELD = (
    "SELECT * FROM task WHERE order_id = :order AND state = 'held' AND hold_code = :why ORDER BY id"
)
_PICK = (
    f"SELECT t.* FROM task t WHERE {carts.IS_FOR} AND t.kind = 'pick' AND t.state {{states}} "
    "ORDER BY t.id DESC LIMIT 1"
)


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Book what was brought: units that a pick had taken for the order are taken back from its lines."""
    brought = told.params
    place_id = brought["from"]
    if brought["container"]:
        place_id = tx.value(
            "SELECT place_id FROM container WHERE code = :code", code=brought["container"]
        )
    move = NewMove(
        RECALL, brought["item"], brought["qty"], place_id, brought["place"], brought["lot"], brought["owner"],
        from_container=brought["container"],
    )  # fmt: skip
    rest = move.qty
    for picked in tx.all(_PICKS, lot=move.lot_id, item=move.item_id, order=brought["order"]):
        units = min(rest, int(picked["rest"]))
        if units > 0:
            _take_back(tx, task, replace(move, qty=units), picked, cause)
            rest -= units
    if rest:
        changes.told(tx, task, ledger.post_moves(tx, [replace(move, qty=rest)], cause), cause)


def _take_back(tx: Tx, task: Row, move: NewMove, picked: Row, cause: Cause) -> None:
    back = replace(move, reverses=picked["id"], reservation_id=picked["reservation_id"])
    changes.told(tx, task, ledger.post_moves(tx, [back], cause), cause)
    if picked["reservation_id"] is not None:
        # Its bin is recalled too: the line is promised whatever else there is.
        keeping.give_back(tx, picked["reservation_id"], back.goal, back.qty)


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """The container is clean, or got more meanwhile; with the last one of an order its work goes on."""
    name = task["container"] or f"@{task['place_id']}"
    source = source_of(tx, name)
    if source is not None and lines_of(tx, source):
        jobs.leave(tx, BRING_BACK, name)
    elif task["order_id"] and not is_waiting(tx, task["order_id"]):
        _go_on(tx, world, task["order_id"])
    elif task["container"] and not task["order_id"]:
        _free(tx, task["container"])


def _put_away(tx: Tx, task: Row, world: World) -> None:
    """What came in and nobody fills any more, or lies on the dock, may be put away now."""
    ready = tx.value(
        "SELECT 1 FROM container WHERE code = :code AND state = 'closed'"
        if task["container"]
        else "SELECT 1 FROM place WHERE id = :place AND kind = 'dock'",
        **({"code": task["container"]} if task["container"] else {"place": task["place_id"]}),
    )
    if ready:
        world.tell(
            tx,
            "goods_left",
            site=task["site_id"],
            container=task["container"],
            place=task["place_id"],
        )


def _free(tx: Tx, code: str) -> None:
    """A container that held nothing else, and that nobody fills, is free again."""
    tx.run(
        "UPDATE container SET state = 'empty', task_id = NULL, zone_code = '', changed_at = :now WHERE code = :code "
        "AND state = 'closed' AND NOT EXISTS (SELECT 1 FROM balance b WHERE b.container = :code AND b.qty > 0)",
        now=tx.now,
        code=code,
    )


def cancelled(tx: Tx, task: Row, world: World) -> None:
    """The recall was lifted, or a supervisor sees to it: what was held for it goes on where it was."""
    if not task["order_id"]:
        _put_away(tx, task, world)
        return
    if is_waiting(tx, task["order_id"]):
        return
    for held in tx.all(_HELD, order=task["order_id"], why=HELD):
        if held["kind"] != "ship" or _is_parcel(tx, held["container"]):
            planning.release_task(tx, held["id"])
        else:
            # Its carton was opened: packing closes it again.
            _end(tx, held)
            _plan_anew(tx, world, task["order_id"])
    # A carton that waited for a truck was opened too, and nobody's work was held for it.
    state = tx.value("SELECT state FROM orders WHERE id = :id", id=task["order_id"])
    if state == "packed" and not _is_parcel(tx, task["container"]):
        _plan_anew(tx, world, task["order_id"])


def _is_parcel(tx: Tx, container: str) -> bool:
    return bool(tx.value("SELECT 1 FROM shipment WHERE container_code = :code", code=container))


def _go_on(tx: Tx, world: World, order_id: int) -> None:
    """What was taken out is looked for elsewhere: in the pick that is under way, else by planning the order anew."""
    pick = tx.one(
        _PICK.format(states="IN ('ready', 'offered', 'begun', 'parked', 'held')"), order=order_id
    )
    if pick is None:
        for held in tx.all(_HELD, order=order_id, why=HELD):
            _end(tx, held)
        _plan_anew(tx, world, order_id)
        return
    for line in tx.all("SELECT id FROM order_line WHERE order_id = :id ORDER BY id", id=order_id):
        reservations.reserve_line(tx, line["id"])
        reservations.pin_line(tx, line["id"], pick["id"])
    jobs.leave(tx, "pins_moved", str(pick["id"]))


def _end(tx: Tx, task: Row) -> None:
    lifecycle.change_state(tx, task, "cancelled", done_at=tx.now)


def _plan_anew(tx: Tx, world: World, order_id: int) -> None:
    """The order is where its pick had ended: what is missing is picked again or given up, then checked and packed.

    One that waits for stock again, or has gone out, is left as it is.
    """
    tx.run("UPDATE orders SET state = 'picked' WHERE id = :id AND state = 'packed'", id=order_id)
    state = tx.value("SELECT state FROM orders WHERE id = :id", id=order_id)
    pick = tx.one(_PICK.format(states="= 'done'"), order=order_id)
    if pick is not None and state in {"released", "picked"}:
        world.tell(tx, "order_incomplete", order=order_id, task=pick["id"])
