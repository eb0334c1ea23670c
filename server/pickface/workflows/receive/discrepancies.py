"""What turned out otherwise: a row per event, and exceptions that sum them.

There is one open exception per kind, item and purchase order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pickface.db import Row, Tx
from pickface.locations import settings
from pickface.scans.photos import naming
from pickface.stock.moves import Cause
from pickface.tasks import exceptions
from pickface.tasks.workflow import Raised, World
from pickface.workflows.receive import announced

_SAME = (
    "kind = :kind AND COALESCE(item_id, 0) = :item AND (:kind NOT IN ('unknown', 'serial') OR code = :code) "
    "AND purchase_order_id = :po"
)
OF_LOT = ("expired", "short_dated", "recalled")
"""Told by an exception for each scan, since each has a lot of its own."""
_NAMED_BY = ("purchase_order", "code")


@dataclass(frozen=True)
class Deviation:
    """Units that differ from what was ordered: ``over``, ``not_expected``, ``unknown``, ``damaged``, ``rejected``,
    ``expired``, ``short_dated``, ``recalled``, ``temperature``, ``serial`` (a unit with that number is in the
    house already).
    """

    kind: str
    qty: int
    line_id: int | None = None
    item_id: int | None = None
    code: str = ""


def note(tx: Tx, task: Row, deviation: Deviation, cause: Cause) -> None:
    """Record what an event showed, and tell the supervisor the new sum."""
    tell(tx, task, record(tx, task, deviation, cause), deviation, cause)


def record(tx: Tx, task: Row, deviation: Deviation, cause: Cause) -> Row:
    """Keep what an event showed with its purchase order, which is answered (``id``, ``number``)."""
    order = order_of(tx, task, deviation.line_id)
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
    return order


def order_of(tx: Tx, task: Row, line_id: int | None) -> Row:
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
    # What the office has decided about since then stays decided.
    undecided = "event_id = :event AND kind <> 'sent_back' AND NOT (kind = 'unknown' AND item_id IS NOT NULL)"
    gone = tx.all(f"SELECT * FROM discrepancy WHERE {undecided} ORDER BY id", event=event_id)
    tx.run(f"DELETE FROM discrepancy WHERE {undecided}", event=event_id)
    for row in gone:
        if row["kind"] in OF_LOT:
            continue
        deviation = Deviation(row["kind"], 0, row["line_id"], row["item_id"], row["code"])
        of = {**task, "purchase_order_id": row["purchase_order_id"]}
        tell(tx, task, order_of(tx, of, row["line_id"]), deviation, cause)


def withdraw_over(tx: Tx, task: Row, line_id: int, cause: Cause) -> None:
    """Some of a line was taken back: what somebody else had counted beyond it may be too much no longer."""
    told = tx.all(
        "SELECT id, item_id, qty FROM discrepancy WHERE line_id = :line AND kind = 'over' ORDER BY id",
        line=line_id,
    )
    if not told:
        return
    over = tx.value(
        "SELECT received - qty FROM purchase_order_line WHERE id = :line AND received > qty",
        line=line_id,
    )
    left = int(over or 0)
    for one in told:
        keep = min(left, int(one["qty"]))
        left -= keep
        if not keep:
            tx.run("DELETE FROM discrepancy WHERE id = :id", id=one["id"])
        elif keep < one["qty"]:
            tx.run("UPDATE discrepancy SET qty = :qty WHERE id = :id", qty=keep, id=one["id"])
    order = order_of(tx, task, line_id)
    tell(tx, task, order, Deviation("over", 0, line_id, told[0]["item_id"]), cause)


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
    _settle(tx, task, order, Raised("receipt_short", "await", {"lines": lines}), keep=bool(lines))


def tell(tx: Tx, task: Row, order: Row, deviation: Deviation, cause: Cause) -> None:
    """Tell the supervisor the sum of all that is like this."""
    if deviation.kind == "not_expected" and _is_blind(tx, order["id"]):
        # Nothing of it was expected: that is told once, at the end.
        return
    qty = tx.value(
        f"SELECT COALESCE(SUM(qty), 0) FROM discrepancy WHERE {_SAME}",
        kind=deviation.kind,
        item=deviation.item_id or 0,
        code=deviation.code,
        po=order["id"],
    )
    params: dict[str, Any] = {"qty": int(qty)}
    if deviation.kind == "temperature":
        params |= _how_warm(tx, order, deviation.item_id)
    elif deviation.code:
        params["code"] = deviation.code
    if deviation.kind == "unknown":
        params |= _where(tx, order, deviation.code)
    raised = Raised(f"receipt_{deviation.kind}", "book", params, deviation.item_id)
    keep = qty > _tolerated(tx, task, order, deviation)
    _settle(tx, task, order, raised, keep=keep, event_id=cause.id)


def on_rejected(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """An inspector, or a desk, has rejected goods: whoever bought them hears of it, with the sum."""
    goods = news["goods"]
    line = goods["purchase_order_line_id"]
    task = {**news["task"], "purchase_order_id": goods["purchase_order_id"]}
    note(tx, task, Deviation("rejected", goods["qty"], line, goods["item_id"]), news["cause"])


def on_rejection_undone(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """The scan that had rejected goods was undone."""
    withdraw(tx, news["task"], news["event"], news["cause"])


def tell_again(tx: Tx, task: Row, code: str, cause: Cause) -> None:
    """What nobody knows has a label now, or stands elsewhere: its exception says where."""
    tell(tx, task, order_of(tx, task, None), Deviation("unknown", 0, code=code), cause)


def _is_blind(tx: Tx, purchase_order_id: int) -> bool:
    return bool(tx.value("SELECT blind FROM purchase_order WHERE id = :id", id=purchase_order_id))


def _how_warm(tx: Tx, order: Row, item_id: int | None) -> dict[str, str]:
    """How warm the newest goods were that were not as warm as they should, and where they are held."""
    found = tx.one(
        "SELECT m.temp_tenths, m.limit_tenths, p.code AS place FROM measurement m "
        "LEFT JOIN place p ON p.id = m.held_at WHERE m.purchase_order_id = :po AND m.item_id = :item "
        "AND m.limit_tenths IS NOT NULL ORDER BY m.id DESC LIMIT 1",
        po=order["id"],
        item=item_id,
    )
    if found is None:
        return {}
    said = {name: f"{found[f'{name}_tenths'] / 10:.1f}" for name in ("temp", "limit")}
    return said | ({"at": found["place"]} if found["place"] else {})


def _where(tx: Tx, order: Row, code: str) -> dict[str, str]:
    """The newest label of goods with a code that nobody knows, and where they stand."""
    found = tx.one(
        "SELECT d.container, p.code AS place FROM discrepancy d JOIN container c ON c.code = d.container "
        "JOIN place p ON p.id = c.place_id WHERE d.purchase_order_id = :po AND d.kind = 'unknown' "
        "AND d.code = :code AND d.container <> '' ORDER BY d.id DESC LIMIT 1",
        po=order["id"],
        code=code,
    )
    return {} if found is None else {"container": found["container"], "at": found["place"]}


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
    exceptions.settle(tx, task, told, _NAMED_BY, keep, event_id)


def show_photo(tx: Tx, world: World, about: Mapping[str, Any]) -> None:
    """Somebody photographed what an event has told: it is shown with the exception that sums all such events."""
    told = tx.one(
        "SELECT d.kind, d.item_id, d.code, o.number, o.site_id FROM discrepancy d "
        "JOIN purchase_order o ON o.id = d.purchase_order_id WHERE d.event_id = :event ORDER BY d.id LIMIT 1",
        event=about["event"],
    )
    if told is None:
        return
    params = {"purchase_order": told["number"]}
    if told["code"] and told["kind"] != "temperature":
        params["code"] = told["code"]
    raised = Raised(f"receipt_{told['kind']}", "book", params, told["item_id"])
    standing = exceptions.standing(tx, told["site_id"], raised, _NAMED_BY)
    if standing is not None:
        naming.show_with(tx, about["photo"], standing["id"])
