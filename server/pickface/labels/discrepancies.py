"""What came otherwise than it was ordered, as its supplier is told: PDF (A4), with what is asked of them for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pickface.labels.documents import Deviant, Report
from pickface.labels.drawing import A4_MM, Sheet
from pickface.labels.lettering import BOLD, CODE
from pickface.labels.paging import NEXT_ROW, shared_out
from pickface.labels.printed import Printed

EDGE = 18.0
FIRST_ROW = 104.0
ROW = 12.0
LAST_ROW = 262.0


@dataclass(frozen=True)
class ReportWords:
    """The fixed words, in the reader's language; English unless told. ``kinds``: what it was, and what is asked."""

    title: str = "Delivery report"
    supplier: str = "Supplier"
    buyer: str = "Received by"
    ordered: str = "Ordered"
    reference: str = "Your reference"
    item: str = "Item"
    qty: str = "Units"
    on: str = "Seen on"
    nothing: str = "All came as it was ordered."
    page: str = "Page"
    kinds: Mapping[str, tuple[str, str]] = field(
        default_factory=lambda: {
            "short": ("Did not come", "Please deliver the rest, or credit it."),
            "over": ("More than ordered", "Please tell us whether we may keep it, and at which price."),
            "not_expected": ("Not ordered", "Please have it collected, or tell us its price."),
            "unknown": ("Barcode not known", "Please tell us which item this is."),
            "sent_back": ("Barcode not known", "It goes back to you."),
            "damaged": ("Damaged", "Please replace or credit it."),
            "rejected": ("Rejected on inspection", "Please replace or credit it."),
            "temperature": ("Too warm or too cold", "Please replace or credit it."),
            "expired": ("Past its date", "Please replace or credit it."),
            "short_dated": ("Too little time left", "Please tell us what you offer for it."),
            "recalled": ("Of a recalled lot", "Please have it collected, and credit it."),
            "serial": ("Serial number received before", "Please check the number."),
        }
    )  # fmt: skip


ENGLISH = ReportWords()


def report_pdf(report: Report, words: ReportWords = ENGLISH) -> bytes:
    """The report on as many pages as it takes."""
    pages = shared_out(report.lines, FIRST_ROW, LAST_ROW, ROW)
    sheet = Printed(A4_MM, f"{words.title} {report.number}")
    for number, lines in enumerate(pages, 1):
        if number == 1:
            _first_page(sheet, report, words)
        else:
            sheet.text(EDGE, 20, f"{words.title} {report.number}", 12, BOLD)
        _lines(sheet, lines, FIRST_ROW if number == 1 else NEXT_ROW, words)
        sheet.text_right(A4_MM[0] - EDGE, 284, f"{words.page} {number} / {len(pages)}", 9)
        sheet.page()
    return sheet.finish()


def _first_page(sheet: Sheet, report: Report, words: ReportWords) -> None:
    sheet.text(EDGE, 18, words.title, 22, BOLD, room=170)
    sheet.text(EDGE, 30, report.number, 13, CODE, room=90)
    for x, word, who in ((EDGE, words.supplier, report.supplier), (112, words.buyer, report.buyer)):
        sheet.text(x, 48, word, 8)
        sheet.address(x, 52, who, 11, room=80)
    sheet.text(EDGE, 84, f"{words.ordered}  {report.ordered_on}", 10, room=86)
    if report.reference:
        sheet.text(112, 84, f"{words.reference}  {report.reference}", 10, room=80)
    if not report.lines:
        sheet.text(EDGE, FIRST_ROW, words.nothing, 11)


def _lines(sheet: Sheet, lines: Sequence[Deviant], top: float, words: ReportWords) -> None:
    if not lines:
        return
    right = A4_MM[0] - EDGE
    sheet.text(EDGE, top - 7, words.item, 8, BOLD, room=26)
    sheet.text_right(168, top - 7, words.qty, 8, BOLD)
    sheet.text_right(right, top - 7, words.on, 8, BOLD)
    sheet.rule(top - 2, EDGE)
    for number, line in enumerate(lines):
        y = top + number * ROW
        what, asked = words.kinds.get(line.kind, (line.kind.replace("_", " "), ""))
        named = " · ".join(dict.fromkeys(filter(None, (line.supplier_code, line.sku, line.code))))
        sheet.text(EDGE, y, named, 9, CODE, room=52)
        sheet.text(EDGE, y + 4.5, line.name, 8, room=52)
        sheet.text(74, y, what, 9, BOLD, room=76)
        sheet.text(74, y + 4.5, asked, 8, room=84)
        sheet.text_right(168, y, str(line.qty), 10, BOLD)
        sheet.text_right(right, y, line.on, 9)
        sheet.rule(y + ROW - 2.5, EDGE, weight=0.2)
