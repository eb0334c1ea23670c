"""Order lines from a file as demand: what counts, and why the rest does not.

Read as the preset ``online-retail`` reads them: invoices that begin with ``C`` are returns, with ``A`` adjustments;
negative quantities are adjustments; codes that are no goods (POST, DOT, M …) are charges. Returns take nothing from
demand, since the goods had to be there. Where the file has prices, goods booked to nobody for nothing are adjustments
too. One item's code may be written in capitals or not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from pickface.channels.presets import PRESETS
from pickface.channels.reading import BadFile, Row, read_rows
from pickface.planning.demand import Demand, tabulate

_PRESET = PRESETS["online-retail"]
_PRICE = "price"


@dataclass(frozen=True)
class Read:
    """The demand of a file, how many lines count, and how many were left out by reason."""

    demand: Demand
    counted: int
    left_out: Counter[str]

    def as_json(self) -> dict[str, Any]:
        """What was read, for a report."""
        return {
            "lines": self.counted,
            "left_out": dict(self.left_out),
            "items": len(self.demand.keys),
            "days": self.demand.days,
        }


def read_demand(file: Path) -> Read:
    """The demand in a file of order lines, plain or packed; BadFile."""
    left_out: Counter[str] = Counter()
    keys: list[str] = []
    days: list[int] = []
    units: list[int] = []
    for lines in _orders(file, left_out):
        for row in lines:
            keys.append(row.cells["sku"].upper())
            days.append(_day(row))
            units.append(int(row.cells["qty"]))
    return Read(tabulate(keys, days, units), len(keys), left_out)


def read_orders(file: Path) -> list[tuple[int, tuple[str, ...]]]:
    """The orders of a file that are demand, each with its day (a proleptic ordinal) and its items; BadFile."""
    return [
        (_day(lines[0]), tuple(dict.fromkeys(row.cells["sku"].upper() for row in lines)))
        for lines in _orders(file, Counter())
    ]


def _orders(file: Path, left_out: Counter[str]) -> Iterator[list[Row]]:
    """Each order's lines that are demand; none that has none."""
    rows = read_rows(file, "orders", _PRESET.mapping)
    for _, lines in groupby(rows, lambda one: one.cells["number"]):
        if demanded := list(_of_order(list(lines), left_out)):
            yield demanded


def _of_order(lines: list[Row], left_out: Counter[str]) -> Iterator[Row]:
    """The lines of an order that are demand."""
    if _PRICE in lines[0].cells:
        why = _PRESET.of_order([line.cells for line in lines])
        if why and not lines[0].cells["number"].startswith("C"):
            left_out[why] += len(lines)
            return
    for line in lines:
        why = _PRESET.of_line(line.cells)
        if why:
            left_out[why] += 1
        else:
            yield line


def _day(row: Row) -> int:
    try:
        return date.fromisoformat(row.cells["placed_at"][:10]).toordinal()
    except (KeyError, ValueError):
        raise BadFile(
            f"line {row.line} has no date in invoiced_at", field="file", line=row.line
        ) from None
