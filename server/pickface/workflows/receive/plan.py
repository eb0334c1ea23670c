"""Which receipts should exist: one per person at a purchase order, and what follows when one is closed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.errors import Conflict, NotFound
from pickface.inspections import waiting
from pickface.locations import returning
from pickface.locations.service import virtual_place
from pickface.purchasing import life
from pickface.tasks import dictionary, dispatch, exceptions, lifecycle
from pickface.tasks.workflow import Raised, World
from pickface.workflows.receive import (
    announced,
    asking,
    blind,
    discrepancies,
    filling,
    inspecting,
    printed,
    shortage,
)
from pickface.workflows.receive.compile import (
    Apart,
    compile_receipt,
    counted,
    knows,
    open_again,
)

OPEN_STATES = ("ready", "offered", "begun", "held")
# By an index of its own: whatever is scanned at home is looked for here.
_NAMED = "SELECT id FROM purchase_order WHERE UPPER(number) = :code AND site_id = :site"
_OPEN = (
    "SELECT id, person_id, state FROM task WHERE purchase_order_id = :po AND kind = 'receive' "
    f"AND state IN {OPEN_STATES} ORDER BY id"
)


class CartonIsIn(Conflict):
    """The carton was counted before: with its pallet, or by the piece."""

    code = "carton_is_in"


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
    """A purchase order's number opens its receipt, and so does each carton or pallet that was announced for it."""
    found = tx.value(_NAMED, code=code.upper(), site=site_id)
    if found is not None:
        return open_receiving(tx, world, int(found), person_id)
    carton = announced.find(tx, site_id, code)
    return None if carton is None else _open_by_carton(tx, world, code, carton, person_id)


def starts(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """The dock begins a receipt of goods that nobody has announced. Raises BlindReceiptNotAllowed."""
    dock = returning.receiving_dock(tx.all, site_id)
    if dock is None or tx.value("SELECT code FROM place WHERE id = :id", id=dock) != code:
        return None
    return blind.own(tx, person_id, site_id) or _make(
        tx, blind.begin(tx, person_id, site_id), person_id
    )


def _open_by_carton(tx: Tx, world: World, plate: str, carton: Row, person_id: int) -> int | None:
    """The receipt that a carton is counted in; what is in already and has a plate of its own may open other work."""
    if carton["state"] in ("received", "opened"):
        if carton["container"] == plate:
            return None
        raise CartonIsIn("it is counted already", carton=plate, delivery=carton["number"])
    for order in announced.orders_together(tx, carton["purchase_order_id"]):
        for task in tx.all(_OPEN, po=order):
            if task["person_id"] == person_id and dispatch.take_up(tx, task, person_id):
                return _with_carton(tx, int(task["id"]), plate)
    return _with_carton(
        tx, open_receiving(tx, world, int(carton["purchase_order_id"]), person_id), plate
    )


def _with_carton(tx: Tx, task_id: int, plate: str) -> int:
    """A receipt that was begun before the carton was announced hears of it by a further revision."""
    task = lifecycle.load(tx, task_id)
    if not knows(lifecycle.script_of(tx, task), plate):
        order = life.lock(tx, task["purchase_order_id"])
        script = _script(tx, order, counted(json.loads(task["progress"])))
        lifecycle.revise(tx, task, script, json.loads(task["facts"]))
    return task_id


def _script(tx: Tx, order: Row, mine: Mapping[str, int]) -> dict[str, Any]:
    """The script of a purchase order and of those whose goods come with its own."""
    site_id = order["site_id"]
    if order["blind"]:
        aside = _quarantine(tx, site_id)
        places = [_dock(tx, site_id), *([] if aside is None else [aside])]
        return blind.script(tx, order, places, aside)
    together = announced.orders_together(tx, order["id"])
    cartons = announced.cartons(tx, site_id, announced.deliveries_of(tx, together))
    lines = announced.lines(tx, together, mine)
    items = {line.item_id for line in lines} | (cartons.items if cartons else set())
    aside = _quarantine(tx, site_id)
    places = [_dock(tx, site_id), *([] if aside is None else [aside])]
    words = dictionary.of_items(tx, items) | dictionary.of_places(tx, places)
    words = printed.codes(tx, order["supplier_id"], words) | words
    words = inspecting.mark(tx, words, waiting.plans_for(tx, site_id, order["supplier_id"]))
    apart = Apart(aside, asking.asks(tx, site_id, items))
    return compile_receipt(order["number"], site_id, lines, words, cartons, apart)


# Only then can a receiver mix goods of two owners, and only then each scan is looked at for it.
_SHARED = """
SELECT 1 FROM purchase_order o JOIN purchase_order_line l ON l.purchase_order_id = o.id
JOIN stock_level s ON s.item_id = l.item_id AND s.site_id = o.site_id AND s.owner_id <> o.owner_id AND s.on_hand > 0
WHERE o.id = :id LIMIT 1
"""

# Where nothing was announced, anything may come.
_ANY_OTHER = """
SELECT 1 FROM purchase_order o JOIN stock_level s ON s.site_id = o.site_id AND s.owner_id <> o.owner_id
AND s.on_hand > 0 WHERE o.id = :id LIMIT 1
"""


def _make(tx: Tx, order: Row, person_id: int) -> int:
    site_id = order["site_id"]
    dock_id = _dock(tx, site_id)
    return lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=site_id,
            kind="receive",
            title=order["number"],
            script=_script(tx, order, {}),
            facts={
                "owner": order["owner_id"],
                "shared": tx.value(_ANY_OTHER if order["blind"] else _SHARED, id=order["id"])
                is not None,
                "supplier": virtual_place(tx, site_id, "supplier"),
                "dock": dock_id,
                "quarantine": _quarantine(tx, site_id),
                "inspection": waiting.plans_for(tx, site_id, order["supplier_id"]),
                **({"suppliers": blind.choices(tx, order)} if order["blind"] else {}),
            },
            purchase_order_id=order["id"],
            place_id=dock_id,
            person_id=person_id,
        ),
    )


def _dock(tx: Tx, site_id: int) -> int:
    """The dock where goods come in."""
    found = returning.receiving_dock(tx.all, site_id)
    if found is None:
        raise Conflict("the site has no dock", site=site_id)
    return found


def _quarantine(tx: Tx, site_id: int) -> int | None:
    found = tx.value(
        "SELECT id FROM place WHERE site_id = :site AND kind = 'quarantine' AND active = 1 "
        "ORDER BY code LIMIT 1",
        site=site_id,
    )
    return None if found is None else int(found)


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """A receipt is closed: its goods are to be put away, and what came with it is in or waits for the rest."""
    filling.hand_over(tx, task, world)
    _close(tx, task)


def look_again(tx: Tx, task: Row) -> None:
    """More was counted of a receipt than its scans told; where it is closed already, its orders are looked at anew."""
    if task["state"] not in OPEN_STATES:
        _close(tx, task)


def _close(tx: Tx, task: Row) -> None:
    together = announced.orders_together(tx, task["purchase_order_id"])
    # Of two who close at the same moment the second waits here, and then sees that nobody else is at it.
    orders = {order_id: life.lock(tx, order_id) for order_id in together}
    if any(
        other["id"] != task["id"] for order_id in together for other in tx.all(_OPEN, po=order_id)
    ):
        return
    for order_id, order in orders.items():
        # What nothing has come of is another delivery's; a desk that closed it meanwhile knew that no more would come.
        if order["state"] in ("receiving", "closed"):
            discrepancies.tell_shorts(tx, task, order)
        came = blind.close(tx, task, order) if order["blind"] else True
        if order["state"] == "receiving" and announced.is_complete(tx, order_id):
            life.go_on(tx, order, "received" if came else "closed", task["person_id"])
    for delivery in announced.deliveries_of(tx, together):
        shortage.settle(tx, task, delivery)


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
    filling.hand_over(tx, task, world)
