"""What an uploaded spreadsheet is, as far as it can be seen: its encoding, separator, head, columns, numbers and dates.

Pure, and only ever a guess: whoever uploads sees it, and says otherwise.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pickface.channels.cells import DATES, MONEY, WHOLE
from pickface.channels.sheets import SHEETS, Sheet
from pickface.errors import BadRequest
from pickface.workbooks.cell import Cell

ENCODINGS = ("utf-8", "utf-16", "windows-1252", "windows-1250", "iso-8859-15")
SEPARATORS = (",", ";", "\t", "|")
SAMPLE = 200
HEAD_WITHIN = 20
"""A title, a date and empty lines may stand above the head."""
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "old_workbook",
    b"%PDF": "document",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"\x1f\x8b": "packed",
}


class BadUpload(BadRequest):
    """The file as a whole cannot be brought in; ``because`` says why."""

    code = "bad_upload"


@dataclass(frozen=True)
class Guess:
    """How a file seems to be written; ``columns`` are our names in its order, '' for one that is not known."""

    encoding: str
    separator: str
    head_line: int
    head: list[str]
    columns: list[str]
    decimal: str
    dates: str
    dates_are_sure: bool
    sheet: str = ""
    """Of a workbook the sheet that is read."""


def guess(raw: bytes, kind: str) -> Guess:
    """Look at a file; BadUpload if it is no table of text."""
    encoding = guess_encoding(raw)
    text = raw.decode(encoding, "replace")[:200_000]
    separator = guess_separator(text)
    return _seen(_sample(text, separator), kind, encoding, separator)


def guess_sheet(sample: Sequence[tuple[int, list[str]]], kind: str, name: str) -> Guess:
    """Look at the first rows of a sheet. What is a number or a day there shows nothing of how texts are written."""
    return replace(_seen(sample, kind, "utf-8", ","), sheet=name)


def _seen(
    sample: Sequence[tuple[int, list[str]]], kind: str, encoding: str, separator: str
) -> Guess:
    if not sample:
        raise BadUpload("the file is empty", because="empty")
    sheet = SHEETS[kind]
    head_line, head = _head(sample, sheet)
    columns = guess_columns(head, sheet)
    below = [cells for line, cells in sample if line > head_line]
    decimal = guess_decimal(_of(below, columns, MONEY | WHOLE), separator)
    dates, sure = guess_dates(_of(below, columns, DATES))
    names = [str(cell) for cell in head]
    return Guess(encoding, separator, head_line, names, columns, decimal, dates, sure)


def guess_encoding(raw: bytes) -> str:
    """The encoding of a text; BadUpload for what is none."""
    for mark, because in _OTHERS.items():
        if raw.startswith(mark):
            raise BadUpload(f"this is a {because}, not a table of text", because=because)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in raw:
        raise BadUpload("this is no text", because="binary")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def guess_separator(text: str) -> str:
    """The sign that splits most lines into the same number of cells, and into more than one."""
    lines = [line for line in text.splitlines()[:HEAD_WITHIN] if line.strip()]

    def fit(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        most = max(set(counts), key=counts.count, default=0)
        return (counts.count(most) if most else 0, most)

    return max(SEPARATORS, key=fit)


def _sample(text: str, separator: str) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    try:
        for cells in _numbered(text, separator):
            found.append(cells)
            if len(found) >= SAMPLE:
                break
    except csv.Error:
        # A cell that never ends: what came before it is shown, and the line is told when all is read.
        pass
    return found


def _numbered(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=separator)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [cell.strip() for cell in cells]


def _head(sample: Sequence[tuple[int, list[str]]], sheet: Sheet) -> tuple[int, list[str]]:
    """The line whose cells are known as names of columns; of equals the first."""
    within = sample[:HEAD_WITHIN]
    return max(within, key=lambda one: len({name for name in guess_columns(one[1], sheet) if name}))


def guess_columns(head: Sequence[str], sheet: Sheet) -> list[str]:
    """Our name of each column, each once; '' for what is not known."""
    taken: set[str] = set()
    columns = []
    for cell in head:
        name = sheet.called(plain(cell))
        if name in taken:
            name = ""
        taken.add(name)
        columns.append(name)
    return columns


def plain(text: str) -> str:
    """A column's name without signs, spaces, case and accents."""
    flat = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    return re.sub(r"[^a-z0-9]", "", flat)


def _of(lines: Sequence[Sequence[str]], columns: Sequence[str], names: frozenset[str]) -> list[str]:
    return [
        cell
        for cells in lines
        for name, cell in zip(columns, cells, strict=False)
        if name in names and cell and not isinstance(cell, Cell)
    ]


def guess_decimal(cells: Sequence[str], separator: str) -> str:
    """The sign before decimals: the last of two kinds, or the one before one or two digits."""
    comma = sum(bool(re.search(r"\.\d{3},|,\d{1,2}\D*$", cell)) for cell in cells)
    point = sum(bool(re.search(r",\d{3}\.|\.\d{1,2}\D*$", cell)) for cell in cells)
    if comma == point:
        return "," if separator == ";" else "."
    return "," if comma > point else "."


def guess_dates(cells: Sequence[str]) -> tuple[str, bool]:
    """``dmy`` or ``mdy`` for days that are not ISO, and whether it is sure."""
    first, second, dotted, odd = 0, 0, 0, 0
    for cell in cells:
        found = re.match(r"(\d{1,2})([./-])(\d{1,2})[./-]\d{2,4}", cell)
        if found is None:
            continue
        odd += 1
        first, second = max(first, int(found[1])), max(second, int(found[3]))
        dotted += found[2] == "."
    if second > 12 >= first:
        return "mdy", True
    return "dmy", first > 12 or dotted > 0 or not odd
