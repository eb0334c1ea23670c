"""What goods that came in mean for the lines that they were ordered by, and what is told of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pickface.catalog import sizes
from pickface.clock import day_of
from pickface.db import Row, Tx
from pickface.inspections import waiting
from pickface.locations import settings
from pickface.stock.moves import Cause
from pickface.tasks import exceptions, zone_containers
from pickface.tasks.workflow import Raised
from pickface.workflows.receive import discrepancies, measuring
from pickface.workflows.receive.discrepancies import Deviation


def received(tx: Tx, task: Row, goods: Mapping[str, Any], cause: Cause) -> None:
    """Goods came in: their line has so many more, and what is otherwise than ordered is noted."""
    item_id, qty = goods["item"], goods["qty"]
    if goods["container"]:
        zone_containers.use_again(tx, task, goods["container"])
    if goods["line"] is None or not count_on(tx, task, goods["line"], item_id, qty, cause):
        discrepancies.note(tx, task, Deviation("not_expected", qty, None, item_id), cause)
    if goods["lot"] or goods["expiry"]:
        _look_at_lot(tx, task, goods, cause)


def count_on(tx: Tx, task: Row, line_id: int, item_id: int, qty: int, cause: Cause) -> bool:
    """A line has so many more; what is too much is noted. False where there is no such line any more."""
    line = tx.one(
        "UPDATE purchase_order_line SET received = received + :qty, last_received_at = :now, "
        "first_received_at = COALESCE(first_received_at, :now) WHERE id = :id RETURNING id, qty, received",
        qty=qty,
        now=tx.now,
        id=line_id,
    )
    if line is None:
        return False
    if line["received"] > line["qty"]:
        # Two people may receive one order: what is too much shows only in the books (LAWS 14).
        over = min(qty, line["received"] - line["qty"])
        discrepancies.note(tx, task, Deviation("over", over, line["id"], item_id), cause)
    return True


def _look_at_lot(tx: Tx, task: Row, goods: Mapping[str, Any], cause: Cause) -> None:
    """Goods that are past their date or soon will be, of a recalled lot, or of one that was known with another date,
    are told; they are in all the same.
    """
    lot = goods["lot"] or ""
    dated = {"lot": goods["lot"], "qty": goods["qty"], "expires_on": goods["expiry"]}
    kind = _of_date(tx, task["site_id"], goods["expiry"]) if goods["expiry"] else ""
    if kind:
        order = _note(tx, task, kind, goods, cause)
        named = {"purchase_order": order["number"]} | ({"code": lot} if lot else {})
        exceptions.raise_exception(
            tx, cause, Raised(f"receipt_{kind}", "book", {**named, **dated}, goods["item"])
        )
    known = tx.one(
        "SELECT expires_on, recalled_at FROM lot "
        "WHERE item_id = :item AND code = :code AND parent_id = 0",
        item=goods["item"],
        code=goods["lot"],
    )
    if known is None:
        return
    if known["recalled_at"] is not None:
        # The recall itself tells the supervisor.
        _note(tx, task, "recalled", goods, cause)
    if known["expires_on"] and goods["expiry"] and known["expires_on"] != goods["expiry"]:
        params = {**dated, "known": known["expires_on"]}
        raised = Raised("expiry_differs", "book", params, goods["item"])
        exceptions.raise_exception(tx, cause, raised)


def _note(tx: Tx, task: Row, kind: str, goods: Mapping[str, Any], cause: Cause) -> Row:
    deviation = Deviation(kind, goods["qty"], goods["line"], goods["item"], goods["lot"] or "")
    return discrepancies.record(tx, task, deviation, cause)


def _of_date(tx: Tx, site_id: int, expires_on: str) -> str:
    """``expired``, ``short_dated`` where fewer days are left than the site wants, or '', by the site's day."""
    zone = tx.value("SELECT timezone FROM site WHERE id = :id", id=site_id)
    today = day_of(tx.now, str(zone))
    if expires_on < today:
        return "expired"
    wanted = settings.of_site(site_id, tx).short_dated_days
    enough = dt.date.fromisoformat(today) + dt.timedelta(days=wanted)
    return "short_dated" if expires_on < enough.isoformat() else ""


def take_back(tx: Tx, task: Row, event_id: str, cause: Cause) -> list[int]:
    """The ledger has taken the goods back: so do the lines, and what was told of them is withdrawn.

    Answers the bins from which goods were taken back that were to be looked at there.
    """
    taken = tx.all(
        "SELECT purchase_order_line_id AS id, SUM(qty) AS qty FROM move WHERE cause = :event "
        "AND kind = 'receive' AND purchase_order_line_id IS NOT NULL GROUP BY purchase_order_line_id",
        event=event_id,
    )
    for line in taken:
        tx.run(
            "UPDATE purchase_order_line SET received = received - :qty, "
            "first_received_at = CASE WHEN received > :qty THEN first_received_at END, "
            "last_received_at = CASE WHEN received > :qty THEN last_received_at END WHERE id = :id",
            qty=int(line["qty"]),
            id=line["id"],
        )
    discrepancies.withdraw(tx, task, event_id, cause)
    for one in taken:
        discrepancies.withdraw_over(tx, task, one["id"], cause)
    measuring.take_back(tx, event_id)
    sizes.take_back(tx, event_id)
    bins = waiting.take_back(tx, task["site_id"], event_id, task["purchase_order_id"])
    for told in tx.all(
        "SELECT id, site_id FROM exception WHERE event_id = :event AND state = 'open' "
        "AND kind IN ('receipt_expired', 'receipt_short_dated', 'expiry_differs')",
        event=event_id,
    ):
        exceptions.close(tx, told, "undone", cause.person_id)
    return bins
