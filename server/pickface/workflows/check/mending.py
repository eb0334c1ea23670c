"""After a mismatch the books follow the totes: what is not there is lost, what is too much lies at the station."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.stock import ledger
from pickface.stock.moves import Cause
from pickface.tasks import by_hand, exceptions, totes
from pickface.tasks.workflow import Raised, Told, World


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Carry out what interpreting told."""
    by_hand.react(tx, task, told, cause)
    if told.name != "mismatch":
        return
    lines = told.params["lines"]
    for line in lines:
        if line["counted"] < line["qty"]:
            missing = line["qty"] - line["counted"]
            lots = line["serials"][:missing] or [line["lot"]]
            goods = totes.Goods(line["tote"], line["item"], tuple(lots))
            totes.lose(tx, task["order_id"], goods, missing, cause, kind="check")
        else:
            _lay_aside(tx, task, line, line["counted"] - line["qty"], cause)
    named = ("item", "tote", "qty", "counted")
    params = {"lines": [{name: line[name] for name in named} for line in lines]}
    raised = Raised("check_mismatch", "book", params, order_id=task["order_id"])
    exceptions.raise_exception(tx, cause, raised)
    if any(line["counted"] > line["qty"] for line in lines):
        world.tell(tx, "goods_left", place=task["place_id"], site=task["site_id"])


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
