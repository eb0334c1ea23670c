"""What was found: a verdict of an inspector is kept, taken back, and told to whoever has to decide or to buy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.inspections import waiting
from pickface.inspections.waiting import Spot
from pickface.stock.moves import UndoTooLate

_PLACE = "SELECT code FROM place WHERE id = :id"


def keep(
    tx: Tx, here: Spot, goods: Mapping[str, Any], lies: Spot, event: str | None, person: int | None
) -> list[Row]:
    """Keep a verdict on ``goods`` (``item``, ``lot``, ``owner``, ``qty``, ``verdict``, ``looks``);
    its rows, one for each purchase order that the units came by.
    """
    kept: list[Row] = []
    stays = goods["verdict"] != "pass"
    for of, units in waiting.judged(
        tx, here, goods["item"], goods["lot"], goods["owner"], goods["qty"]
    ):
        values = {
            "inspection_id": of["id"],
            "site_id": here.site_id,
            "item_id": goods["item"],
            "lot_id": goods["lot"],
            "owner_id": goods["owner"],
            "verdict": goods["verdict"],
            "qty": units,
            "looks": goods["looks"],
            "undecided": units if stays else 0,
            "place_id": lies.place_id,
            "container": lies.container,
            "event_id": event,
            "person_id": person,
            "at": tx.now,
        }
        made = tx.insert("inspection_verdict", **values)
        named = {name: of[name] for name in ("purchase_order_id", "purchase_order_line_id")}
        kept.append({**values, **named, "id": made})
    return kept


def take_back(tx: Tx, event_id: str) -> list[Row]:
    """An event was undone: its verdicts are gone, their units wait again. UndoTooLate where a desk has decided."""
    gone = tx.all(
        "SELECT v.*, n.purchase_order_id, n.purchase_order_line_id FROM inspection_verdict v "
        "JOIN inspection n ON n.id = v.inspection_id WHERE v.event_id = :event ORDER BY v.id",
        event=event_id,
    )
    for one in gone:
        if tx.value(
            "SELECT 1 FROM inspection_decision WHERE verdict_id = :id LIMIT 1", id=one["id"]
        ):
            raise UndoTooLate("somebody has decided about it", verdict=one["id"])
    for one in gone:
        tx.run("DELETE FROM inspection_verdict WHERE id = :id", id=one["id"])
        waiting.wait_again(tx, one["inspection_id"], one["qty"])
    return gone


def where(tx: Tx, one: Row) -> str:
    """What stands on the container that goods are in, or the code of the place where they lie."""
    return str(one["container"] or tx.value(_PLACE, id=one["place_id"]) or "")
