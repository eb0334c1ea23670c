"""An invoice as PDF (A4): who bills whom, what was shipped at which price, and the tax in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pickface.labels.columns import INVOICE, Table
from pickface.labels.documents import (
    INVOICE_ENGLISH,
    INVOICE_LAYOUT,
    BilledLine,
    Invoice,
    InvoiceWords,
    Layout,
)
from pickface.labels.drawing import A4_MM, Sheet
from pickface.labels.lettering import BOLD, CODE
from pickface.labels.paging import EDGE, RIGHT, ROW, Paper
from pickface.labels.printed import Printed
from pickface.labels.purchase import money
from pickface.labels.words import decimal

FIRST_ROW = 104.0
LAST_ROW = 268.0
SUM_ROW = 5.5


class Rate(NamedTuple):
    """The lines of one tax rate (hundredths of a percent) together, in minor units."""

    bp: int
    net_minor: int
    tax_minor: int


def rates(lines: Sequence[BilledLine], *, gross: bool) -> list[Rate]:
    """What is taxed at which rate, the lowest first; tax is rounded once for a rate, half up."""
    sums: dict[int, int] = {}
    for line in lines:
        if line.tax_bp is not None:
            sums[line.tax_bp] = sums.get(line.tax_bp, 0) + line.amount_minor
    found = []
    for bp, amount in sorted(sums.items()):
        whole = 10_000 + bp if gross else 10_000
        tax = (2 * amount * bp + whole) // (2 * whole)
        found.append(Rate(bp, amount - tax if gross else amount, tax))
    return found


def total_minor(invoice: Invoice) -> int:
    """What is to be paid."""
    amount = sum(line.amount_minor for line in invoice.lines)
    if invoice.gross:
        return amount
    return amount + sum(one.tax_minor for one in rates(invoice.lines, gross=False))


def invoice_pdf(
    invoice: Invoice,
    words: InvoiceWords = INVOICE_ENGLISH,
    layout: Layout = INVOICE_LAYOUT,
    sheet: Sheet | None = None,
) -> bytes:
    """The invoice on as many pages as it takes."""
    sheet = sheet or Printed(A4_MM, f"{words.title} {invoice.number}")
    taxes = rates(invoice.lines, gross=invoice.gross)
    paper = Paper(layout, FIRST_ROW, LAST_ROW)
    table = Table(INVOICE, layout.columns, EDGE, RIGHT)
    sums_mm = (len(taxes) + 2) * SUM_ROW
    pages = paper.shared(invoice.lines, sums=int(sums_mm // ROW) + 1)
    for number, lines in enumerate(pages, 1):
        if number == 1:
            _first_page(sheet, invoice, words)
            paper.head(sheet)
        else:
            sheet.text(EDGE, 20, f"{words.title} {invoice.number}", 12, BOLD)
        top = paper.top(number)
        _lines(sheet, table, invoice, lines, top, words)
        if number == len(pages):
            _sums(sheet, invoice, taxes, top + len(lines) * ROW + 2, words)
        paper.foot(sheet, f"{words.page} {number} / {len(pages)}")
        sheet.page()
    return sheet.finish()


def _first_page(sheet: Sheet, invoice: Invoice, words: InvoiceWords) -> None:
    sheet.text(EDGE, 18, words.title, 22, BOLD, room=90)
    sheet.text(EDGE, 30, invoice.number, 13, CODE, room=90)
    sheet.text(112, 24, f"{words.date}  {invoice.date}", 10, room=80)
    sheet.text(112, 30, f"{words.order}  {invoice.order}", 10, room=80)
    sheet.text(EDGE, 48, words.seller, 8)
    sheet.address(EDGE, 52, invoice.seller, 10, room=86)
    sheet.text(112, 48, words.buyer, 8)
    sheet.address(112, 52, invoice.buyer, 11, room=80)


def _lines(
    sheet: Sheet,
    table: Table,
    invoice: Invoice,
    lines: Sequence[BilledLine],
    top: float,
    words: InvoiceWords,
) -> None:
    if not lines:
        return
    names = ("item", "name", "qty", "price", "tax", "amount")
    table.head(sheet, top - 7, {name: getattr(words, name) for name in names})
    sheet.rule(top - 2, EDGE)
    for number, line in enumerate(lines):
        y = top + number * ROW
        cells = {
            "item": line.sku,
            "name": line.name,
            "qty": str(line.qty),
            "price": _money(line.price_minor, invoice),
            "tax": percent(line.tax_bp, invoice.language),
            "amount": _money(line.amount_minor, invoice),
        }
        table.row(sheet, y, cells)
        sheet.rule(y + ROW - 2.5, EDGE, weight=0.2)


def _sums(
    sheet: Sheet, invoice: Invoice, taxes: Sequence[Rate], y: float, words: InvoiceWords
) -> None:
    for one in taxes:
        rate = percent(one.bp, invoice.language)
        told = f"{words.net} {_money(one.net_minor, invoice)}   {words.tax} {rate}"
        sheet.text_right(160, y, told, 9)
        sheet.text_right(RIGHT, y, _money(one.tax_minor, invoice), 9)
        y += SUM_ROW
    if not taxes:
        sheet.text(EDGE, y + 1, words.untaxed, 8, room=100)
    sheet.text_right(150, y, words.total, 12, BOLD)
    sheet.text_right(
        RIGHT, y, f"{_money(total_minor(invoice), invoice)} {invoice.currency}", 12, BOLD
    )


def percent(bp: int | None, language: str) -> str:
    """A rate as it is written: 1900 is 19 %."""
    if bp is None:
        return "–"
    text = f"{bp / 100:.2f}".rstrip("0").rstrip(".")
    return f"{decimal(text, language)} %"


def _money(minor: int, invoice: Invoice) -> str:
    return decimal(money(minor, invoice.currency), invoice.language)
