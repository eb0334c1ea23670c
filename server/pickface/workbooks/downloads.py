"""A list as a file to be saved: CSV, or a workbook."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from flask import Response, stream_with_context

from pickface.workbooks.folding import fold
from pickface.workbooks.plain import Rows, csv_lines

WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer(name: str, ending: str, rows: Rows) -> Response:
    """The rows, the first of which is the head, as ``name.csv`` or ``name.xlsx``."""
    if ending == "xlsx":
        return _workbook(name, rows)
    answered = Response(stream_with_context(_in_pieces(csv_lines(rows))), mimetype="text/csv")
    answered.headers.set("Content-Disposition", "attachment", filename=f"{name}.csv")
    return answered


def _in_pieces(lines: Iterator[str]) -> Iterator[str]:
    """Some hundred lines at a time: each piece is a write to a socket."""
    piece: list[str] = []
    for line in lines:
        piece.append(line)
        if len(piece) >= 500:
            yield "".join(piece)
            piece = []
    yield "".join(piece)


def _workbook(name: str, rows: Rows) -> Response:
    with tempfile.TemporaryDirectory(prefix="pickface-") as folder:
        file = Path(folder) / "table.xlsx"
        fold(name, rows, file)
        # A hundred thousand scans are some ten megabytes.
        answered = Response(file.read_bytes(), mimetype=WORKBOOK)
    answered.headers.set("Content-Disposition", "attachment", filename=f"{name}.xlsx")
    return answered
