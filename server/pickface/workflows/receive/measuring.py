"""What was measured of goods as they came in is kept; what is too warm or too cold lies apart until a desk decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.inspections import verdicts, waiting
from pickface.stock.moves import Cause
from pickface.workflows.receive import discrepancies
from pickface.workflows.receive.discrepancies import Deviation


def measured(tx: Tx, task: Row, goods: Mapping[str, Any], cause: Cause) -> None:
    """Keep weight and temperature; a temperature out of range is a discrepancy, and its goods are held."""
    outside = goods["outside"] is not None
    degrees = f"{goods['temperature'] / 10:.1f} °C" if outside else ""
    deviation = Deviation("temperature", goods["qty"], goods["line"], goods["item"], degrees)
    order = (
        discrepancies.record(tx, task, deviation, cause)
        if outside
        else discrepancies.order_of(tx, task, goods["line"])
    )
    tx.insert(
        "measurement",
        site_id=task["site_id"],
        purchase_order_id=order["id"],
        line_id=goods["line"],
        item_id=goods["item"],
        lot=goods["lot"] or goods["serial"] or "",
        container=goods["container"] or "",
        qty=goods["qty"],
        weight_g=goods["weight_g"],
        temp_tenths=goods["temperature"],
        limit_tenths=goods["outside"],
        held_at=goods["held"],
        event_id=cause.id,
        person_id=cause.person_id,
        created_at=tx.now,
    )
    if goods["held"] is not None:
        _hold(tx, task, cause)
    if outside:
        discrepancies.tell(tx, task, order, deviation, cause)


def _hold(tx: Tx, task: Row, cause: Cause) -> None:
    """Somebody has looked at them, with a thermometer: they lie apart as what an inspector holds."""
    general: dict[str, str] = {}
    came = [{**one, "inspection": "all"} for one in waiting.came_by(tx, cause.id)]
    waiting.note(tx, task["site_id"], task["purchase_order_id"], general, came)
    for one in came:
        here = waiting.spot(task["site_id"], one["place_id"], one["container"])
        qty = int(one["qty"])
        about = {"item": one["item_id"], "lot": one["lot_id"], "owner": one["owner_id"]}
        judged = {**about, "qty": qty, "looks": qty, "verdict": "hold"}
        verdicts.keep(tx, here, judged, here, cause.id, cause.person_id)


def take_back(tx: Tx, event_id: str) -> None:
    """The goods were taken back: nothing was measured of them. UndoTooLate where a desk has decided about them."""
    verdicts.take_back(tx, event_id)
    tx.run("DELETE FROM measurement WHERE event_id = :event", event=event_id)
