"""Which receipts should exist: one per person at a purchase order, and what follows when one is closed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.errors import Conflict, NotFound
from pickface.locations.service import virtual_place
from pickface.purchasing import life
from pickface.tasks import dictionary, dispatch, exceptions, lifecycle
from pickface.tasks.workflow import Raised, World
from pickface.workflows.receive import discrepancies
from pickface.workflows.receive.compile import Expected, compile_receipt, open_again

_OPEN = (
    "SELECT id, person_id, state FROM task WHERE purchase_order_id = :po AND kind = 'receive' "
    "AND state IN ('ready', 'offered', 'begun', 'held') ORDER BY id"
)


def open_receiving(tx: Tx, world: World, purchase_order: int | str, person_id: int) -> int:
    """The receipt that a person works on for a purchase order (id or number): theirs, a free one, or a new one.

    A purchase order that was received or closed is opened again by a late carton; one that was never ordered, or is
    cancelled, is answered in words. Raises :class:`NotFound`, :class:`Conflict`.
    """
    column = "id" if isinstance(purchase_order, int) else "number"
    order = tx.one(
        f"SELECT * FROM purchase_order WHERE {column} = :key" + tx.for_update, key=purchase_order
    )
    if order is None:
        raise NotFound("no such purchase order", purchase_order=purchase_order)
    life.begin_receiving(tx, order, person_id)
    for task in tx.all(_OPEN, po=order["id"]):
        if dispatch.take_up(tx, task, person_id):
            return int(task["id"])
    return _make(tx, order, person_id)


def opens(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """A purchase order's number opens its receipt."""
    found = tx.value(
        "SELECT id FROM purchase_order WHERE UPPER(number) = :code AND site_id = :site",
        code=code.upper(),
        site=site_id,
    )
    return None if found is None else open_receiving(tx, world, int(found), person_id)


def _make(tx: Tx, order: Row, person_id: int) -> int:
    site_id = order["site_id"]
    lines = [
        Expected(line["id"], line["item_id"], max(0, line["qty"] - line["received"]))
        for line in tx.all(
            "SELECT id, item_id, qty, received FROM purchase_order_line "
            "WHERE purchase_order_id = :po ORDER BY line_no",
            po=order["id"],
        )
    ]
    dock_id = _dock(tx, site_id)
    words = dictionary.of_items(tx, [line.item_id for line in lines])
    words |= dictionary.of_places(tx, [dock_id])
    return lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=site_id,
            kind="receive",
            title=order["number"],
            script=compile_receipt(order["number"], site_id, lines, words),
            facts={
                "owner": order["owner_id"],
                "supplier": virtual_place(tx, site_id, "supplier"),
                "dock": dock_id,
                "quarantine": _quarantine(tx, site_id),
            },
            purchase_order_id=order["id"],
            place_id=dock_id,
            person_id=person_id,
        ),
    )


def _dock(tx: Tx, site_id: int) -> int:
    """The dock where goods come in: the first one that is not in the shipping zone, else any."""
    found = tx.value(
        "SELECT p.id FROM place p LEFT JOIN zone z ON z.id = p.zone_id WHERE p.site_id = :site "
        "AND p.kind = 'dock' AND p.active = 1 "
        "ORDER BY CASE WHEN z.code = 'SHIP' THEN 1 ELSE 0 END, p.code LIMIT 1",
        site=site_id,
    )
    if found is None:
        raise Conflict("the site has no dock", site=site_id)
    return int(found)


def _quarantine(tx: Tx, site_id: int) -> int | None:
    found = tx.value(
        "SELECT id FROM place WHERE site_id = :site AND kind = 'quarantine' AND active = 1 "
        "ORDER BY code LIMIT 1",
        site=site_id,
    )
    return None if found is None else int(found)


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """A receipt is closed: its goods are to be put away, and the order is in or waits for the rest."""
    _hand_over(tx, task, world)
    others = [
        other for other in tx.all(_OPEN, po=task["purchase_order_id"]) if other["id"] != task["id"]
    ]
    if others:
        return
    if not discrepancies.tell_shorts(tx, task):
        order = life.lock(tx, task["purchase_order_id"])
        # A desk that closed it meanwhile knew that no more would come.
        if order["state"] == "receiving":
            life.go_on(tx, order, "received", task["person_id"])


def reopens(tx: Tx, task: Row) -> Mapping[str, Any]:
    """A late carton: the receipt and its purchase order are open again, and a supervisor hears of it (LAWS 14)."""
    order = life.lock(tx, task["purchase_order_id"])
    # Physical truth wins: what has come is booked, even if the desk has cancelled the order since.
    tx.run("UPDATE purchase_order SET state = 'receiving' WHERE id = :id", id=order["id"])
    if order["state"] != "receiving":
        life.note(tx, order["id"], "receiving", task["person_id"])
    raised = Raised("receipt_reopened", "book", {"purchase_order": task["title"]})
    exceptions.raise_for_task(tx, task, raised)
    return open_again(json.loads(task["progress"]))


def cancelled(tx: Tx, task: Row, world: World) -> None:
    """A receipt was ended by a supervisor: what it has booked is to be put away all the same."""
    _hand_over(tx, task, world)


def _hand_over(tx: Tx, task: Row, world: World) -> None:
    for container in tx.all(
        "SELECT code FROM container c WHERE task_id = :task AND state = 'open' ORDER BY code",
        task=task["id"],
    ):
        tell_filled(tx, task, container["code"], world)
    loose = tx.value(
        "SELECT COUNT(*) FROM balance WHERE place_id = :dock AND container = '' AND qty > 0",
        dock=task["place_id"],
    )
    if loose:
        world.tell(tx, "received", site=task["site_id"], container="", place=task["place_id"])


def tell_filled(tx: Tx, task: Row, container: str, world: World) -> None:
    """A container takes nothing more: it is closed and to be put away, or free if nothing is in it."""
    filled = tx.value(
        "SELECT COUNT(*) FROM balance WHERE container = :code AND qty > 0", code=container
    )
    tx.run(
        "UPDATE container SET state = :state, task_id = NULL, changed_at = :now WHERE code = :code",
        state="closed" if filled else "empty",
        now=tx.now,
        code=container,
    )
    if filled:
        world.tell(
            tx, "received", site=task["site_id"], container=container, place=task["place_id"]
        )
