"""The file of an import as rows of cells, whatever it is: a text with separators, or a sheet of a workbook."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Protocol

from pickface.channels.guessing import SAMPLE, BadUpload, Guess, guess, guess_sheet
from pickface.channels.upload_forms import PlanForm, ReadQuery
from pickface.workbooks.cell import address
from pickface.workbooks.package import BadWorkbook, looks_like_one
from pickface.workbooks.unfolding import Sheet, unfold

Rows = Iterator[tuple[int, list[str]]]


class Source(Protocol):
    """A file that was uploaded."""

    sheets: list[str]
    """The names of a workbook's sheets; none for a text."""

    def guess(self, kind: str, wish: ReadQuery) -> Guess:
        """How it seems to be written, but for what somebody wishes otherwise."""

    def rows(self, plan: PlanForm) -> Rows:
        """Its rows that are not blank, each with its number; BadUpload where one cannot be read."""


class TextSource:
    """A text with separators."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self.sheets: list[str] = []

    def guess(self, kind: str, wish: ReadQuery) -> Guess:
        """By its letters, separators, numbers and days."""
        seen = guess(self._raw, kind)
        encoding, separator = wish.encoding or seen.encoding, wish.separator or seen.separator
        if (encoding, separator) == (seen.encoding, seen.separator):
            return seen
        text = self._raw.decode(encoding, "replace").replace("\x00", "").encode()
        return replace(guess(text, kind), encoding=encoding, separator=separator)

    def rows(self, plan: PlanForm) -> Rows:
        """As the plan says that it is written."""
        try:
            text = self._raw.decode(plan.encoding)
        except UnicodeDecodeError as error:
            line = self._raw[: error.start].count(b"\n") + 1
            told = {"because": "encoding", "line": line, "encoding": plan.encoding}
            raise BadUpload(f"line {line} is not {plan.encoding}", **told) from None
        source = io.StringIO(text.lstrip("\ufeff"), newline="")
        reader = csv.reader(source, delimiter=plan.separator)
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield reader.line_num, cells
        except csv.Error as error:
            raise BadUpload(
                f"line {reader.line_num}: {error}", because="line", line=reader.line_num
            ) from None


class SheetSource:
    """A sheet of a workbook, unfolded once and kept beside it."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.sheets = sheet.names

    def guess(self, kind: str, wish: ReadQuery) -> Guess:  # noqa: ARG002 - its sheet was chosen as it was opened
        """By its first rows; numbers and days in it are what they are."""
        return guess_sheet(list(islice(self._sheet.each(), SAMPLE)), kind, self._sheet.name)

    def rows(self, plan: PlanForm) -> Rows:  # noqa: ARG002 - a workbook says itself how it is written
        """As they were unfolded."""
        return self._sheet.each()


def open_source(folder: Path, wanted: str = "") -> Source:
    """The file in a run's folder; of a workbook the sheet wanted, or the first that holds anything. BadUpload."""
    raw = folder / "raw"
    with raw.open("rb") as file:
        is_workbook = looks_like_one(file.read(8))
    return SheetSource(_sheet(folder, wanted)) if is_workbook else TextSource(raw.read_bytes())


def _sheet(folder: Path, wanted: str) -> Sheet:
    kept, rows = folder / "sheet.json", folder / "rows.jsonl"
    if kept.exists():
        told = json.loads(kept.read_text())
        if wanted in {"", told["name"]}:
            return Sheet(told["names"], told["name"], rows)
    kept.unlink(missing_ok=True)
    try:
        sheet = unfold(folder / "raw", folder, wanted)
    except BadWorkbook as bad:
        raise BadUpload(str(bad), **bad.params) from None
    kept.write_text(json.dumps({"names": sheet.names, "name": sheet.name}))
    return sheet


def forget_source(folder: Path) -> None:
    """The file and what was unfolded of it are not needed any more."""
    for name in ("raw", "sheet.json", "rows.jsonl"):
        (folder / name).unlink(missing_ok=True)


def cell_named(sheet: str, column: int | None, line: int) -> str:
    """How a workbook names a cell; '' for a text."""
    return address(sheet, column, line) if sheet else ""
