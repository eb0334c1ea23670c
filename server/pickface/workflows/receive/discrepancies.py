"""What turned out otherwise: a row per event, and exceptions that sum them.

There is one open exception per kind, item and purchase order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pickface.db import Row, Tx
from pickface.locations import settings
from pickface.stock.moves import Cause
from pickface.tasks import exceptions
from pickface.tasks.workflow import Raised
from pickface.workflows.receive import announced

_SAME = (
    "kind = :kind AND COALESCE(item_id, 0) = :item AND (:kind <> 'unknown' OR code = :code) "
    "AND purchase_order_id = :po"
)


@dataclass(frozen=True)
class Deviation:
    """Units that differ from what was ordered: ``over``, ``not_expected``, ``unknown``, ``damaged``."""

    kind: str
    qty: int
    line_id: int | None = None
    item_id: int | None = None
    code: str = ""


def note(tx: Tx, task: Row, deviation: Deviation, cause: Cause) -> None:
    """Record what an event showed, and tell the supervisor the new sum."""
    order = _order_of(tx, task, deviation.line_id)
    tx.insert(
        "discrepancy",
        purchase_order_id=order["id"],
        line_id=deviation.line_id,
        item_id=deviation.item_id,
        kind=deviation.kind,
        qty=deviation.qty,
        code=deviation.code,
        event_id=cause.id,
        created_at=tx.now,
    )
    _tell(tx, task, order, deviation, cause)


def _order_of(tx: Tx, task: Row, line_id: int | None) -> Row:
    """The purchase order that a line is of; what no line is known of is told of the task's own."""
    found = tx.one(
        "SELECT o.id, o.number FROM purchase_order o WHERE o.id = "
        "COALESCE((SELECT l.purchase_order_id FROM purchase_order_line l WHERE l.id = :line), :own)",
        line=line_id,
        own=task["purchase_order_id"],
    )
    return found or {"id": task["purchase_order_id"], "number": task["title"]}


def withdraw(tx: Tx, task: Row, event_id: str, cause: Cause) -> None:
    """An event was undone: what it showed is gone."""
    gone = tx.all("SELECT * FROM discrepancy WHERE event_id = :event ORDER BY id", event=event_id)
    tx.run("DELETE FROM discrepancy WHERE event_id = :event", event=event_id)
    for row in gone:
        deviation = Deviation(row["kind"], 0, row["line_id"], row["item_id"], row["code"])
        _tell(tx, task, _order_of(tx, task, row["line_id"]), deviation, cause)


def tell_shorts(tx: Tx, task: Row, order: Row) -> None:
    """Note what has not come of each line of a purchase order (``id``, ``number``), or that all has."""
    tx.run(
        "DELETE FROM discrepancy WHERE purchase_order_id = :po AND kind = 'short'", po=order["id"]
    )
    lacking = announced.lacking(tx, order["id"])
    for line in lacking:
        tx.insert(
            "discrepancy",
            purchase_order_id=order["id"],
            line_id=line["id"],
            item_id=line["item_id"],
            kind="short",
            qty=line["qty"],
            created_at=tx.now,
        )
    lines = [{"item": line["item_id"], "missing": line["qty"]} for line in lacking]
    _settle(tx, task, order, Raised("receipt_short", "book", {"lines": lines}), keep=bool(lines))


def _tell(tx: Tx, task: Row, order: Row, deviation: Deviation, cause: Cause) -> None:
    qty = tx.value(
        f"SELECT COALESCE(SUM(qty), 0) FROM discrepancy WHERE {_SAME}",
        kind=deviation.kind,
        item=deviation.item_id or 0,
        code=deviation.code,
        po=order["id"],
    )
    params = {"qty": int(qty)} | ({"code": deviation.code} if deviation.code else {})
    raised = Raised(f"receipt_{deviation.kind}", "book", params, deviation.item_id)
    keep = qty > _tolerated(tx, task, order, deviation)
    _settle(tx, task, order, raised, keep=keep, event_id=cause.id)


def _tolerated(tx: Tx, task: Row, order: Row, deviation: Deviation) -> int:
    """How many units too much are taken without a word: by the supplier's terms, else by the site's settings."""
    if deviation.kind != "over":
        return 0
    known = tx.one(
        "SELECT SUM(l.qty) AS ordered, MAX(s.over_tolerance_pct) AS pct FROM purchase_order_line l "
        "JOIN purchase_order o ON o.id = l.purchase_order_id JOIN supplier s ON s.id = o.supplier_id "
        "WHERE l.purchase_order_id = :po AND l.item_id = :item",
        po=order["id"],
        item=deviation.item_id,
    )
    if known is None or known["ordered"] is None:
        return 0
    pct = known["pct"]
    if pct is None:
        pct = settings.of_site(task["site_id"], tx).over_tolerance_pct
    return int(known["ordered"]) * int(pct) // 100


def _settle(
    tx: Tx, task: Row, order: Row, raised: Raised, keep: bool, event_id: str | None = None
) -> None:
    """Raise the exception, tell its new numbers, or close it when there is nothing to tell any more."""
    told = replace(raised, params={"purchase_order": order["number"], **raised.params})
    exceptions.settle(tx, task, told, ("purchase_order", "code"), keep, event_id)
