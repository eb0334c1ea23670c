"""The life of a purchase order: which state may follow which, who moved it on and when, and what was changed in it."""

from __future__ import annotations

import json
from typing import Any, Final

from pickface.db import Row, Tx
from pickface.errors import Conflict, NotFound

FOLLOWS: Final = {
    "draft": frozenset({"approved", "cancelled"}),
    "approved": frozenset({"sent", "receiving", "cancelled"}),
    "sent": frozenset({"sent", "confirmed", "receiving", "closed", "cancelled"}),
    "confirmed": frozenset({"sent", "confirmed", "receiving", "closed", "cancelled"}),
    "receiving": frozenset({"receiving", "received", "closed"}),
    "received": frozenset({"receiving", "closed"}),
    "closed": frozenset({"receiving"}),
    "cancelled": frozenset[str](),
}
"""Goods that arrive are received whatever the desk thought (LAWS 14), unless nobody has ordered them."""
CHANGEABLE: Final = frozenset({"draft", "approved", "sent", "confirmed", "receiving"})
"""States in which lines may still change; what is on its way may only get another day or fewer units."""


class NoSuchPurchaseOrder(NotFound):
    """The site has no such purchase order."""

    code = "purchase_order_not_found"


class NotNow(Conflict):
    """The purchase order's state does not allow it."""

    code = "purchase_order_not_now"


class NotOrderedYet(Conflict):
    """Goods came for a purchase order that is a draft: nobody has ordered them."""

    code = "purchase_order_draft"


class Cancelled(Conflict):
    """Goods came for a purchase order that was cancelled."""

    code = "purchase_order_cancelled"


class LessThanReceived(Conflict):
    """A line cannot be cut below what has come of it."""

    code = "less_than_received"


def lock(tx: Tx, purchase_order_id: int, site_id: int | None = None) -> Row:
    """The purchase order's row, locked; NoSuchPurchaseOrder."""
    found = tx.one(
        "SELECT * FROM purchase_order WHERE id = :id AND (:site = 0 OR site_id = :site)"
        + tx.for_update,
        id=purchase_order_id,
        site=site_id or 0,
    )
    if found is None:
        raise NoSuchPurchaseOrder("the site has no such purchase order", id=purchase_order_id)
    return found


def note(tx: Tx, purchase_order_id: int, kind: str, person_id: int | None, **params: Any) -> None:
    """Write down what happened."""
    tx.insert(
        "purchase_order_change",
        purchase_order_id=purchase_order_id,
        at=tx.now,
        person_id=person_id,
        kind=kind,
        params=json.dumps(params),
    )


def go_on(tx: Tx, order: Row, state: str, person_id: int | None, **params: Any) -> None:
    """Move a locked purchase order to another state and write it down; NotNow."""
    if state not in FOLLOWS[order["state"]]:
        raise NotNow(
            f"the purchase order is {order['state']}",
            number=order["number"],
            state=order["state"],
            wanted=state,
        )
    tx.run("UPDATE purchase_order SET state = :state WHERE id = :id", state=state, id=order["id"])
    if state != order["state"] or params:
        note(tx, order["id"], state, person_id, **params)


def begin_receiving(tx: Tx, order: Row, person_id: int | None) -> None:
    """Goods have come for a locked purchase order; NotOrderedYet, Cancelled."""
    if order["state"] == "draft":
        raise NotOrderedYet("the purchase order is a draft", number=order["number"])
    if order["state"] == "cancelled":
        raise Cancelled("the purchase order is cancelled", number=order["number"])
    go_on(tx, order, "receiving", person_id)


def approve(tx: Tx, order: Row, person_id: int | None) -> None:
    """Somebody answers for it; from now on it counts as incoming."""
    go_on(tx, order, "approved", person_id)
    tx.run(
        "UPDATE purchase_order SET approved_at = :now, approved_by = :person WHERE id = :id",
        now=tx.now,
        person=person_id,
        id=order["id"],
    )


def mark_sent(tx: Tx, order: Row, to: str, expected_on: str, person_id: int | None) -> None:
    """It has left for the supplier; a second sending keeps the first moment, since lead times count from it."""
    state = order["state"] if order["state"] in ("confirmed", "receiving") else "sent"
    if state == "sent":
        go_on(tx, order, state, person_id, to=to)
    else:
        note(tx, order["id"], "sent", person_id, to=to)
    tx.run(
        "UPDATE purchase_order SET sent_at = COALESCE(sent_at, :now), sent_to = :to, send_problem = '', "
        "expected_on = CASE WHEN expected_on = '' THEN :expected ELSE expected_on END WHERE id = :id",
        now=tx.now,
        to=to[:160],
        expected=expected_on,
        id=order["id"],
    )


def confirm(
    tx: Tx, order: Row, expected_on: str, reference: str, days: dict[int, str], person_id: int
) -> None:
    """The supplier has confirmed: the day of the whole, and of single lines where it differs."""
    known = _lines(tx, order["id"])
    for line_id in days:
        _line_of(known, line_id)
    go_on(tx, order, "confirmed", person_id, expected_on=expected_on, reference=reference)
    tx.run(
        "UPDATE purchase_order SET expected_on = :day, reference = :reference WHERE id = :id",
        day=expected_on,
        reference=reference,
        id=order["id"],
    )
    for line_id, day in days.items():
        tx.run(
            "UPDATE purchase_order_line SET expected_on = :day WHERE id = :id", day=day, id=line_id
        )


def cancel(tx: Tx, order: Row, person_id: int) -> None:
    """Nothing of it will come. What is being received cannot be cancelled, only closed."""
    go_on(tx, order, "cancelled", person_id)


def close(tx: Tx, order: Row, person_id: int) -> None:
    """Nothing more of it will come: what is missing counts as incoming no longer."""
    missing = sum(max(0, line["qty"] - line["received"]) for line in _lines(tx, order["id"]))
    go_on(tx, order, "closed", person_id, missing=missing)


def change_line(tx: Tx, order: Row, line_id: int, person_id: int, **changes: Any) -> None:
    """Change ``qty``, ``price_minor`` or ``expected_on`` of a line, and write down what it was; NotNow."""
    if order["state"] not in CHANGEABLE:
        raise NotNow(
            f"the purchase order is {order['state']}",
            number=order["number"],
            state=order["state"],
            wanted="changed",
        )
    line = _line_of(_lines(tx, order["id"]), line_id)
    new = {name: value for name, value in changes.items() if value != line[name]}
    if new.get("qty", line["qty"]) < line["received"]:
        raise LessThanReceived("more of it has come", received=line["received"])
    for name, value in new.items():
        tx.run(
            f"UPDATE purchase_order_line SET {name} = :value WHERE id = :id",
            value=value,
            id=line_id,
        )
        note(
            tx, order["id"], "changed", person_id,
            sku=line["sku"], what=name, was=line[name], now=value,
        )  # fmt: skip


def _lines(tx: Tx, purchase_order_id: int) -> list[Row]:
    return tx.all(
        "SELECT l.id, i.sku, l.qty, l.received, l.price_minor, l.expected_on FROM purchase_order_line l "
        "JOIN item i ON i.id = l.item_id WHERE l.purchase_order_id = :id ORDER BY l.line_no",
        id=purchase_order_id,
    )


def _line_of(lines: list[Row], line_id: int) -> Row:
    for line in lines:
        if line["id"] == line_id:
            return line
    raise NoSuchPurchaseOrder("the purchase order has no such line", line=line_id)
