"""Workbooks for tests: drawn by the library, and mended by hand where spreadsheets write what it does not."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook


def workbook(
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    *,
    merged: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """A workbook of some sheets, row by row; ``merged`` names ranges of a sheet."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in (merged or {}).get(name, ()):
            sheet.merge_cells(cells)
    return _bytes(book)


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def mended(raw: bytes, changes: Mapping[str, tuple[str, str]]) -> bytes:
    """The same package with a text replaced in some of its parts: ``{part: (pattern, text)}``."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            content = old.read(part).decode()
            if part.filename in changes:
                pattern, text = changes[part.filename]
                content, many = re.subn(pattern, lambda _, said=text: said, content)
                assert many, f"{part.filename} has no {pattern}"
            new.writestr(part.filename, content)
    return out.getvalue()
