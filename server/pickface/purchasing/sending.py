"""A purchase order leaves the house, as PDF and as CSV (:mod:`pickface.purchasing.letters`)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from pickface import mail
from pickface.config import Config
from pickface.db import Row, Tx, Writer, clock, db, row, rows
from pickface.labels.documents import Address, BoughtLine, Purchase
from pickface.purchasing import lead_times, life
from pickface.purchasing.letters import Letter, deliver
from pickface.tasks import jobs
from pickface.workbooks.plain import csv_lines

JOB = "send_purchase_order"

_HEAD = """
SELECT o.id, o.number, o.state, o.site_id, o.supplier_id, o.currency, o.ordered_at, o.sent_at, o.expected_on,
       s.name AS supplier, s.email, s.address, t.name AS site, t.address AS site_address, t.timezone
FROM purchase_order o JOIN supplier s ON s.id = o.supplier_id JOIN site t ON t.id = o.site_id
WHERE o.id = :id AND (:site = 0 OR o.site_id = :site)
"""
_LINES = """
SELECT l.line_no, l.qty, l.price_minor, l.expected_on, i.sku, i.name, COALESCE(x.code, '') AS code,
       COALESCE(x.barcode, '') AS barcode, COALESCE(x.pack_qty, 1) AS pack_qty
FROM purchase_order_line l JOIN item i ON i.id = l.item_id
LEFT JOIN supplier_item x ON x.item_id = l.item_id AND x.supplier_id = :supplier
WHERE l.purchase_order_id = :id ORDER BY l.line_no
"""


def ask_for(tx: Tx, order: Row) -> None:
    """Have a locked purchase order sent behind this transaction; NotNow."""
    if "sent" not in life.FOLLOWS[order["state"]]:
        raise life.NotNow(
            f"the purchase order is {order['state']}",
            number=order["number"],
            state=order["state"],
            wanted="sent",
        )
    jobs.leave(tx, JOB, str(order["id"]))


def purchase(purchase_order_id: int, site_id: int = 0) -> tuple[Purchase, str, str]:
    """What a purchase order says, the supplier's e-mail address, and its state; NoSuchPurchaseOrder."""
    head = row(_HEAD, id=purchase_order_id, site=site_id)
    if head is None:
        raise life.NoSuchPurchaseOrder("the site has no such purchase order", id=purchase_order_id)
    now = clock()
    expected = head["expected_on"] or _expected(
        head["site_id"], head["supplier_id"], head["sent_at"] or now
    )
    zone = ZoneInfo(head["timezone"])
    day = dt.datetime.fromtimestamp(head["ordered_at"] / 1000, zone).date().isoformat()
    said = Purchase(
        number=head["number"],
        buyer=Address(head["site"], tuple(head["site_address"].splitlines())),
        supplier=Address(head["supplier"], tuple(head["address"].splitlines())),
        ordered_on=day,
        expected_on=expected,
        currency=head["currency"],
        lines=tuple(
            BoughtLine(
                line["line_no"], line["code"], line["sku"], line["barcode"], line["name"], line["qty"],
                line["pack_qty"], line["price_minor"], line["expected_on"],
            )
            for line in rows(_LINES, id=purchase_order_id, supplier=head["supplier_id"])
        ),
    )  # fmt: skip
    return said, head["email"], head["state"]


def _expected(site_id: int, supplier_id: int, at: int) -> str:
    return lead_times.day_after(at, lead_times.of_suppliers(rows, site_id, at)[supplier_id].days)


def send(config: Config, writer: Writer, key: str) -> None:
    """The job: send a purchase order, and write down where it went, or why it could not be sent."""
    purchase_order_id = int(key)
    said, email, state = purchase(purchase_order_id)
    db.session.remove()
    if state not in ("approved", "sent", "confirmed"):
        # Cancelled, or received meanwhile: there is nothing to send any more.
        writer.run(lambda tx: jobs.finish(tx, JOB, key))
        return
    try:
        to = deliver(config, letter_of(said), email)
    except mail.PROBLEMS as problem:
        told = f"{type(problem).__name__}: {problem}"[:200]
        writer.run(lambda tx: note_problem(tx, purchase_order_id, told))
        raise

    def sent(tx: Tx) -> None:
        order = life.lock(tx, purchase_order_id)
        if jobs.finish(tx, JOB, key) and order["state"] != "cancelled":
            life.mark_sent(tx, order, to, said.expected_on, None)

    writer.run(sent)


def note_problem(tx: Tx, purchase_order_id: int, told: str) -> None:
    """Keep why something about it could not be sent; '' when it was."""
    tx.run(
        "UPDATE purchase_order SET send_problem = :told WHERE id = :id",
        told=told,
        id=purchase_order_id,
    )


def letter_of(said: Purchase) -> Letter:
    """A purchase order as its supplier gets it."""
    # The PDF library is large, and most processes never draw one.
    from pickface.labels.purchase import purchase_pdf, purchase_table

    return Letter(
        name=said.number,
        subject=f"Purchase order {said.number} from {said.buyer.name}",
        text=f"Please deliver purchase order {said.number} by {said.expected_on}.\n"
        "It is attached as PDF, and its lines as CSV.\n",
        files=(
            ("pdf", purchase_pdf(said)),
            ("csv", "".join(csv_lines(purchase_table(said))).encode()),
        ),
        known_by=f"{said.number}.{said.ordered_on}",
    )
