"""Who a rule names is told by e-mail, once for each alert: a job, since a mail server may keep one waiting."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Final

from pickface import mail
from pickface.alerts.judging import MAIL_JOB
from pickface.config import Config
from pickface.db import Row, Tx, Writer, db, row, rows
from pickface.tasks import jobs

AT_ONCE: Final = 500
_RULE = (
    "SELECT r.id, r.name, r.emails, r.active, s.name AS site FROM stock_rule r JOIN site s ON s.id = r.site_id "
    "WHERE r.id = :id"
)
_UNTOLD = (
    "SELECT a.id, a.measure, a.value, a.level, i.sku, i.name FROM stock_alert a JOIN item i ON i.id = a.item_id "
    "WHERE a.rule_id = :id AND a.state = 'open' AND a.mailed_at = 0 ORDER BY a.id LIMIT :n"
)
_WORDS = {
    "available": "available", "on_hand": "on hand", "promise": "to promise", "cover": "days of cover",
}  # fmt: skip


def send(config: Config, writer: Writer, key: str) -> None:
    """The job: one message with all of a rule's alerts that nobody was mailed yet.

    Where the server dies between sending and writing it down, the second copy is the same message by its id.
    """
    rule = row(_RULE, id=int(key))
    untold = rows(_UNTOLD, id=int(key), n=AT_ONCE)
    db.session.remove()
    if config.smtp_url and rule and rule["active"] and rule["emails"].strip() and untold:
        mail.hand_over(config.smtp_url, _message(config, rule, untold))

    def sent(tx: Tx) -> None:
        for one in untold:
            tx.run(
                "UPDATE stock_alert SET mailed_at = :now WHERE id = :id", now=tx.now, id=one["id"]
            )
        if jobs.finish(tx, MAIL_JOB, key) and len(untold) == AT_ONCE:
            jobs.leave(tx, MAIL_JOB, key)

    writer.run(sent)


def _message(config: Config, rule: Row, untold: list[Row]) -> EmailMessage:
    message = EmailMessage()
    sender = mail.sender_of(config.smtp_url)
    message["From"], message["To"] = sender, ", ".join(rule["emails"].split())
    first = untold[0]
    what = first["sku"] if len(untold) == 1 else f"{len(untold)} items"
    message["Subject"] = f"Low stock at {rule['site']}: {what} ({rule['name']})"
    message["Message-ID"] = (
        f"<stock-alert-{rule['id']}-{first['id']}-{untold[-1]['id']}@{sender.rpartition('@')[2]}>"
    )
    lines = [
        f"{one['sku']}  {one['name']}: {one['value']} {_WORDS[one['measure']]}, the level is {one['level']}"
        for one in untold
    ]
    message.set_content(
        "\n".join([f"Rule: {rule['name']}", "", *lines, "", "Pickface: Goods, Stock alerts."])
        + "\n"
    )
    return message
