"""What an import did, and every line that it left out with the reason."""

from __future__ import annotations

import csv
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pickface.channels.columns import SPOILT
from pickface.channels.reading import Layout, Row
from pickface.workbooks.plain import harmless

_COLUMN_OF = {
    "no_sku": "sku",
    "duplicate_in_file": "sku",
    "unknown_item": "sku",
    "no_number": "number",
    "order_exists": "number",
    "check_digit": "barcodes",
    "barcode_taken": "barcodes",
}
"""Which cell a reason is about, where it does not name its column."""


@dataclass
class Report:
    """Counts of one import; the lines left out go to a file as they are met.

    ``created`` and ``unchanged`` count items or orders, ``lines`` and ``left_out`` count lines of the file.
    """

    kind: str
    source: Path
    left_out_file: Path
    lines: int = 0
    created: int = 0
    unchanged: int = 0
    batches: int = 0
    longest_batch_ms: int = 0
    seconds: float = 0.0
    layout: Layout | None = None
    left_out: Counter[str] = field(default_factory=Counter)

    def __enter__(self) -> Self:
        self._started = time.monotonic()
        self.left_out_file.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.left_out_file.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(["line", "cell", "reason", "detail", "cells"])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        self.seconds = time.monotonic() - self._started

    def leave_out(self, row: Row, reason: str, detail: str = "") -> None:
        """Note a line that is not brought in."""
        self.left_out[reason] += 1
        cells = "; ".join(
            f"{name}={cell}" for name, cell in row.cells.items() if cell and name != SPOILT
        )
        told = [row.line, self._cell(row, reason), reason, harmless(detail), harmless(cells)]
        self._writer.writerow(told)

    def lie(self, layout: Layout) -> None:
        """Note where in a workbook the lines stand."""
        self.layout = layout

    def _cell(self, row: Row, reason: str) -> str:
        """What a workbook calls the cell that a reason is about; '' in a text."""
        if self.layout is None:
            return ""
        spoilt = row.cells.get(SPOILT, "").partition(" ")[2]
        return spoilt or self.layout.cell(
            row.line, _COLUMN_OF.get(reason, reason.removeprefix("bad_"))
        )

    def note_batch(self, seconds: float) -> None:
        """Note how long the writer was held."""
        self.batches += 1
        self.longest_batch_ms = max(self.longest_batch_ms, round(seconds * 1000))

    @property
    def good(self) -> bool:
        """False when the file brought nothing: then something is wrong with it, or with how it was read."""
        return self.lines == 0 or self.created + self.unchanged > 0

    def as_json(self) -> dict[str, Any]:
        """The report as one JSON object."""
        return {
            "kind": self.kind,
            "file": self.source.name,
            "lines": self.lines,
            "created": self.created,
            "unchanged": self.unchanged,
            "left_out": dict(self.left_out.most_common()),
            "left_out_file": str(self.left_out_file),
            "batches": self.batches,
            "longest_batch_ms": self.longest_batch_ms,
            "seconds": round(self.seconds, 2),
        }

    def sentence(self) -> str:
        """The report for a person."""
        told = (
            f"{self.lines} lines read in {self.seconds:.1f} s: {self.created} {self.kind} are new, "
            f"{self.unchanged} were there already."
        )
        if self.left_out:
            reasons = ", ".join(
                f"{count} {reason}" for reason, count in self.left_out.most_common()
            )
            told += f"\n{self.left_out.total()} lines left out ({reasons}); each is in {self.left_out_file}"
        return told
