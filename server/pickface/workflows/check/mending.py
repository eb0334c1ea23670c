"""After a mismatch the books follow the totes: what is not there is lost, what is too much lies at the station."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pickface.db import Row, Tx
from pickface.stock import ledger, reservations
from pickface.stock.moves import Cause
from pickface.stock.undo import compensation
from pickface.tasks import exceptions, jobs
from pickface.tasks.workflow import Raised, Told, World


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Carry out what interpreting told."""
    if told.name != "mismatch":
        return
    lines = told.params["lines"]
    for line in lines:
        if line["counted"] < line["qty"]:
            _lose(tx, task, line, line["qty"] - line["counted"], cause)
        else:
            _lay_aside(tx, task, line, line["counted"] - line["qty"], cause)
    named = ("item", "tote", "qty", "counted")
    params = {"lines": [{name: line[name] for name in named} for line in lines]}
    raised = Raised("check_mismatch", "book", params, order_id=task["order_id"])
    exceptions.raise_exception(tx, cause, raised)
    if any(line["counted"] > line["qty"] for line in lines):
        world.tell(tx, "goods_left", place=task["place_id"], site=task["site_id"])


def _lose(tx: Tx, task: Row, line: Mapping[str, Any], missing: int, cause: Cause) -> None:
    """Units that are not in the tote: their pick is taken back, and they are lost where they should be now.

    So the order wants them again, and nobody is promised them before their bin is counted.
    """
    lots = line["serials"][:missing] or [line["lot"]]
    stands_at = tx.value("SELECT place_id FROM container WHERE code = :code", code=line["tote"])
    for picked in _picks(tx, task, line, lots):
        units = min(missing, int(picked["rest"]))
        if not units:
            break
        missing -= units
        back = replace(compensation(picked, units), from_place_id=stands_at)
        ledger.post_moves(tx, [back], cause)
        if picked["reservation_id"] is not None:
            reservations.give_back(tx, picked["reservation_id"], back.goal, units)
        ledger.adjust(
            tx,
            item_id=back.item_id,
            lot_id=back.lot_id,
            place_id=back.to_place_id,
            container=back.to_container,
            owner_id=back.owner_id,
            delta=-units,
            cause=cause,
            kind="check",
        )
        jobs.leave(tx, "plan_count", str(back.to_place_id))


def _picks(tx: Tx, task: Row, line: Mapping[str, Any], lots: list[int]) -> list[Row]:
    """The picks that put these goods into the tote, the latest first, with the units that are not taken back."""
    return tx.all(
        "SELECT m.*, m.qty - COALESCE((SELECT SUM(r.qty) FROM move r WHERE r.reverses = m.id), 0) AS rest "
        "FROM move m JOIN task t ON t.id = m.task_id WHERE t.order_id = :order AND m.kind = 'pick' "
        "AND m.item_id = :item AND m.to_container = :tote "
        f"AND m.lot_id IN ({', '.join(str(int(lot)) for lot in lots)}) ORDER BY m.id DESC",
        order=task["order_id"],
        item=line["item"],
        tote=line["tote"],
    )


def _lay_aside(tx: Tx, task: Row, line: Mapping[str, Any], extra: int, cause: Cause) -> None:
    """Units that were never booked into the tote: they are found where they lie now, beside it."""
    if line["serials"]:
        return  # Which serial it is nobody knows: the exception says so, and a person looks.
    ledger.adjust(
        tx,
        item_id=line["item"],
        lot_id=line["lot"],
        place_id=task["place_id"],
        owner_id=line["owner"],
        delta=extra,
        cause=cause,
        kind="check",
    )
