"""What the documents for customers share: a logo and lines of the house at head and foot, and the rows between."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from pickface.labels.documents import Layout
from pickface.labels.drawing import A4_MM, Sheet

T = TypeVar("T")

EDGE = 18.0
RIGHT = A4_MM[0] - EDGE
NEXT_ROW = 44.0
ROW = 9.0
HEAD_LINE, FOOT_LINE = 4.6, 3.8
LOGO_MM = (70.0, 12.0)


class Paper:
    """How much of each page is rows: the first has the head of the document, and each has the foot of the house."""

    def __init__(self, layout: Layout, first_row: float, last_row: float) -> None:
        self._layout = layout
        self.head_mm = len(layout.head) * HEAD_LINE
        self.foot_mm = len(layout.foot) * FOOT_LINE
        self._first, self._last = first_row + self.head_mm, last_row - self.foot_mm
        self._head_at = first_row - 9

    def top(self, page: int) -> float:
        """Where the rows of a page begin (mm)."""
        return self._first if page == 1 else NEXT_ROW

    def shared(self, lines: Sequence[T], sums: int = 0) -> list[tuple[T, ...]]:
        """Share the lines out over pages; there is always one, and the last has room for so many rows of sums."""
        first = int((self._last - self._first) // ROW)
        more = int((self._last - NEXT_ROW) // ROW)
        rest = range(first, len(lines), more)
        pages = [tuple(lines[:first]), *(tuple(lines[start : start + more]) for start in rest)]
        if len(pages[-1]) + sums > (first if len(pages) == 1 else more):
            pages.append(())
        return pages

    def head(self, sheet: Sheet) -> None:
        """The logo and the lines that the house wants at the head."""
        if self._layout.logo:
            sheet.picture(self._layout.logo, EDGE, 5, *LOGO_MM)
        for number, line in enumerate(self._layout.head):
            sheet.text(EDGE, self._head_at + number * HEAD_LINE, line, 10, room=RIGHT - EDGE)

    def foot(self, sheet: Sheet, page: str) -> None:
        """The lines that the house wants at the foot, and the page's number above them."""
        sheet.text_right(RIGHT, 284 - self.foot_mm, page, 9)
        for number, line in enumerate(self._layout.foot):
            y = 289.5 - self.foot_mm + number * FOOT_LINE
            sheet.text(EDGE, y, line, 8, room=RIGHT - EDGE)
