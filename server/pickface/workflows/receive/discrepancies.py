"""What turned out otherwise: a row per event, and exceptions that sum them.

There is one open exception per kind, item and purchase order.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from pickface.db import Row, Tx
from pickface.locations import settings
from pickface.stock.moves import Cause
from pickface.tasks import exceptions, lifecycle
from pickface.tasks.workflow import Raised

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
    tx.insert(
        "discrepancy",
        purchase_order_id=task["purchase_order_id"],
        line_id=deviation.line_id,
        item_id=deviation.item_id,
        kind=deviation.kind,
        qty=deviation.qty,
        code=deviation.code,
        event_id=cause.id,
        created_at=tx.now,
    )
    _tell(tx, task, deviation, cause)


def withdraw(tx: Tx, task: Row, event_id: str, cause: Cause) -> None:
    """An event was undone: what it showed is gone."""
    gone = tx.all("SELECT * FROM discrepancy WHERE event_id = :event ORDER BY id", event=event_id)
    tx.run("DELETE FROM discrepancy WHERE event_id = :event", event=event_id)
    for row in gone:
        _tell(
            tx, task, Deviation(row["kind"], 0, row["line_id"], row["item_id"], row["code"]), cause
        )


def tell_shorts(tx: Tx, task: Row) -> int:
    """Note what has not come of each line; answers how many units lack in all."""
    purchase_order_id = task["purchase_order_id"]
    tx.run(
        "DELETE FROM discrepancy WHERE purchase_order_id = :po AND kind = 'short'",
        po=purchase_order_id,
    )
    lacking = tx.all(
        "SELECT id, item_id, qty - received AS qty FROM purchase_order_line "
        "WHERE purchase_order_id = :po AND received < qty ORDER BY line_no",
        po=purchase_order_id,
    )
    for line in lacking:
        tx.insert(
            "discrepancy",
            purchase_order_id=purchase_order_id,
            line_id=line["id"],
            item_id=line["item_id"],
            kind="short",
            qty=line["qty"],
            created_at=tx.now,
        )
    lines = [{"item": line["item_id"], "missing": line["qty"]} for line in lacking]
    _settle(tx, task, Raised("receipt_short", "book", {"lines": lines}), keep=bool(lines))
    return sum(int(line["qty"]) for line in lacking)


def _tell(tx: Tx, task: Row, deviation: Deviation, cause: Cause) -> None:
    qty = tx.value(
        f"SELECT COALESCE(SUM(qty), 0) FROM discrepancy WHERE {_SAME}",
        kind=deviation.kind,
        item=deviation.item_id or 0,
        code=deviation.code,
        po=task["purchase_order_id"],
    )
    params = {"qty": int(qty)} | ({"code": deviation.code} if deviation.code else {})
    raised = Raised(f"receipt_{deviation.kind}", "book", params, deviation.item_id)
    _settle(tx, task, raised, keep=qty > _tolerated(tx, task, deviation), event_id=cause.id)


def _tolerated(tx: Tx, task: Row, deviation: Deviation) -> int:
    """How many units too much are taken without a word: by the supplier's terms, else by the site's settings."""
    if deviation.kind != "over":
        return 0
    known = tx.one(
        "SELECT SUM(l.qty) AS ordered, MAX(s.over_tolerance_pct) AS pct FROM purchase_order_line l "
        "JOIN purchase_order o ON o.id = l.purchase_order_id JOIN supplier s ON s.id = o.supplier_id "
        "WHERE l.purchase_order_id = :po AND l.item_id = :item",
        po=task["purchase_order_id"],
        item=deviation.item_id,
    )
    if known is None or known["ordered"] is None:
        return 0
    pct = known["pct"]
    if pct is None:
        pct = settings.of_site(task["site_id"], tx).over_tolerance_pct
    return int(known["ordered"]) * int(pct) // 100


def _settle(tx: Tx, task: Row, raised: Raised, keep: bool, event_id: str | None = None) -> None:
    """Raise the exception, tell its new numbers, or close it when there is nothing to tell any more."""
    params = {"purchase_order": task["title"], **raised.params}
    standing = _standing(tx, task, raised)
    if standing is None:
        if keep:
            told = Raised(raised.kind, raised.proposed, params, raised.item_id)
            exceptions.raise_for_task(tx, task, told, event_id)
    elif keep:
        tx.run(
            "UPDATE exception SET params = :params WHERE id = :id",
            params=json.dumps(params),
            id=standing["id"],
        )
        lifecycle.hint(tx, task["site_id"], exceptions=[standing["id"]])
    else:
        exceptions.close(tx, standing, "settled", task["person_id"])


def _standing(tx: Tx, task: Row, raised: Raised) -> Row | None:
    """The open exception of this purchase order about the same thing."""
    found = tx.all(
        "SELECT e.id, e.site_id, e.params FROM exception e JOIN task t ON t.id = e.task_id "
        "WHERE e.kind = :kind AND e.state = 'open' AND e.site_id = :site "
        "AND COALESCE(e.item_id, 0) = :item AND t.purchase_order_id = :po ORDER BY e.id",
        kind=raised.kind,
        site=task["site_id"],
        item=raised.item_id or 0,
        po=task["purchase_order_id"],
    )
    code = raised.params.get("code")
    return next((e for e in found if json.loads(e["params"]).get("code") == code), None)
