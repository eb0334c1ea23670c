"""A cell of a workbook: its text, and what the workbook knows of it beyond that."""

from __future__ import annotations

from typing import Any, Literal, Self

Kind = Literal["number", "day", "unsolved", "merged"]


class Cell(str):
    """The text of a cell that is more than text.

    ``number``: written with a point, without thousands. ``day``: ISO, with its time if it has one. ``unsolved``: a
    formula whose result the workbook does not hold. ``merged``: what stands in ``first``, the cell it is merged with.
    """

    __slots__ = ("first", "kind")
    kind: Kind
    first: str

    def __new__(cls, text: str, kind: Kind, first: str = "") -> Self:
        """The text with what is known of it."""
        made = super().__new__(cls, text)
        made.kind, made.first = kind, first
        return made


def read(said: Any) -> str:
    """A cell out of JSON: text, or a list of text, kind and perhaps the first cell."""
    return said if isinstance(said, str) else Cell(*said)


def letters(column: int) -> str:
    """What a workbook calls its column, counted from 0: A, B, … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(sheet: str, column: int | None, row: int) -> str:
    """A cell as people and formulas name it: ``Goods!C17``; without a column the row alone."""
    quoted = sheet if sheet.replace("_", "").isalnum() else "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{'' if column is None else letters(column)}{row}"
