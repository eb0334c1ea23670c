"""What goes with a parcel, as PDF: the packing slip (A4) and the parcel label (100 × 150 mm)."""

from __future__ import annotations

from reportlab.lib.units import mm

from pickface.labels import barcodes, lettering, sscc
from pickface.labels.columns import SLIP, Table
from pickface.labels.documents import (
    ENGLISH,
    SLIP_LAYOUT,
    Layout,
    PackingSlip,
    Parcel,
    SlipLine,
    Words,
)
from pickface.labels.drawing import A4_MM, LABEL_MM, Sheet
from pickface.labels.lettering import BOLD, CODE, REGULAR
from pickface.labels.paging import EDGE, RIGHT, ROW, Paper
from pickface.labels.printed import Printed
from pickface.labels.purchase import money
from pickface.labels.words import decimal

FIRST_ROW = 104.0
LAST_ROW = 268.0
NOTE_HEAD, NOTE_LINE, MOST_NOTE = 9.0, 5.0, 8
"""Of a gift's note: the room around it, of a line of it, and how many it may have."""


def parcel_label(parcel: Parcel, words: Words = ENGLISH) -> bytes:
    """The label of a parcel: who to whom, tracking number and licence plate as barcodes that scan."""
    sheet = Printed(LABEL_MM, f"{words.order} {parcel.order}")
    sheet.text(5, 4, words.sender, 7)
    sheet.address(5, 7.5, parcel.sender, 8.5, room=58, most=4)
    sheet.text(66, 4, parcel.carrier, 14, BOLD, room=30)
    sheet.rule(24)
    sheet.text(5, 26, words.receiver, 8)
    sheet.address(5, 30, parcel.receiver, 15, room=90, most=5)
    sheet.rule(64)
    sheet.text(5, 66, f"{words.order} {parcel.order}", 11, BOLD, room=62)
    if parcel.weight_g:
        sheet.text_right(95, 66, f"{parcel.weight_g / 1000:.2f} kg", 11)
    sheet.text(5, 72, words.tracking, 7)
    sheet.symbol(barcodes.code128(parcel.tracking), 0, 76, room=100, height=22)
    sheet.text_centred(50, 99, parcel.tracking, 12, CODE, room=90)
    sheet.rule(106)
    sheet.text(5, 108, words.plate, 7)
    sheet.symbol(barcodes.plate(parcel.plate), 0, 112, room=100, height=28)
    sheet.text_centred(50, 141.5, sscc.spaced(parcel.plate), 12, CODE, room=90)
    return sheet.finish()


def packing_slip(
    slip: PackingSlip,
    words: Words = ENGLISH,
    layout: Layout = SLIP_LAYOUT,
    sheet: Sheet | None = None,
) -> bytes:
    """What lies in the parcel, line by line, on as many pages as it takes."""
    sheet = sheet or Printed(A4_MM, f"{words.packing_slip} {slip.parcel.order}")
    note = _note_lines(slip)
    note_mm = NOTE_HEAD + len(note) * NOTE_LINE if note else 0
    paper = Paper(layout, FIRST_ROW + note_mm, LAST_ROW)
    columns = [name for name in layout.columns if name != "price" or not slip.gift]
    table = Table(SLIP, columns, EDGE, RIGHT)
    pages = paper.shared(slip.lines)
    for number, lines in enumerate(pages, 1):
        if number == 1:
            _first_page(sheet, slip, words)
            _gift_note(sheet, note, words)
            paper.head(sheet)
        else:
            title = f"{words.packing_slip} · {words.order} {slip.parcel.order}"
            sheet.text(EDGE, 20, title, 12, BOLD)
        _lines(sheet, table, slip, lines, paper.top(number), words)
        if number == len(pages):
            total = sum(line.shipped for line in slip.lines if not line.kit)
            sheet.text(EDGE, 278 - paper.foot_mm, f"{total} {words.units}", 10, BOLD, room=60)
        paper.foot(sheet, f"{words.page} {number} / {len(pages)}")
        sheet.page()
    return sheet.finish()


def _first_page(sheet: Sheet, slip: PackingSlip, words: Words) -> None:
    parcel = slip.parcel
    sheet.text(EDGE, 18, words.packing_slip, 22, BOLD, room=90)
    sheet.text(EDGE, 30, f"{words.order} {parcel.order}", 13, room=90)
    sheet.text(EDGE, 36, slip.date, 10, room=90)
    sheet.symbol(barcodes.code128(parcel.order), 112, 18, room=80, height=16, module=0.4)
    sheet.text(EDGE, 48, words.sender, 8)
    sheet.address(EDGE, 52, parcel.sender, 10, room=80)
    sheet.text(112, 48, words.receiver, 8)
    sheet.address(112, 52, parcel.receiver, 11, room=80)
    sheet.text(EDGE, 82, f"{words.tracking}  {parcel.tracking}", 9, room=86)
    sheet.text(EDGE, 77.5, parcel.tracking_url, 7, room=174)
    sheet.text(112, 82, sscc.spaced(parcel.plate), 9, CODE, room=80)
    sheet.paragraph(EDGE, 87, slip.note, 9, room=174, most=2)


def _note_lines(slip: PackingSlip) -> list[str]:
    """A gift's note, broken where whoever wrote it has broken it and where the paper ends."""
    found: list[str] = []
    for said in slip.gift_note.splitlines():
        found += lettering.wrap(said, REGULAR, 11, (RIGHT - EDGE - 8) * mm, MOST_NOTE - len(found))
        if len(found) >= MOST_NOTE:
            break
    return found


def _gift_note(sheet: Sheet, note: list[str], words: Words) -> None:
    if not note:
        return
    top = FIRST_ROW - 10
    sheet.frame(EDGE, top, RIGHT - EDGE, NOTE_HEAD + len(note) * NOTE_LINE - 2)
    sheet.text(EDGE + 4, top + 1.5, words.gift_note, 8, BOLD)
    for number, line in enumerate(note):
        sheet.text(EDGE + 4, top + 5.5 + number * NOTE_LINE, line, 11, room=RIGHT - EDGE - 8)


def _lines(
    sheet: Sheet,
    table: Table,
    slip: PackingSlip,
    lines: tuple[SlipLine, ...],
    top: float,
    words: Words,
) -> None:
    table.head(
        sheet,
        top - 7,
        {
            name: getattr(words, name)
            for name in ("item", "name", "lot", "price", "shipped", "ordered")
        },
    )
    sheet.rule(top - 2, EDGE)
    for number, line in enumerate(lines):
        y = top + number * ROW
        cells = {
            "item": line.sku,
            "name": f"{line.name}, {words.instead_of} {line.instead_of}"
            if line.instead_of
            else line.name,
            "lot": line.lot,
            "price": _price(line, slip),
            "shipped": str(line.shipped),
            "ordered": "" if line.part else str(line.ordered),
        }
        table.row(sheet, y, cells, inset=4 if line.part else 0, bold=line.kit)
        sheet.rule(y + ROW - 2.5, EDGE, weight=0.2)


def _price(line: SlipLine, slip: PackingSlip) -> str:
    if line.price_minor is None:
        return ""
    return decimal(money(line.price_minor, slip.currency), slip.language)
