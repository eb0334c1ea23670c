"""Closing an order's cartons: parcels with tracking numbers, free totes, and what was not there to be packed."""

from __future__ import annotations

import json
from typing import Any

from pickface.db import Row, Tx
from pickface.orders import carriers, parcel_labels
from pickface.printing import queue
from pickface.scans.gs1 import has_check_digit
from pickface.scans.verdict import SetAside
from pickface.stock import ledger
from pickface.stock.moves import Cause
from pickface.tasks import by_hand, exceptions
from pickface.tasks.workflow import Raised, Told, World
from pickface.workflows.pack import expecting, surplus, weighing


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Carry out what interpreting told."""
    by_hand.react(tx, task, told, cause)
    if told.name == "carton":
        _check_fresh(tx, task, told.params["container"])
    elif told.name == "as_it_is":
        tx.run(
            "UPDATE container SET task_id = :task, changed_at = :now WHERE code = :code AND order_id = :order",
            task=task["id"],
            now=tx.now,
            code=told.params["container"],
            order=task["order_id"],
        )
    elif told.name == "packed":
        _give_up_rest(tx, task, cause)
        expected = expecting.of_cartons(tx, task)
        for carton in _cartons(tx, task):
            weight_g = told.params["weight_g"] if carton["code"] == told.params["carton"] else None
            # What a pallet weighs by itself nobody has said.
            if weight_g and carton["code"] != json.loads(task["facts"]).get("whole"):
                fill_g = expected.fill_g(carton["code"])
                weighing.look(tx, task, carton, int(weight_g), fill_g, cause)
            whole_g = expected.weight_g(carton["code"]) if carton["all_known"] else 0
            _close(tx, task, carton, weight_g or whole_g)
        _free_empty(tx, task)
        surplus.put_away(
            tx, world, {"id": task["order_id"], "site_id": task["site_id"]}, task["id"]
        )


def _check_fresh(tx: Tx, task: Row, plate: str) -> None:
    """A plate names one parcel for ever: one that belongs to another order is left to a supervisor."""
    other = tx.one(
        "SELECT order_id FROM shipment WHERE container_code = :plate AND order_id <> :order",
        plate=plate,
        order=task["order_id"],
    )
    if other is not None:
        raise SetAside("plate_used", container=plate, order=other["order_id"])


def _give_up_rest(tx: Tx, task: Row, cause: Cause) -> None:
    """What the customer was to get and stayed in the totes by the books is not there: it is lost, and is given up.

    Of an item that is in the cartons in full, what stays was one too many, and is there.
    """
    owed = surplus.owed(tx, task["order_id"], task["id"])
    rest = tx.all(
        "SELECT b.*, i.sku FROM container c JOIN balance b ON b.container = c.code AND b.qty > 0 "
        "JOIN item i ON i.id = b.item_id WHERE c.order_id = :order AND c.state = 'open' "
        "AND c.task_id <> :task ORDER BY b.item_id, b.lot_id, b.container",
        order=task["order_id"],
        task=task["id"],
    )
    rest = [held for held in rest if owed[held["item_id"]]]
    lines = []
    for held in rest:
        missing = min(held["qty"], owed[held["item_id"]])
        owed[held["item_id"]] -= missing
        ledger.adjust(
            tx,
            item_id=held["item_id"],
            lot_id=held["lot_id"],
            place_id=held["place_id"],
            container=held["container"],
            owner_id=held["owner_id"],
            delta=-held["qty"],
            cause=cause,
            kind="pack",
        )
        give_up(tx, task["order_id"], held["item_id"], missing)
        if missing:
            lines.append({"item": held["item_id"], "sku": held["sku"], "missing": missing})
    if lines:
        raised = Raised("pack_short", "book", {"lines": lines}, order_id=task["order_id"])
        exceptions.raise_exception(tx, cause, raised)


def give_up(tx: Tx, order_id: int, item_id: int, qty: int) -> None:
    """Note on the order's lines of an item that these units will not come; of kits last, so that they stay whole."""
    for line in tx.all(
        "SELECT id, qty - given_up - shipped AS owed FROM order_line WHERE order_id = :order AND item_id = :item "
        "ORDER BY CASE WHEN order_kit_id IS NULL THEN 0 ELSE 1 END, line_no DESC",
        order=order_id,
        item=item_id,
    ):
        units = min(qty, line["owed"])
        if units > 0:
            tx.run(
                "UPDATE order_line SET given_up = given_up + :units WHERE id = :id",
                units=units,
                id=line["id"],
            )
            qty -= units


def _cartons(tx: Tx, task: Row) -> list[Row]:
    """The cartons of this packing that hold something, with the weight of the goods by their items."""
    return tx.all(
        "SELECT c.code, c.place_id, SUM(b.qty * i.weight_g) AS weight_g, "
        "MIN(CASE WHEN i.weight_g > 0 THEN 1 ELSE 0 END) AS all_known FROM container c "
        "JOIN balance b ON b.container = c.code AND b.qty > 0 JOIN item i ON i.id = b.item_id "
        "WHERE c.task_id = :task AND c.state = 'open' GROUP BY c.code, c.place_id ORDER BY c.code",
        task=task["id"],
    )


def _close(tx: Tx, task: Row, carton: Row, weight_g: Any) -> None:
    grams = int(weight_g or carton["weight_g"] or 0)
    tx.run(
        "UPDATE container SET state = 'closed', weight_g = :grams, changed_at = :now WHERE code = :code",
        grams=min(grams, 2**31 - 1),
        now=tx.now,
        code=carton["code"],
    )
    goes = carriers.choose_for(tx, task["site_id"], task["order_id"], grams)
    shipment_id = tx.insert(
        "shipment",
        site_id=task["site_id"],
        order_id=task["order_id"],
        container_code=carton["code"],
        tracking="",
        weight_g=min(grams, 2**31 - 1),
        packed_at=tx.now,
        **carriers.as_columns(goes),
    )
    tx.run(
        "UPDATE shipment SET tracking = :tracking WHERE id = :id",
        tracking=tracking_number(shipment_id),
        id=shipment_id,
    )
    if goes is not None:
        parcel_labels.want(tx, shipment_id)
    queue.want(tx, task["site_id"], carton["place_id"], shipment_id, task["person_id"])


def tracking_number(shipment_id: int) -> str:
    """The parcel's own number: PF, nine digits and a check digit."""
    digits = f"{shipment_id:09d}"
    check = next(digit for digit in "0123456789" if has_check_digit(digits + digit))
    return f"PF{digits}{check}"


def _free_empty(tx: Tx, task: Row) -> None:
    """The order's totes, and cartons that were taken and not used, are free again."""
    tx.run(
        "UPDATE container SET state = 'empty', task_id = NULL, order_id = NULL, changed_at = :now "
        "WHERE order_id = :order AND state = 'open' AND NOT EXISTS "
        "(SELECT 1 FROM balance b WHERE b.container = container.code AND b.qty > 0)",
        now=tx.now,
        order=task["order_id"],
    )
