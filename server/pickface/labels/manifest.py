"""A manifest: what a carrier took on a day, on paper for the driver's name and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pickface.labels.drawing import A4_MM, Sheet
from pickface.labels.lettering import BOLD, CODE
from pickface.labels.printed import Printed

EDGE, TOP, ROW, LAST = 18.0, 44.0, 7.0, 262.0
COLUMNS = (
    "tracking", "plate", "number", "customer", "postcode", "city", "country", "weight_g",
)  # fmt: skip


def manifest_table(parcels: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Any]]:
    """The parcels for the carrier's system, under a head."""
    yield COLUMNS
    for parcel in parcels:
        yield [parcel[name] for name in COLUMNS]


def manifest_pdf(carrier: str, day: str, parcels: Sequence[Mapping[str, Any]]) -> bytes:
    """The parcels on as many pages as it takes, the sum and room for a name at the end."""
    most = int((LAST - TOP) // ROW)
    pages = [parcels[first : first + most] for first in range(0, len(parcels), most)] or [()]
    sheet = Printed(A4_MM, f"Manifest {carrier} {day}")
    for number, some in enumerate(pages, 1):
        sheet.text(EDGE, 16, f"Manifest  {carrier}", 18, BOLD, room=120)
        sheet.text_right(A4_MM[0] - EDGE, 18, day, 13, BOLD)
        _head(sheet)
        for line, parcel in enumerate(some):
            _line(sheet, TOP + line * ROW, parcel)
        if number == len(pages):
            weight = sum(int(parcel["weight_g"]) for parcel in parcels)
            total = f"{len(parcels)} parcels, {weight / 1000:.1f} kg"
            sheet.text(EDGE, 264, total, 12, BOLD)
            sheet.rule(278, EDGE)
            sheet.text(EDGE, 280, "Taken over (name, time)", 8)
        sheet.text_right(A4_MM[0] - EDGE, 284, f"{number} / {len(pages)}", 9)
        sheet.page()
    return sheet.finish()


def _head(sheet: Sheet) -> None:
    for x, word in ((EDGE, "Tracking number"), (56, "Order"), (84, "Receiver")):
        sheet.text(x, TOP - 9, word, 8, BOLD, room=30)
    sheet.text_right(A4_MM[0] - EDGE, TOP - 9, "Weight, g", 8, BOLD)
    sheet.rule(TOP - 4, EDGE)


def _line(sheet: Sheet, y: float, parcel: Mapping[str, Any]) -> None:
    town = " ".join(part for part in (parcel["postcode"], parcel["city"]) if part)
    receiver = ", ".join(part for part in (parcel["customer"], town, parcel["country"]) if part)
    sheet.text(EDGE, y, parcel["tracking"], 9, CODE, room=36)
    sheet.text(56, y, parcel["number"], 9, CODE, room=26)
    sheet.text(84, y, receiver, 9, room=84)
    sheet.text_right(A4_MM[0] - EDGE, y, str(parcel["weight_g"]), 9)
