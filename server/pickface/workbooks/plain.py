"""Rows as CSV in which nothing is a formula. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

Rows = Iterable[Sequence[Any]]
"""Cells are text, numbers, days, moments or None; the first row is the head."""


def harmless(value: Any) -> Any:
    """A scanned ``=cmd()`` stays text when a spreadsheet opens the CSV file."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + value
    return value


def csv_lines(rows: Rows) -> Iterator[str]:
    """Rows as lines of CSV; moments as UTC to the millisecond."""
    for row in rows:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerow(_written(cell) for cell in row)
        yield out.getvalue()


def _written(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="milliseconds")
    return cell.isoformat() if isinstance(cell, date) else harmless(cell)
