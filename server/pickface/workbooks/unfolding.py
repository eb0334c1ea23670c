"""One sheet of a workbook, row by row, into a file of JSON lines.

``python -m pickface.workbooks.unfolding`` does it in a process of its own, niced, with an end to its memory and time:
a workbook is somebody else's program for a parser, and reading a large one takes seconds of a processor (LAWS 9).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from pickface.workbooks.cell import read
from pickface.workbooks.merging import Filling, merges
from pickface.workbooks.package import BadWorkbook, look_over

MOST_ROWS: Final = 101_000
"""A hundred thousand lines, and what may stand above them."""
MOST_COLUMNS: Final = 200
LAST_ROW: Final = 1_048_576
LONGEST: Final = 2_001
PATIENCE_S: Final = 80
MEMORY: Final = 1 << 30
_MERGED = re.compile(rb'<mergeCell\s+ref="([A-Z0-9:]{5,21})"')
_FORMULA = re.compile(rb"<f[\s>/]")
_ZEROS = re.compile("0{2,}")


class Sheet(NamedTuple):
    """What became of a workbook: the names of its sheets, which of them was unfolded, and where its rows are."""

    names: list[str]
    name: str
    rows: Path

    def each(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that are not blank, each with its number in the sheet."""
        with self.rows.open(encoding="utf-8") as lines:
            for line in lines:
                number, cells = json.loads(line)
                yield number, [read(one) for one in cells]


def unfold(file: Path, folder: Path, wanted: str = "") -> Sheet:
    """A sheet by its name, else the first that holds anything, as rows in ``folder``; BadWorkbook."""
    look_over(file)
    out = folder / "rows.jsonl"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pickface.workbooks.unfolding", file, out, wanted],
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
            | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
        )
        told = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        # The system ended it: memory or time were at their end.
        raise BadWorkbook("too_large") from None
    if "because" in told:
        raise BadWorkbook(told.pop("because"), **told)
    return Sheet(told["names"], told["name"], out)


def main() -> None:
    """Unfold the sheet that the command line names, and say what became of it on standard output."""
    import resource

    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE_S, PATIENCE_S))
    warnings.simplefilter("ignore")
    file, out, wanted = sys.argv[1:4]
    try:
        told = unfold_here(Path(file), Path(out), wanted)
    except BadWorkbook as bad:
        told = bad.params
    except MemoryError:
        told = {"because": "too_large"}
    # Whatever a broken or hostile workbook makes the parser do ends here, with this process.
    except Exception as error:  # noqa: BLE001
        told = {"because": _because(error)}
    sys.stdout.write(json.dumps(told))


def _because(error: BaseException | None) -> str:
    """The reader wraps what its parser raises."""
    while error is not None:
        if type(error).__name__ in {
            "EntitiesForbidden",
            "DTDForbidden",
            "ExternalReferenceForbidden",
        }:
            return "entities"
        error = error.__cause__ or error.__context__
    return "workbook"


def unfold_here(file: Path, out: Path, wanted: str) -> dict[str, Any]:
    """Unfold a sheet in this very process: ``{"names", "name", "rows"}``; whatever the parser raises."""
    from openpyxl import load_workbook

    with file.open("rb") as raw:
        book = load_workbook(raw, read_only=True, data_only=True, keep_links=False)
        sheets = {one.title: one for one in book.worksheets}
        if wanted and wanted not in sheets:
            raise BadWorkbook("no_such_sheet", sheet=wanted)
        shown = [one.title for one in book.worksheets if one.sheet_state == "visible"]
        names = shown or list(sheets)
        for name in [wanted] if wanted else names:
            many = _write(file, sheets[name], out)
            if many or wanted:
                return {"names": names, "name": name, "rows": many}
        raise BadWorkbook("empty")


def _write(file: Path, sheet: Any, out: Path) -> int:
    """Write the rows that are not blank; answers how many there are."""
    # The reader keeps the part's name to itself, and does not tell of merged cells.
    formulas, ranges = _skim(file, sheet._worksheet_path)  # noqa: SLF001
    filling = Filling(merges(ranges))
    many = 0
    with out.open("w", encoding="utf-8") as lines, file.open("rb") as again:
        beside = _formulas(again, sheet.title) if formulas else None
        for number, cells in enumerate(_rows(sheet), 1):
            row = [_said(cell) for cell in cells]
            if beside is not None:
                _mark_unsolved(row, cells, next(beside, ()))
            filling.row(number, row)
            while row and not row[-1]:
                row.pop()
            if not row:
                continue
            many += 1
            if many > MOST_ROWS:
                raise BadWorkbook("too_long", most=MOST_ROWS - 1_000)
            lines.write(json.dumps([number, row], ensure_ascii=False) + "\n")
    return many


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    # What a sheet says of its own size is a claim; without it each row ends with its last cell.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_row=LAST_ROW):
        yield tuple(row[:MOST_COLUMNS])


def _formulas(file: IO[bytes], title: str) -> Iterator[tuple[Any, ...]]:
    """The same sheet with its formulas instead of their results."""
    from openpyxl import load_workbook

    return _rows(load_workbook(file, read_only=True, keep_links=False)[title])


def _skim(file: Path, part: str) -> tuple[bool, list[str]]:
    """Whether a sheet has formulas, and which ranges are merged, without parsing it."""
    formulas, ranges, kept = False, [], b""
    with zipfile.ZipFile(file) as package, package.open(part) as xml:
        while chunk := xml.read(1 << 20):
            text = kept + chunk
            formulas = formulas or bool(_FORMULA.search(text))
            found = list(_MERGED.finditer(text))
            ranges += [one[1].decode() for one in found]
            kept = text[max(found[-1].end() if found else 0, len(text) - 60) :]
    return formulas, ranges


def _said(cell: Any) -> Any:
    """A cell as JSON: text, or text with its kind."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value[:LONGEST]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        exact = "milliseconds" if value.microsecond else "seconds"
        return [value.date().isoformat() if midnight else value.isoformat(timespec=exact), "day"]
    return [value.isoformat(), "day"] if isinstance(value, date) else str(value)


def _number(value: float, written: str) -> Any:
    """A number as spreadsheets know it, to 15 digits; one that is shown with zeros in front is what is shown."""
    text = str(value) if isinstance(value, int) else f"{value:.15g}"
    if _ZEROS.fullmatch(written) and text.isdecimal():
        return text.zfill(len(written))
    return [text, "number"]


def _mark_unsolved(row: list[Any], cells: tuple[Any, ...], formulas: tuple[Any, ...]) -> None:
    for at, (cell, formula) in enumerate(zip(cells, formulas, strict=False)):
        # A formula whose result is an empty text is solved: its cell says that it is text.
        if cell.value is None and formula.data_type == "f" and cell.data_type != "str":
            row[at] = [str(getattr(formula.value, "text", formula.value))[:200], "unsolved"]


if __name__ == "__main__":
    main()
