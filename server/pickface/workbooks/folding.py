"""Rows into a workbook: numbers stay numbers, days are days, and text is text whatever it begins with.

``python -m pickface.workbooks.folding`` writes in a process of its own: a journal of a hundred thousand scans takes
seconds of a processor, which the server's threads must not wait for (LAWS 9).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from pickface.workbooks.cell import letters
from pickface.workbooks.plain import Rows

PATIENCE_S: Final = 120
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_WIDEST: Final = 60


class FoldingFailed(RuntimeError):
    """The process that writes the workbook ended without one."""


def fold(title: str, rows: Rows, to: Path) -> None:
    """Write a workbook of one sheet; the first row is its head."""
    with tempfile.TemporaryFile() as lines:
        for row in rows:
            lines.write(json.dumps([_plain(cell) for cell in row]).encode() + b"\n")
        lines.seek(0)
        done = subprocess.run(
            [sys.executable, "-m", "pickface.workbooks.folding", title, to],
            stdin=lines,
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
            | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
        )
    if done.returncode:
        raise FoldingFailed(done.stderr.decode(errors="replace")[-2000:])


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return ["moment", cell.replace(tzinfo=None).isoformat()]
    if isinstance(cell, date):
        return ["day", cell.isoformat()]
    return float(cell) if isinstance(cell, Decimal) else cell


def main() -> None:
    """Write the rows on standard input into the workbook that the command line names."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    os.nice(10)
    title, to = sys.argv[1:3]
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_NOT_IN_TITLES.sub("-", title)[:31])
    sheet.freeze_panes = "A2"
    for number, line in enumerate(sys.stdin.buffer):
        row = json.loads(line)
        if number == 0:
            for at, head in enumerate(row):
                sheet.column_dimensions[letters(at)].width = max(10, min(_WIDEST, len(head) + 4))
        cells = [_cell(WriteOnlyCell, sheet, one) for one in row]
        if number == 0:
            for cell in cells:
                cell.font = Font(bold=True)
        sheet.append(cells)
    book.save(to)


def _cell(make: Any, sheet: Any, said: Any) -> Any:
    if isinstance(said, list):
        kind, text = said
        cell = make(sheet, date.fromisoformat(text) if kind == "day" else datetime.fromisoformat(text))  # fmt: skip
        cell.number_format = "yyyy-mm-dd" if kind == "day" else "yyyy-mm-dd hh:mm:ss"
        return cell
    if not isinstance(said, str):
        return make(sheet, said)
    cell = make(sheet, _FORBIDDEN.sub("\ufffd", said)[:32_767])
    # Else a scanned "=cmd()" would be a formula.
    cell.data_type = "s"
    return cell


if __name__ == "__main__":
    main()
