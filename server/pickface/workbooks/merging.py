"""Cells that are merged downwards: in each row under the first stands what stands in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pickface.workbooks.cell import letters

_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")


class Merge(NamedTuple):
    """Rows of one column that are one cell; columns are counted from 0."""

    top: int
    bottom: int
    column: int


def merges(ranges: Iterable[str]) -> list[Merge]:
    """Those of some ranges (``A5:A8``) that go over more than one row, from the top of the sheet downwards."""
    found = []
    for one in ranges:
        parts = _RANGE.fullmatch(one)
        if parts and int(parts[4]) > int(parts[2]):
            found.append(Merge(int(parts[2]), int(parts[4]), _number(parts[1])))
    return sorted(found)


def _number(name: str) -> int:
    number = 0
    for sign in name:
        number = number * 26 + ord(sign) - 64
    return number - 1


class Filling:
    """Walks down a sheet and fills what lies under the first cell of a merge."""

    def __init__(self, known: Sequence[Merge]) -> None:
        self._known = known
        self._next = 0
        # Of each column the newest: merges do not lie over each other in a sheet that anybody made.
        self._open: dict[int, tuple[Merge, str]] = {}

    def row(self, number: int, cells: list[Any]) -> None:
        """Fill one row, whose cells are JSON; a row that is otherwise blank stays so."""
        while self._next < len(self._known) and self._known[self._next].top <= number:
            merge = self._known[self._next]
            self._next += 1
            if merge.top == number and merge.column < len(cells):
                said = cells[merge.column]
                self._open[merge.column] = (merge, said if isinstance(said, str) else said[0])
        if not any(cells):
            return
        for column, (merge, text) in list(self._open.items()):
            if number > merge.bottom:
                del self._open[column]
            elif number > merge.top and text:
                cells += [""] * (column + 1 - len(cells))
                filled = [text, "merged", f"{letters(column)}{merge.top}"]
                cells[column] = cells[column] or filled
