"""Sheets of A4 or Letter that the house prints for itself: badges, bin labels, licence plates and the command card."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from pickface.labels import barcodes, sscc
from pickface.labels.barcodes import Symbol
from pickface.labels.documents import ENGLISH, Badge, BinLabel, Command, ItemLabel, Plate, Words
from pickface.labels.drawing import A4_MM, Sheet, Size
from pickface.labels.lettering import BOLD, CODE
from pickface.labels.printed import Printed

T = TypeVar("T")
Draw = Callable[[Sheet, T, float, float], None]

BADGE_MM = (85.6, 54.0)  # a bank card, so that holders fit
# Seven rows leave the edge free that office printers cannot reach.
BIN_MM = (99.0, 40.0)
PLATE_MM = (99.0, 40.0)
ITEM_MM = (66.0, 38.0)
COMMAND_MM = (90.0, 54.0)
COMMAND_GAP_MM = 10.0
DIGIT_MM = (90.0, 44.0)
DIGIT_GAP_MM = 8.0
TRIAL_TOP_MM = 38.0
TRIAL_MM = 48.0


def badge_sheet(badges: Sequence[Badge], page: Size = A4_MM) -> bytes:
    """Badges to cut out, ten to a sheet of A4."""

    def draw(sheet: Sheet, badge: Badge, x: float, y: float) -> None:
        wide, _ = BADGE_MM
        sheet.text_centred(x + wide / 2, y + 5, badge.name, 18, BOLD, room=wide - 8)
        sheet.text_centred(x + wide / 2, y + 14, badge.role, 10, CODE, room=wide - 8)
        sheet.symbol(barcodes.code128(badge.code), x, y + 21, room=wide, height=20)
        sheet.text_centred(x + wide / 2, y + 43, badge.code, 11, CODE, room=wide - 8)

    return _grid("Badges", badges, BADGE_MM, draw, page)


def bin_sheet(labels: Sequence[BinLabel], page: Size = A4_MM) -> bytes:
    """Bin labels to cut out, fourteen to a sheet of A4: aisle largest, then bay, then level."""

    def draw(sheet: Sheet, label: BinLabel, x: float, y: float) -> None:
        wide, _ = BIN_MM
        if label.aisle:
            sheet.text(x + 4, y + 3, label.aisle, 44, CODE, room=38)
            sheet.text(x + 44, y + 5, label.bay, 32, CODE, room=26)
            sheet.text(x + 72, y + 7, label.level, 24, CODE, room=18)
        else:
            sheet.text(x + 4, y + 3, label.code, 40, CODE, room=wide - 8)
        sheet.text(x + wide - 12, y + 2.5, label.zone, 9, BOLD, room=10)
        sheet.symbol(barcodes.code128(label.code), x, y + 19, room=wide, height=14)
        sheet.text_centred(x + wide / 2, y + 34.3, label.code, 10, CODE, room=wide - 8)

    return _grid("Bins", labels, BIN_MM, draw, page)


def item_sheet(labels: Sequence[ItemLabel], page: Size = A4_MM) -> bytes:
    """Labels of items to cut out, 21 to a sheet of A4: the name in two lines, the number, the barcode."""

    def draw(sheet: Sheet, label: ItemLabel, x: float, y: float) -> None:
        wide, _ = ITEM_MM
        sheet.paragraph(x + 3, y + 2.5, label.name, 10, room=wide - 6, most=2)
        sheet.text(x + 3, y + 12.5, label.sku, 10, BOLD, room=wide - 6)
        sheet.symbol(barcodes.of_item(label.code), x, y + 18, room=wide, height=13)
        sheet.text_centred(x + wide / 2, y + 32, label.code, 9, CODE, room=wide - 6)

    return _grid("Items", labels, ITEM_MM, draw, page)


def plate_sheet(plates: Sequence[Plate], page: Size = A4_MM) -> bytes:
    """Labels of totes and pallets to cut out, fourteen to a sheet of A4."""

    def draw(sheet: Sheet, plate: Plate, x: float, y: float) -> None:
        wide, _ = PLATE_MM
        sheet.text_centred(
            x + 38,
            y + 4,
            sscc.spaced(plate.code),
            26 if len(plate.code) < 12 else 14,
            CODE,
            room=70,
        )
        sheet.text(x + wide - 22, y + 4, plate.kind, 10, room=18)
        sheet.symbol(barcodes.plate(plate.code), x, y + 16, room=wide, height=20)

    return _grid("Containers", plates, PLATE_MM, draw, page)


def command_card(
    commands: Sequence[Command], digits: Sequence[Command] = (), words: Words = ENGLISH
) -> bytes:
    """Printed buttons for gloved hands; wide gaps, so that a trigger never reads the neighbour."""
    sheet = Printed(A4_MM, words.commands)

    def draw(sheet: Sheet, command: Command, x: float, y: float) -> None:
        wide, _ = COMMAND_MM
        sheet.text_centred(x + wide / 2, y + 4, command.words, 20, BOLD, room=wide - 8)
        sheet.symbol(barcodes.code128(command.code), x, y + 15, room=wide, height=22)

    _fill(sheet, commands, COMMAND_MM, draw, COMMAND_GAP_MM)
    if digits:
        _fill(sheet, digits, DIGIT_MM, draw, DIGIT_GAP_MM)
    return sheet.finish()


def test_sheet(trials: Sequence[tuple[str, Symbol]], title: str, hint: str) -> bytes:
    """The test codes below each other, each across the page, so that a trigger reads one alone."""
    sheet = Printed(A4_MM, title)
    sheet.text(18, 14, title, 20, BOLD, room=174)
    sheet.paragraph(18, 24, hint, 11, room=174, most=2)
    for number, (words, symbol) in enumerate(trials):
        y = TRIAL_TOP_MM + number * TRIAL_MM
        sheet.rule(y, 18, weight=0.3)
        sheet.text(18, y + 3, words, 12, BOLD, room=174)
        sheet.symbol(symbol, 18, y + 12, room=174, height=26, module=0.4)
    sheet.page()
    return sheet.finish()


def _grid(title: str, things: Sequence[T], size: Size, draw: Draw[T], page: Size) -> bytes:
    """A document of things in cells of their own."""
    sheet = Printed(page, title)
    _fill(sheet, things, size, draw, 0)
    return sheet.finish()


def _fill(sheet: Sheet, things: Sequence[T], size: Size, draw: Draw[T], gap: float) -> None:
    """Draw each thing in its cell, cell by cell and page by page; an empty list is one empty page."""
    cells = list(_cells((sheet.width, sheet.height), size, gap))
    for number, thing in enumerate(things):
        if number and number % len(cells) == 0:
            sheet.page()
        x, y = cells[number % len(cells)]
        sheet.frame(x, y, *size)
        draw(sheet, thing, x, y)
    sheet.page()


def _cells(page: Size, size: Size, gap: float) -> Iterator[tuple[float, float]]:
    """The upper left corners of the cells on a page, centred, row by row."""
    wide, tall = size
    across = int((page[0] + gap) // (wide + gap))
    down = int((page[1] + gap) // (tall + gap))
    left = (page[0] - across * (wide + gap) + gap) / 2
    top = (page[1] - down * (tall + gap) + gap) / 2
    for row in range(down):
        for column in range(across):
            yield left + column * (wide + gap), top + row * (tall + gap)
