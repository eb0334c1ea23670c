"""Reading a table of any size with a header, its columns called as we call them: CSV (plain, gzip, xz), workbook."""

from __future__ import annotations

import csv
import gzip
import io
import lzma
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple, cast

from pickface.channels.cells import Writing, WrongCell, read_cell
from pickface.channels.columns import COLUMNS, NEEDED, SPOILT
from pickface.errors import BadRequest
from pickface.workbooks.cell import Cell, address
from pickface.workbooks.package import BadWorkbook, looks_like_one
from pickface.workbooks.unfolding import unfold

HEAD_WITHIN = 20
DELIMITERS = ",;\t|"
_WHY_NOT = {
    "workbook": "the workbook cannot be read; open it in a spreadsheet and save it as .xlsx again",
    "packed": "the file is a zip archive, and no workbook; unpack it first",
    "other_workbook": "workbooks are read as .xlsx; save it as that",
    "locked": "the workbook is locked by a password",
    "too_large": "the workbook unpacks to more than a table of 100,000 lines can be",
    "too_long": "at most 100,000 lines at once; cut the file in pieces",
    "entities": "the workbook defines XML entities, which none needs, and is not opened",
    "empty": "no sheet of the workbook holds anything",
    "no_such_sheet": "the workbook has no sheet of that name",
}


class BadFile(BadRequest):
    """The file as a whole cannot be read."""

    code = "bad_file"


class Row(NamedTuple):
    """A line of the file: its number, and its cells by our column names."""

    line: int
    cells: dict[str, str]


class Layout(NamedTuple):
    """Where in a workbook a table stands: its sheet, and our name of each column from A on."""

    sheet: str
    names: list[str]

    def cell(self, line: int, column: str) -> str:
        """What the workbook calls a cell: ``Goods!C17``; without a known column its row."""
        return address(self.sheet, self.names.index(column) if column in self.names else None, line)


def parse_mapping(pairs: Sequence[str]) -> dict[str, str]:
    """``FOREIGN=OURS`` pairs of the command line as a mapping."""
    mapping = {}
    for pair in pairs:
        foreign, sign, ours = pair.rpartition("=")
        if not sign or not foreign or not ours:
            raise BadFile(f"a mapping is FOREIGN=OURS, not {pair}", field="mapping")
        mapping[foreign.strip()] = ours.strip()
    return mapping


def read_rows(
    file: Path,
    kind: str,
    mapping: Mapping[str, str],
    tell: Callable[[int], None] = lambda _: None,
    lie: Callable[[Layout], None] = lambda _: None,
    sheet: str = "",
) -> Iterator[Row]:
    """The file's rows, one at a time. BadFile.

    ``tell`` hears how many bytes of the file are read, ``lie`` where in a workbook the table stands.
    """
    with file.open("rb") as raw:
        is_workbook = looks_like_one(raw.read(8))
    if is_workbook:
        yield from _workbook_rows(file, kind, mapping, lie, sheet)
        tell(file.stat().st_size)
    elif sheet:
        raise BadFile("only a workbook has sheets", field="sheet")
    else:
        yield from _text_rows(file, kind, mapping, tell)


def _workbook_rows(
    file: Path, kind: str, mapping: Mapping[str, str], lie: Callable[[Layout], None], wanted: str
) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="pickface-") as folder:
        try:
            sheet = unfold(file, Path(folder), wanted)
        except BadWorkbook as bad:
            raise BadFile(_WHY_NOT.get(bad.params["because"], str(bad)), field="file") from None
        head_line, head = _head(sheet.each(), kind, mapping)
        layout = Layout(sheet.name, _names(head, kind, mapping))
        lie(layout)
        for line, cells in sheet.each():
            if line > head_line:
                yield Row(line, _known_cells(layout, line, cells))


def _head(
    rows: Iterator[tuple[int, list[str]]], kind: str, mapping: Mapping[str, str]
) -> tuple[int, list[str]]:
    """The first of the rows on top that names every column that is needed; a title may stand above it."""
    on_top = list(islice(rows, HEAD_WITHIN))
    for line, cells in on_top:
        if {mapping.get(cell.strip(), cell.strip()) for cell in cells} >= set(NEEDED[kind]):
            return line, cells
    return on_top[0]


def _known_cells(layout: Layout, line: int, cells: list[str]) -> dict[str, str]:
    """The cells by our names. One that cannot be what its column wants spoils its line, and so its whole order."""
    found: dict[str, str] = {}
    for name, cell in zip(layout.names, cells, strict=False):
        if not name:
            continue
        try:
            found[name] = (
                read_cell(name, cell, Writing()) if isinstance(cell, Cell) else cell.strip()
            )
        except WrongCell as bad:
            found |= {name: str(cell), SPOILT: f"{bad.code} {layout.cell(line, name)}"}
    return found


def _text_rows(
    file: Path, kind: str, mapping: Mapping[str, str], tell: Callable[[int], None]
) -> Iterator[Row]:
    with ExitStack() as stack:
        raw = stack.enter_context(file.open("rb"))
        text = io.TextIOWrapper(stack.enter_context(_unpacked(raw, file)), "utf-8-sig", newline="")
        try:
            header = text.readline()
            names = _names(
                next(csv.reader([header], delimiter=_delimiter(header)), []), kind, mapping
            )
            reader = csv.reader(text, delimiter=_delimiter(header))
            for cells in reader:
                if any(cells):
                    yield Row(reader.line_num + 1, _cells(names, cells))
                tell(raw.tell())
        except UnicodeDecodeError as error:
            raise BadFile("the file is not UTF-8; save it as CSV UTF-8", field="file") from error
        except (csv.Error, lzma.LZMAError, EOFError, gzip.BadGzipFile) as error:
            raise BadFile(f"the file cannot be read: {error}", field="file") from error


def _unpacked(raw: IO[bytes], file: Path) -> IO[bytes]:
    if file.suffix == ".xz":
        return cast("IO[bytes]", lzma.LZMAFile(raw))
    return cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if file.suffix == ".gz" else raw


def _delimiter(header: str) -> str:
    return max(DELIMITERS, key=header.count)


def _names(header: list[str], kind: str, mapping: Mapping[str, str]) -> list[str]:
    """Our name of each column; '' for one that we do not know."""
    known = COLUMNS[kind]
    names = [mapping.get(name.strip(), name.strip()) for name in header]
    missing = [name for name in NEEDED[kind] if name not in names]
    if missing:
        raise BadFile(
            f"the columns {', '.join(missing)} are missing; the file has {', '.join(header)}",
            field="file",
            missing=missing,
        )
    twice = [name for name in set(names) if name in known and names.count(name) > 1]
    if twice:
        raise BadFile(f"two columns are {twice[0]}", field="file")
    return [name if name in known else "" for name in names]


def _cells(names: list[str], cells: list[str]) -> dict[str, str]:
    return {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
