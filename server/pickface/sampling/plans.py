"""How many of the units that have come are looked at: a line of text, of an item, a supplier or a site. Pure.

``none`` (it is trusted), ``all``, ``10%``, ``5`` (so many units), or a table by lot size:
``1-50: 5, 51-500: 20, more: 50``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pickface.errors import BadRequest

NONE = "none"
MOST = 120
"""How long such a line may be."""
_ROWS = 12
_SHARE = re.compile(r"(100|[1-9]\d?)\s*%")
_UNITS = re.compile(r"[1-9]\d{0,5}")
_ROW = re.compile(r"(?:(\d{1,7})\s*-\s*(\d{1,7})|(more))\s*:\s*([1-9]\d{0,5})")


class BadPlan(BadRequest):
    """The line says nothing that a plan can say; ``params``: ``field``, ``plan``."""

    code = "bad_inspection_plan"


@dataclass(frozen=True, slots=True)
class Plan:
    """``share`` of a hundred, or the first of ``steps`` (up to so many units, look at so many) that is large enough."""

    share: int = 0
    steps: tuple[tuple[int | None, int], ...] = ()

    def looks(self, units: int) -> int:
        """How many of ``units`` are looked at: at least one, and never more than there are."""
        if self.share:
            return max(1, -(-units * self.share // 100))
        most = next((look for upto, look in self.steps if upto is None or units <= upto), units)
        return max(1, min(units, most))


def read(text: str, field: str = "inspection") -> Plan | None:
    """The plan that a line names; None for ``none`` and for nothing. BadPlan where it cannot be read."""
    line = text.strip().lower()
    if line in {"", NONE}:
        return None
    if line == "all":
        return Plan(share=100)
    if found := _SHARE.fullmatch(line):
        return Plan(share=int(found[1]))
    if _UNITS.fullmatch(line):
        return Plan(steps=((None, int(line)),))
    return Plan(steps=_table(line, field))


def _table(line: str, field: str) -> tuple[tuple[int | None, int], ...]:
    """The rows of a table: each begins where the one before ends, and ``more`` stands last."""
    rows: list[tuple[int | None, int]] = []
    begins = 1
    for part in line.split(","):
        row = _ROW.fullmatch(part.strip())
        if row is None or (rows and rows[-1][0] is None) or len(rows) == _ROWS:
            raise BadPlan("none, all, 10%, 5, or 1-50: 5, 51-500: 20, more: 50", field=field)
        if row[3]:
            rows.append((None, int(row[4])))
            continue
        least, most = int(row[1]), int(row[2])
        if least != begins or most < least:
            raise BadPlan("a row begins where the one before ends", field=field)
        rows.append((most, int(row[4])))
        begins = most + 1
    return tuple(rows)


def which(item: str, supplier: str, site: str) -> str:
    """Whose word counts: the item's, else the supplier's, else the site's; ``''`` says nothing, ``none`` says no."""
    return next((line for line in (item, supplier, site) if line.strip()), NONE)


def is_wanted(line: str) -> bool:
    """Whether a line asks to look at anything."""
    return line.strip().lower() not in {"", NONE}
