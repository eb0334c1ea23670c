"""What the office may do about orders and tasks: release, cancel, assign, hold. Each is one command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pickface.db import Row, Tx, Writer
from pickface.errors import Conflict, NotFound, PickfaceError
from pickface.stock import reservations
from pickface.tasks import carts, handover, jobs, leases, lifecycle
from pickface.tasks.workflow import World

_FROZEN = """
SELECT z.code FROM order_line l JOIN reservation r ON r.order_line_id = l.id AND r.place_id = 0 AND r.qty > 0
JOIN balance b ON b.item_id = r.item_id AND b.owner_id = r.owner_id AND b.site_id = r.site_id AND b.virtual = 0
    AND b.pickable = 1 AND b.qty - b.pinned - b.unreservable > 0
JOIN place p ON p.id = b.place_id JOIN zone z ON z.id = p.zone_id AND z.frozen_at > 0
WHERE l.order_id = :order ORDER BY z.code LIMIT 1
"""
_IN_HAND = ("offered", "begun")
_BEGUN = ("begun", "parked")
WAVE = "plan_wave"
"""The job that puts orders that were released together on carts; its key is their wave."""
BATCHES = "plan_batches"
"""The job that puts them in batches."""
_BY_METHOD = {"cluster": WAVE, "batch": BATCHES}


@dataclass(frozen=True)
class Wave:
    """Orders that are released together, to be picked by a method: on carts (``cluster``) or in a ``batch``."""

    id: int
    method: str

    @property
    def job(self) -> str:
        """The job that makes their work."""
        return _BY_METHOD[self.method]


class NotFullyReserved(PickfaceError):
    """Some lines of the order are not covered by stock; release it with ``partial`` to send what there is."""

    code = "not_fully_reserved"
    status = 409


class ZoneFrozen(Conflict):
    """A stocktake keeps a zone still, and the order needs what lies there; ``params``: ``zone``."""

    code = "zone_frozen"


def release_order(
    tx: Tx, world: World, order_id: int, partial: bool = False, wave: Wave | None = None
) -> None:
    """Pin an order's bins and plan its pick. Raises :class:`NotFullyReserved`, :class:`Conflict`, :class:`NotFound`.

    Orders of one ``wave`` wait for each other, to be put on carts or in batches.
    """
    order = _order(tx, order_id)
    if order["state"] != "open":
        raise Conflict(f"the order is {order['state']}", state=order["state"], order=order_id)
    missing = []
    for line in tx.all(
        "SELECT id, line_no, qty, given_up FROM order_line WHERE order_id = :id ORDER BY item_id, id",
        id=order_id,
    ):
        reservations.reserve_line(tx, line["id"])
        promised = tx.value(
            "SELECT COALESCE(SUM(qty + taken), 0) FROM reservation WHERE order_line_id = :line",
            line=line["id"],
        )
        short = line["qty"] - line["given_up"] - promised
        if short > 0:
            missing.append({"line": line["line_no"], "missing": short})
    if missing and not partial:
        raise NotFullyReserved("stock does not cover the order", order=order_id, lines=missing)
    tx.run(
        "UPDATE orders SET state = 'released', wave_id = :wave WHERE id = :id",
        wave=wave.id if wave else None,
        id=order_id,
    )
    lifecycle.hint(tx, order["site_id"], orders=True)
    world.tell(tx, "order_released", order=order_id, wave=wave)
    if not partial:
        _refuse_frozen(tx, order_id)


def _refuse_frozen(tx: Tx, order_id: int) -> None:
    """What is promised but lies in a zone that is being counted cannot be pinned just now: the order waits for that."""
    zone = tx.value(_FROZEN, order=order_id)
    if zone is not None:
        raise ZoneFrozen("a stocktake keeps the zone still", zone=zone)


def close_wave(tx: Tx, wave: Wave) -> None:
    """All of it is released: its work is made now."""
    jobs.leave(tx, wave.job, str(wave.id))


def cancel_order(tx: Tx, world: World, order_id: int) -> None:
    """Cancel an order that has not shipped: its tasks end and its promises are given back.

    What somebody carries comes to an orderly end instead, and keeps until then the promises that it still needs.
    """
    order = _order(tx, order_id)
    if order["state"] in ("shipped", "cancelled"):
        raise Conflict(f"the order is {order['state']}", state=order["state"], order=order_id)
    tx.run("UPDATE orders SET state = 'cancelled' WHERE id = :id", id=order_id)
    in_hand: set[int] = set()
    for task in tx.all(
        f"SELECT t.id FROM task t WHERE {carts.IS_FOR} AND t.state NOT IN ('done', 'cancelled') ORDER BY t.id",
        order=order_id,
    ):
        in_hand |= _call_off(tx, world, task["id"], order_id)
    for line in tx.all("SELECT id FROM order_line WHERE order_id = :id ORDER BY id", id=order_id):
        if line["id"] not in in_hand:
            reservations.release_line(tx, line["id"])
    world.tell(tx, "order_cancelled", order=order_id)
    lifecycle.hint(tx, order["site_id"], orders=True)


def _call_off(tx: Tx, world: World, task_id: int, order_id: int) -> frozenset[int]:
    """End a task of a cancelled order, at once or once what is in hand is done; the lines still taken until then."""
    task = lifecycle.load(tx, task_id)
    # One that counted for another has ended with it.
    if task["state"] == "cancelled":
        return frozenset()
    call_off = world.workflows[task["kind"]].call_off
    still = call_off(tx, task, order_id) if call_off is not None else None
    if still is None:
        cancel_task(tx, world, task_id)
        return frozenset()
    return still


def cancel_task(tx: Tx, world: World, task_id: int) -> None:
    """End a task that will not be done; its workflow gives back what it held."""
    task = lifecycle.load(tx, task_id)
    lifecycle.change_state(tx, task, "cancelled", done_at=tx.now)
    cancelled = world.workflows[task["kind"]].cancelled
    if cancelled is not None:
        cancelled(tx, task, world)


def assign_task(tx: Tx, world: World, task_id: int, person_id: int | None) -> None:
    """Give a task to a person, or back to everybody. Begun work changes hands under a new lease number.

    Whoever was counting its totes to take it over need not go on.
    """
    task = lifecycle.load(tx, task_id)
    if task["state"] == "held":
        raise Conflict("the task is held; release it first", state="held")
    if person_id is not None and person_id == task["person_id"] and task["state"] in _IN_HAND:
        return
    if person_id is None and task["state"] in _BEGUN:
        raise Conflict("begun work needs a person to carry on", state="begun")
    if (
        person_id is not None
        and tx.value(
            "SELECT id FROM person WHERE id = :id AND active = 1 AND site_id = :site",
            id=person_id,
            site=task["site_id"],
        )
        is None
    ):
        raise NotFound("no such person here", person=person_id)
    world.tell(tx, "work_ended", task=task_id)
    if person_id is not None and task["state"] == "parked":
        handover.take_up_parked(tx, task, person_id)
        return
    lifecycle.change_state(
        tx,
        task,
        "ready" if person_id is None else ("begun" if task["state"] == "begun" else "offered"),
        person_id=person_id,
        stream=None,
        lease_number=task["lease_number"] + 1,
        lease_until=_until(tx, task) if person_id else 0,
    )


def hold_task(tx: Tx, task_id: int, reason: str) -> None:
    """Keep a task from being begun or handed out."""
    task = lifecycle.load(tx, task_id)
    lifecycle.change_state(tx, task, "held", hold_code=reason[:40] or "held")


def release_task(tx: Tx, task_id: int) -> None:
    """Let a held task go on where it was."""
    task = lifecycle.load(tx, task_id)
    if task["state"] != "held":
        raise Conflict(f"the task is {task['state']}", state=task["state"])
    begun = "parked" if task["parked_at"] else "begun"
    state = begun if task["begun_at"] else ("offered" if task["person_id"] else "ready")
    until: dict[str, Any] = {"lease_until": _until(tx, task)} if task["person_id"] else {}
    lifecycle.change_state(tx, task, state, hold_code="", **until)


def _until(tx: Tx, task: Row) -> int:
    return tx.now + leases.of_zone(tx, int(task["site_id"]), task["zone_code"])


def reserve_again(writer: Writer, key: str) -> None:
    """The job after a promise was let go: promise the order line what there is now."""

    def again(tx: Tx) -> None:
        if jobs.finish(tx, "reserve", key) and reservations.reserve_line(tx, int(key)):
            send_picker(tx, int(key))

    writer.run(again)


def send_picker(tx: Tx, line_id: int) -> None:
    """Where the order is being picked, what it was promised anew is pinned, and the task is told."""
    task_id = tx.value(
        f"SELECT t.id FROM task t WHERE {carts.IS_FOR} "
        "AND t.kind = 'pick' AND t.state IN ('ready', 'offered', 'begun', 'parked') ORDER BY t.id DESC LIMIT 1",
        order=tx.value("SELECT order_id FROM order_line WHERE id = :line", line=line_id),
    )
    if task_id is not None:
        reservations.pin_line(tx, line_id, task_id)
        jobs.leave(tx, "pins_moved", str(task_id))


def _order(tx: Tx, order_id: int) -> Row:
    order = tx.one("SELECT * FROM orders WHERE id = :id" + tx.for_update, id=order_id)
    if order is None:
        raise NotFound("no such order", order=order_id)
    return order
