"""A purchase order leaves the house: by e-mail where the installation has a mail server, else into the outbox folder.

A job does it, since a mail server may keep one waiting. The message's id is made of the order's, so that where a server
dies between sending and writing it down, the supplier's mail program shows the second copy as the same message.
"""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from pickface import mail
from pickface.config import Config
from pickface.db import Row, Tx, Writer, clock, db, row, rows
from pickface.labels.documents import Address, BoughtLine, Purchase
from pickface.purchasing import lead_times, life
from pickface.tasks import jobs
from pickface.workbooks.plain import csv_lines

JOB = "send_purchase_order"
OUTBOX = "outbox"

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
        to = deliver(config, said, email)
    except mail.PROBLEMS as problem:
        told = f"{type(problem).__name__}: {problem}"[:200]
        writer.run(lambda tx: _note_problem(tx, purchase_order_id, told))
        raise

    def sent(tx: Tx) -> None:
        order = life.lock(tx, purchase_order_id)
        if jobs.finish(tx, JOB, key) and order["state"] != "cancelled":
            life.mark_sent(tx, order, to, said.expected_on, None)

    writer.run(sent)


def _note_problem(tx: Tx, purchase_order_id: int, told: str) -> None:
    tx.run(
        "UPDATE purchase_order SET send_problem = :told WHERE id = :id",
        told=told,
        id=purchase_order_id,
    )


def deliver(config: Config, said: Purchase, email: str) -> str:
    """Send it, or lay it into the outbox; answers where it went."""
    # The PDF library is large, and most processes never draw one.
    from pickface.labels.purchase import purchase_pdf, purchase_table

    pdf, table = purchase_pdf(said), "".join(csv_lines(purchase_table(said))).encode()
    if config.smtp_url and email:
        mail.hand_over(config.smtp_url, _message(config, said, email, pdf, table))
        return email
    folder = config.data / OUTBOX
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in said.number)
    for ending, content in (("csv", table), ("pdf", pdf)):
        half = folder / f".{name}.{ending}"
        half.write_bytes(content)
        half.replace(folder / f"{name}.{ending}")
    return f"{OUTBOX}/{name}.pdf"


def _message(config: Config, said: Purchase, email: str, pdf: bytes, table: bytes) -> EmailMessage:
    message = EmailMessage()
    sender = mail.sender_of(config.smtp_url)
    message["From"], message["To"] = sender, email
    message["Subject"] = f"Purchase order {said.number} from {said.buyer.name}"
    message["Message-ID"] = f"<{said.number}.{said.ordered_on}@{sender.rpartition('@')[2]}>"
    message.set_content(
        f"Please deliver purchase order {said.number} by {said.expected_on}.\n"
        "It is attached as PDF, and its lines as CSV.\n"
    )
    message.add_attachment(
        pdf, maintype="application", subtype="pdf", filename=f"{said.number}.pdf"
    )
    message.add_attachment(table, maintype="text", subtype="csv", filename=f"{said.number}.csv")
    return message
