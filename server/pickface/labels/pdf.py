"""What goes with a parcel, as PDF: the packing slip (A4) and the parcel label (100 × 150 mm)."""

from __future__ import annotations

from pickface.labels import barcodes, sscc
from pickface.labels.documents import ENGLISH, PackingSlip, Parcel, SlipLine, Words
from pickface.labels.drawing import A4_MM, LABEL_MM, Sheet
from pickface.labels.lettering import BOLD, CODE, REGULAR

EDGE = 18.0
FIRST_ROW = 104.0
NEXT_ROW = 44.0
ROW = 9.0
LAST_ROW = 268.0


def parcel_label(parcel: Parcel, words: Words = ENGLISH) -> bytes:
    """The label of a parcel: who to whom, tracking number and licence plate as barcodes that scan."""
    sheet = Sheet(LABEL_MM, f"{words.order} {parcel.order}")
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


def packing_slip(slip: PackingSlip, words: Words = ENGLISH) -> bytes:
    """What lies in the parcel, line by line, on as many pages as it takes."""
    pages = _paginate(slip.lines)
    sheet = Sheet(A4_MM, f"{words.packing_slip} {slip.parcel.order}")
    for number, lines in enumerate(pages, 1):
        if number == 1:
            _first_page(sheet, slip, words)
        else:
            sheet.text(
                EDGE, 20, f"{words.packing_slip} · {words.order} {slip.parcel.order}", 12, BOLD
            )
        _lines(sheet, lines, FIRST_ROW if number == 1 else NEXT_ROW, words)
        if number == len(pages):
            total = sum(line.shipped for line in slip.lines if not line.kit)
            sheet.text(EDGE, 278, f"{total} {words.units}", 10, BOLD, room=60)
        sheet.text_right(A4_MM[0] - EDGE, 284, f"{words.page} {number} / {len(pages)}", 9)
        sheet.page()
    return sheet.finish()


def _paginate(lines: tuple[SlipLine, ...]) -> list[tuple[SlipLine, ...]]:
    """Share the lines out over pages; the first has less room, and there is always one."""
    first = int((LAST_ROW - FIRST_ROW) // ROW)
    more = int((LAST_ROW - NEXT_ROW) // ROW)
    rest = range(first, len(lines), more)
    return [lines[:first], *(lines[start : start + more] for start in rest)]


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


def _lines(sheet: Sheet, lines: tuple[SlipLine, ...], top: float, words: Words) -> None:
    right = A4_MM[0] - EDGE
    y = top - 7
    for x, word in ((EDGE, words.item), (52, words.name), (118, words.lot)):
        sheet.text(x, y, word, 8, BOLD, room=30)
    sheet.text_right(170, y, words.shipped, 8, BOLD)
    sheet.text_right(right, y, words.ordered, 8, BOLD)
    sheet.rule(top - 2, EDGE)
    for number, line in enumerate(lines):
        y = top + number * ROW
        inset, size = (4, 9) if line.part else (0, 10)
        sheet.text(EDGE + inset, y, line.sku, size, CODE, room=32 - inset)
        sheet.text(52 + inset, y, line.name, size, BOLD if line.kit else REGULAR, room=64 - inset)
        sheet.text(118, y, line.lot, 9, CODE, room=28)
        if line.part:
            sheet.text_right(170, y, str(line.shipped), 9)
        else:
            sheet.text_right(170, y, str(line.shipped), 11, BOLD)
            sheet.text_right(right, y, str(line.ordered), 11)
        sheet.rule(y + ROW - 2.5, EDGE, weight=0.2)
