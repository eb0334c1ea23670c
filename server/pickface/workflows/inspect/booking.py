"""A verdict is kept, and told: what is held to the office, what is rejected to whoever bought it."""

from __future__ import annotations

import json
from typing import Any

from pickface.db import Row, Tx
from pickface.inspections import verdicts, waiting
from pickface.inspections.waiting import Spot
from pickface.stock.moves import BalanceKey, Cause
from pickface.tasks import changes, exceptions
from pickface.tasks.workflow import LotRef, Raised, Told, World

HELD = "inspection_held"


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Carry out what interpreting told."""
    match told.name:
        case "judged":
            _judged(tx, task, dict(told.params), world, cause)
        case "undone":
            _undone(tx, task, told.params["event"], world, cause)


def _judged(tx: Tx, task: Row, goods: dict[str, Any], world: World, cause: Cause) -> None:
    if goods["serial"] and not goods["lot"]:
        goods["lot"] = changes.lot_id(tx, LotRef(goods["item"], "", "", goods["serial"]))
    here = here_of(task)
    lies = here if goods["place"] is None else waiting.spot(task["site_id"], goods["place"], "")
    kept = verdicts.keep(tx, here, goods, lies, cause.id, cause.person_id)
    _release(tx, task, here, goods)
    tell(tx, task, kept, world, cause)


def tell(tx: Tx, task: Row, kept: list[Row], world: World, cause: Cause | None) -> None:
    """What is held waits for the office; what is rejected is a discrepancy of its purchase order."""
    for one in kept:
        if one["verdict"] == "hold":
            exceptions.raise_for_task(tx, task, raised(tx, one), cause.id if cause else None)
        elif one["verdict"] == "reject" and cause is not None:
            world.tell(tx, "goods_rejected", task=task, goods=one, cause=cause)


def raised(tx: Tx, one: Row) -> Raised:
    """What the office is told of units that are held."""
    lot = tx.value("SELECT code FROM lot WHERE id = :id AND id > 0", id=one["lot_id"])
    number = tx.value(
        "SELECT number FROM purchase_order WHERE id = :id", id=one["purchase_order_id"]
    )
    about = {
        "verdict": one["id"],
        "qty": one["qty"],
        "at": verdicts.where(tx, one),
        "purchase_order": number,
    }
    return Raised(
        HELD,
        "book",
        {**about, **({"lot": lot} if lot else {})},
        one["item_id"],
        one["place_id"] or None,
    )


def _release(tx: Tx, task: Row, here: Spot, goods: dict[str, Any]) -> None:
    """What somebody had put into a bin before it was looked at may be promised there, as far as it passed."""
    if here.container:
        return
    pickable = tx.value("SELECT pickable FROM place WHERE id = :id", id=here.place_id)
    if pickable:
        key = BalanceKey(goods["item"], goods["lot"], here.place_id, "", goods["owner"])
        waiting.hold_back(tx, key, here)


def _undone(tx: Tx, task: Row, event: str, world: World, cause: Cause) -> None:
    for one in verdicts.take_back(tx, event):
        if one["verdict"] == "hold":
            about = Raised(HELD, "book", {"verdict": one["id"]}, one["item_id"])
            there = exceptions.standing(tx, task["site_id"], about, ("verdict",))
            if there is not None:
                exceptions.close(tx, there, "undone", cause.person_id)
        if one["verdict"] == "reject":
            world.tell(tx, "rejection_undone", task=task, event=event, cause=cause)
        _release(
            tx,
            task,
            here_of(task),
            {"item": one["item_id"], "lot": one["lot_id"], "owner": one["owner_id"]},
        )


def here_of(task: Row) -> Spot:
    """Where a task's goods are."""
    facts = json.loads(task["facts"])
    return waiting.spot(task["site_id"], facts["from"], facts["container"])
