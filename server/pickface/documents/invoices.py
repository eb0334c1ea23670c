"""Invoices: what was shipped of an order and is on none yet, numbered without a gap, and never changed afterwards.

The number is taken from the site's series in the transaction that writes the invoice: whoever bills at the same time
waits for that row, and an invoice that is not made takes no number with it. All that is printed is kept with it.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from pickface.db import Row, Tx, row, rows
from pickface.documents import template, templates
from pickface.errors import Conflict, NotFound
from pickface.labels.documents import Address, BilledLine, Invoice, InvoiceWords, Layout
from pickface.labels.words import INVOICE_WORDS, SLIP_WORDS, day, decimal, language_of
from pickface.locations import settings
from pickface.orders.service import NoSuchOrder

# A component of a kit is billed with its kit, as soon as one is whole.
_LINES = """
SELECT 'order_line' AS of, l.id, l.line_no, i.sku, i.name, l.price_minor, l.tax_bp, l.shipped - l.billed AS qty,
  COALESCE(y.name, '') AS instead_of
FROM order_line l JOIN item i ON i.id = l.item_id
LEFT JOIN order_line a ON a.id = l.substitute_for LEFT JOIN item y ON y.id = a.item_id
WHERE l.order_id = :order AND l.order_kit_id IS NULL AND l.shipped > l.billed
UNION ALL
SELECT 'order_kit', k.id, k.line_no, i.sku, i.name, k.price_minor, k.tax_bp,
  (SELECT MIN(l.shipped / (l.qty / k.qty)) FROM order_line l WHERE l.order_kit_id = k.id) - k.billed, ''
FROM order_kit k JOIN item i ON i.id = k.item_id WHERE k.order_id = :order
ORDER BY line_no
"""
_SHOWN = (
    "SELECT v.id, v.code AS number, v.made_at, v.total_minor, v.currency, v.order_id, p.name AS person "
    "FROM invoice v LEFT JOIN person p ON p.id = v.person_id "
)


class NothingToBill(Conflict):
    """Nothing was shipped of the order that no invoice has yet, and it has none."""

    code = "nothing_to_bill"


class NoPrices(Conflict):
    """No line of the order has a price."""

    code = "order_without_prices"


def make(tx: Tx, site_id: int, order_id: int, person_id: int) -> tuple[int, bool]:
    """Bill what was shipped; the invoice, and whether it is new: where nothing is to be billed it is the latest.

    NoSuchOrder, NothingToBill, NoPrices.
    """
    order = tx.one(
        "SELECT * FROM orders WHERE id = :id AND site_id = :site" + tx.for_update,
        id=order_id,
        site=site_id,
    )
    if order is None:
        raise NoSuchOrder("the site has no such order", order=order_id)
    found = [one for one in tx.all(_LINES, order=order_id) if (one["qty"] or 0) > 0]
    if not found:
        latest = tx.value("SELECT MAX(id) FROM invoice WHERE order_id = :id", id=order_id)
        if latest is None:
            raise NothingToBill("nothing of it was shipped", order=order["number"])
        return int(latest), False
    if not any(one["price_minor"] for one in found):
        raise NoPrices("the order tells no prices", order=order["number"])
    return _write(tx, site_id, order, found, person_id), True


def _write(tx: Tx, site_id: int, order: Row, found: list[Row], person_id: int) -> int:
    from pickface.labels import invoice as drawn

    site = tx.one("SELECT name, address, timezone FROM site WHERE id = :id", id=site_id)
    if site is None:
        raise NotFound("no such site", site=site_id)
    rules = settings.of_site(site_id, tx)
    language = language_of(order["language"], rules.document_language)
    number = _next_number(tx, site_id)
    made = Invoice(
        number=f"{rules.invoice_prefix}{number}",
        date=day(_today(tx.now, site["timezone"]), language),
        order=order["number"],
        seller=_seller(site),
        buyer=_buyer(order),
        currency=rules.value_currency,
        lines=tuple(
            BilledLine(
                one["sku"],
                _named(one, language),
                int(one["qty"]),
                one["price_minor"],
                one["tax_bp"],
            )
            for one in found
        ),
        gross=rules.prices_with_tax,
        language=language,
    )
    total = drawn.total_minor(made)
    kept = templates.of_site(site_id, "invoice", language, tx)
    logo, _ = templates.logo(site_id, tx)
    facts = facts_of(made, order["customer"], site["name"], total)
    laid = template.layout(kept, facts, b"")
    body = {
        "invoice": asdict(made),
        "words": asdict(template.own_words(INVOICE_WORDS[language], kept)),
        "layout": {"columns": laid.columns, "head": laid.head, "foot": laid.foot},
        "logo": logo if kept.logo else "",
    }
    invoice_id = tx.insert(
        "invoice",
        site_id=site_id,
        order_id=order["id"],
        number=number,
        code=made.number,
        made_at=tx.now,
        person_id=person_id,
        total_minor=total,
        currency=made.currency,
        body=json.dumps(body, ensure_ascii=False),
    )
    for one in found:
        tx.run(
            f"UPDATE {one['of']} SET billed = billed + :qty WHERE id = :id",
            qty=one["qty"],
            id=one["id"],
        )
    return invoice_id


def _named(line: Row, language: str) -> str:
    """An item by its name, and what it was sent for where that was another one."""
    other = line["instead_of"]
    return f"{line['name']}, {SLIP_WORDS[language].instead_of} {other}" if other else line["name"]


def _next_number(tx: Tx, site_id: int) -> int:
    """One more than the last; where invoices came from another installation, than theirs."""
    return int(
        tx.value(
            "INSERT INTO invoice_series (site_id, last) VALUES (:site, "
            "(SELECT COALESCE(MAX(number), 0) + 1 FROM invoice WHERE site_id = :site)) "
            "ON CONFLICT (site_id) DO UPDATE SET last = invoice_series.last + 1 RETURNING last",
            site=site_id,
        )
    )


def facts_of(made: Invoice, customer: str, site: str, total_minor: int) -> dict[str, str]:
    """What the placeholders of an invoice's template stand for."""
    from pickface.labels.purchase import money

    total = decimal(money(total_minor, made.currency), made.language)
    return {
        "order": made.order,
        "customer": customer,
        "date": made.date,
        "site": site,
        "number": made.number,
        "total": f"{total} {made.currency}",
    }


def _today(now: int, zone: str) -> str:
    return f"{dt.datetime.fromtimestamp(now / 1000, ZoneInfo(zone)):%Y-%m-%d}"


def _seller(site: Row) -> Address:
    return Address(
        site["name"], tuple(line for line in site["address"].splitlines() if line.strip())
    )


def _buyer(order: Row) -> Address:
    town = " ".join(part for part in (order["postcode"], order["city"]) if part)
    return Address(order["customer"], (order["street"], town, order["country"]))


def list_of_order(site_id: int, order_id: int) -> list[dict[str, Any]]:
    """The invoices of an order, the first one first."""
    found = rows(
        _SHOWN + "WHERE v.order_id = :order AND v.site_id = :site ORDER BY v.id",
        order=order_id,
        site=site_id,
    )
    return [dict(one) for one in found]


def show(site_id: int, invoice_id: int) -> dict[str, Any]:
    """One invoice."""
    found = row(_SHOWN + "WHERE v.id = :id AND v.site_id = :site", id=invoice_id, site=site_id)
    if found is None:
        raise NotFound("no such invoice", invoice=invoice_id)
    return dict(found)


def drawing(site_id: int, invoice_id: int) -> tuple[Invoice, InvoiceWords, Layout]:
    """An invoice with its words and layout, as they were when it was made."""
    found = row(
        "SELECT body FROM invoice WHERE id = :id AND site_id = :site", id=invoice_id, site=site_id
    )
    if found is None:
        raise NotFound("no such invoice", invoice=invoice_id)
    body = json.loads(found["body"])
    told = body["invoice"]
    made = Invoice(
        **{
            **told,
            "seller": _address(told["seller"]),
            "buyer": _address(told["buyer"]),
            "lines": tuple(BilledLine(**line) for line in told["lines"]),
        }
    )
    laid = {name: tuple(lines) for name, lines in body["layout"].items()}
    return (
        made,
        InvoiceWords(**body["words"]),
        Layout(**laid, logo=templates.logo_of(site_id, body["logo"])),
    )


def _address(told: dict[str, Any]) -> Address:
    return Address(told["name"], tuple(told["lines"]))
