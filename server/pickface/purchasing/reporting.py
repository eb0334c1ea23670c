"""What came otherwise than it was ordered, gathered for the supplier who sent it, and sent to them where one wishes."""

from __future__ import annotations

import hashlib

from pickface import mail
from pickface.clock import day_of
from pickface.config import Config
from pickface.db import Row, Tx, Writer, db, row, rows
from pickface.errors import Conflict
from pickface.labels.documents import Address, Deviant, Report
from pickface.purchasing import life, sending
from pickface.purchasing.letters import Letter, deliver
from pickface.purchasing.life import NoSuchPurchaseOrder
from pickface.tasks import jobs

JOB = "send_report"
_HEAD = """
SELECT o.id, o.number, o.reference, o.ordered_at, o.supplier_id, s.name AS supplier, s.address, t.name AS site,
       t.address AS site_address, t.timezone
FROM purchase_order o JOIN supplier s ON s.id = o.supplier_id JOIN site t ON t.id = o.site_id
WHERE o.id = :id AND o.site_id = :site
"""
_TOLD = """
SELECT d.kind, d.code, COALESCE(x.code, '') AS supplier_code, COALESCE(i.sku, '') AS sku, COALESCE(i.name, '') AS name,
       SUM(d.qty) AS qty, MIN(d.created_at) AS at
FROM discrepancy d LEFT JOIN item i ON i.id = d.item_id
LEFT JOIN supplier_item x ON x.item_id = d.item_id AND x.supplier_id = :supplier
WHERE d.purchase_order_id = :id GROUP BY d.kind, d.code, x.code, i.sku, i.name ORDER BY MIN(d.id)
"""


def report_of(site_id: int, purchase_order_id: int) -> Report:
    """What there is to tell a supplier of an order; NoSuchPurchaseOrder."""
    head = row(_HEAD, id=purchase_order_id, site=site_id)
    if head is None:
        raise NoSuchPurchaseOrder("the site has no such purchase order", id=purchase_order_id)
    zone = str(head["timezone"])
    told = rows(_TOLD, id=purchase_order_id, supplier=head["supplier_id"])
    return Report(
        number=head["number"],
        reference=head["reference"],
        buyer=Address(head["site"], tuple(head["site_address"].splitlines())),
        supplier=Address(head["supplier"], tuple(head["address"].splitlines())),
        ordered_on=day_of(head["ordered_at"], zone),
        lines=tuple(
            Deviant(
                one["kind"], one["supplier_code"], one["sku"], one["name"], one["code"], int(one["qty"]),
                day_of(int(one["at"]), zone),
            )
            for one in told
        ),
    )  # fmt: skip


class NothingToReport(Conflict):
    """All came as it was ordered."""

    code = "nothing_to_report"


def ask_for(tx: Tx, order: Row, person_id: int) -> None:
    """Have the report of a locked purchase order sent behind this transaction; NothingToReport."""
    if not tx.value(
        "SELECT 1 FROM discrepancy WHERE purchase_order_id = :id LIMIT 1", id=order["id"]
    ):
        raise NothingToReport("all came as it was ordered", number=order["number"])
    life.note(tx, order["id"], "report_asked", person_id)
    jobs.leave(tx, JOB, str(order["id"]))


def send(config: Config, writer: Writer, key: str) -> None:
    """The job: send a report, and write down where it went, or why it could not be sent."""
    purchase_order_id = int(key)
    about = row(
        "SELECT o.site_id, s.email FROM purchase_order o JOIN supplier s ON s.id = o.supplier_id WHERE o.id = :id",
        id=purchase_order_id,
    )
    report = report_of(about["site_id"], purchase_order_id) if about else None
    db.session.remove()
    if about is None or report is None or not report.lines:
        # What differed was put right meanwhile.
        writer.run(lambda tx: jobs.finish(tx, JOB, key))
        return
    try:
        to = deliver(config, letter_of(report), about["email"])
    except mail.PROBLEMS as problem:
        told = f"{type(problem).__name__}: {problem}"[:200]
        writer.run(lambda tx: sending.note_problem(tx, purchase_order_id, told))
        raise

    def sent(tx: Tx) -> None:
        if jobs.finish(tx, JOB, key):
            sending.note_problem(tx, purchase_order_id, "")
            life.note(tx, purchase_order_id, "reported", None, to=to)

    writer.run(sent)


def letter_of(report: Report) -> Letter:
    """A report as its supplier gets it; another one of the same order is another letter."""
    from pickface.labels.discrepancies import report_pdf

    version = hashlib.sha256(repr(report.lines).encode()).hexdigest()[:12]
    return Letter(
        name=f"{report.number}-report",
        subject=f"Delivery report for purchase order {report.number} from {report.buyer.name}",
        text=f"Of purchase order {report.number} some goods came otherwise than they were ordered.\n"
        "What it was, and what we ask of you, is attached as PDF.\n",
        files=(("pdf", report_pdf(report)),),
        known_by=f"{report.number}.report.{version}",
    )
