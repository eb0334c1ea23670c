"""A purchase order as a supplier gets it: PDF (A4), and the same lines as a table for their system."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from pickface.labels import barcodes
from pickface.labels.documents import PURCHASE_ENGLISH, BoughtLine, Purchase, PurchaseWords
from pickface.labels.drawing import A4_MM, Sheet
from pickface.labels.lettering import BOLD, CODE
from pickface.labels.paging import NEXT_ROW, ROW, shared_out
from pickface.labels.printed import Printed

EDGE = 18.0
FIRST_ROW = 104.0
LAST_ROW = 262.0
_WHOLE: Final = frozenset({"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"})
"""Currencies without a smaller unit."""
TABLE_COLUMNS: Final = (
    "number", "line", "supplier_code", "sku", "barcode", "name", "qty", "packs", "pack_qty",
    "price", "amount", "currency", "expected_on",
)  # fmt: skip


def money(minor: int, currency: str) -> str:
    """An amount as it is written, without its currency: 1234 EUR cents are 12.34."""
    return str(minor) if currency in _WHOLE else f"{minor // 100}.{minor % 100:02}"


def purchase_pdf(purchase: Purchase, words: PurchaseWords = PURCHASE_ENGLISH) -> bytes:
    """The purchase order on as many pages as it takes."""
    pages = shared_out(purchase.lines, FIRST_ROW, LAST_ROW)
    sheet = Printed(A4_MM, f"{words.title} {purchase.number}")
    for number, lines in enumerate(pages, 1):
        if number == 1:
            _first_page(sheet, purchase, words)
        else:
            sheet.text(EDGE, 20, f"{words.title} {purchase.number}", 12, BOLD)
        _lines(sheet, purchase.currency, lines, FIRST_ROW if number == 1 else NEXT_ROW, words)
        if number == len(pages):
            total = f"{words.total}  {money(purchase.amount_minor, purchase.currency)} {purchase.currency}"
            sheet.text_right(A4_MM[0] - EDGE, 272, total, 12, BOLD)
        sheet.text_right(A4_MM[0] - EDGE, 284, f"{words.page} {number} / {len(pages)}", 9)
        sheet.page()
    return sheet.finish()


def _first_page(sheet: Sheet, purchase: Purchase, words: PurchaseWords) -> None:
    sheet.text(EDGE, 18, words.title, 22, BOLD, room=90)
    sheet.text(EDGE, 30, purchase.number, 13, CODE, room=90)
    sheet.symbol(barcodes.code128(purchase.number), 112, 18, room=80, height=16, module=0.4)
    sheet.text(EDGE, 48, words.supplier, 8)
    sheet.address(EDGE, 52, purchase.supplier, 11, room=80)
    sheet.text(112, 48, words.deliver_to, 8)
    sheet.address(112, 52, purchase.buyer, 11, room=80)
    sheet.text(EDGE, 84, f"{words.ordered}  {purchase.ordered_on}", 10, room=86)
    if purchase.expected_on:
        sheet.text(112, 84, f"{words.expected}  {purchase.expected_on}", 10, BOLD, room=80)


def _lines(
    sheet: Sheet, currency: str, lines: tuple[BoughtLine, ...], top: float, words: PurchaseWords
) -> None:
    right = A4_MM[0] - EDGE
    y = top - 7
    for x, word in ((EDGE, words.item), (48, words.ours), (76, words.name)):
        sheet.text(x, y, word, 8, BOLD, room=26)
    for x, word in ((148, words.qty), (168, words.price), (right, words.amount)):
        sheet.text_right(x, y, word, 8, BOLD)
    sheet.rule(top - 2, EDGE)
    for number, line in enumerate(lines):
        y = top + number * ROW
        sheet.text(EDGE, y, line.supplier_code, 9, CODE, room=28)
        sheet.text(48, y, line.sku, 9, CODE, room=26)
        sheet.text(76, y, line.name, 9, room=54)
        packs = f"{line.packs} × {line.pack_qty} = " if line.packs else ""
        sheet.text_right(148, y, f"{packs}{line.qty}", 10, BOLD)
        sheet.text_right(168, y, money(line.price_minor, currency), 9)
        sheet.text_right(right, y, money(line.qty * line.price_minor, currency), 9)
        sheet.rule(y + ROW - 2.5, EDGE, weight=0.2)


def purchase_table(purchase: Purchase) -> Iterator[Sequence[Any]]:
    """The lines for the supplier's system, under a head."""
    yield TABLE_COLUMNS
    for line in purchase.lines:
        amount = line.qty * line.price_minor
        yield [
            purchase.number, line.number, line.supplier_code, line.sku, line.barcode, line.name, line.qty, line.packs,
            line.pack_qty, Decimal(money(line.price_minor, purchase.currency)),
            Decimal(money(amount, purchase.currency)), purchase.currency,
            date.fromisoformat(line.expected_on or purchase.expected_on),
        ]  # fmt: skip
