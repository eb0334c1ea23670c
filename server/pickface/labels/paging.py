"""What documents share: rows shared out over pages, and on those for customers a logo and lines of the house."""

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


def shared_out(
    lines: Sequence[T], first_row: float, last_row: float, row: float = ROW
) -> list[tuple[T, ...]]:
    """Share lines of a height (mm) out over pages; the first has less room for them, and there is always one."""
    first, more = (int((last_row - top) // row) for top in (first_row, NEXT_ROW))
    rest = range(first, len(lines), more)
    return [tuple(lines[:first]), *(tuple(lines[start : start + more]) for start in rest)]


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
        pages = shared_out(lines, self._first, self._last)
        if len(pages[-1]) + sums > int((self._last - self.top(len(pages))) // ROW):
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
