"""The table of a document: which columns a house wants, and where each stands. Pure geometry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pickface.labels.drawing import Sheet
from pickface.labels.lettering import BOLD, CODE, REGULAR

GAP = 2.0


@dataclass(frozen=True)
class Column:
    """A column: ``wide`` in mm (0 takes what the others leave), its type, and whether cells end at its right edge."""

    name: str
    wide: float = 0
    right: bool = False
    font: str = REGULAR
    size: float = 10


SLIP = (
    Column("item", 34, font=CODE),
    Column("name"),
    Column("lot", 28, font=CODE, size=9),
    Column("price", 22, right=True),
    Column("shipped", 24, right=True, font=BOLD, size=11),
    Column("ordered", 22, right=True, size=11),
)
INVOICE = (
    Column("item", 30, font=CODE, size=9),
    Column("name"),
    Column("qty", 18, right=True, font=BOLD),
    Column("price", 24, right=True),
    Column("tax", 17, right=True, size=9),
    Column("amount", 27, right=True),
)


class Table:
    """The chosen columns between two edges of a sheet (mm)."""

    def __init__(
        self, known: Sequence[Column], chosen: Sequence[str], left: float, right: float
    ) -> None:
        self._columns = [one for one in known if one.name in chosen]
        rest = right - left - sum(one.wide for one in self._columns)
        self._at: list[tuple[Column, float, float]] = []
        for one in self._columns:
            wide = one.wide or rest
            self._at.append((one, left, wide))
            left += wide

    def head(self, sheet: Sheet, y: float, words: Mapping[str, str]) -> None:
        """The names of the columns."""
        for column, x, wide in self._at:
            word = words[column.name]
            if column.right:
                sheet.text_right(x + wide, y, word, 8, BOLD, room=wide - 1)
            else:
                sheet.text(x, y, word, 8, BOLD, room=wide - GAP)

    def row(
        self,
        sheet: Sheet,
        y: float,
        cells: Mapping[str, str],
        *,
        inset: float = 0,
        bold: bool = False,
    ) -> None:
        """One line; ``inset`` moves what it is a little in and sets it smaller: a part of the line above."""
        for column, x, wide in self._at:
            size = min(column.size, 9) if inset else column.size
            if column.right:
                font = REGULAR if inset else column.font
                sheet.text_right(x + wide, y, cells[column.name], size, font, room=wide - 1)
            else:
                font = BOLD if bold and column.name == "name" else column.font
                move = 0 if column.name == "lot" else inset
                sheet.text(x + move, y, cells[column.name], size, font, room=wide - move - GAP)
