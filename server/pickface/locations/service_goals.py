"""How much of the demand stock is to serve, by class of item: a line of text in the site's settings.

``95`` says it of all; ``A 98, B 95, CZ 85`` of some, and the rest stays at 95. A, B and C tell how much of an item
goes, X, Y and Z how evenly; what names both counts before what names one. All in per cent of units.
"""

from __future__ import annotations

import re
from typing import Final

from pickface.errors import BadRequest

USUAL_PCT: Final = 95.0
_ONE: Final = re.compile(r"(?:([ABC]?)([XYZ]?)\s+)?(\d{2}(?:\.\d)?)", re.IGNORECASE)
_LEAST, _MOST = 50.0, 99.9
CLASSES: Final = tuple(amount + pace for amount in "ABC" for pace in "XYZ")


def read(text: str) -> tuple[float, ...]:
    """The share for each class (9,) in the order of ``CLASSES``, from 0 to 1; BadRequest where it cannot be read."""
    said: dict[tuple[str, str], float] = {}
    for part in text.split(","):
        found = _ONE.fullmatch(part.strip())
        if found is None and part.strip():
            raise BadRequest(
                "a goal is written as 95, or by class as in A 98, B 95, CZ 85",
                field="service_goals",
            )
        if found is None:
            continue
        share = float(found[3])
        named = ((found[1] or "").upper(), (found[2] or "").upper())
        if not _LEAST <= share <= _MOST or named in said:
            raise BadRequest(
                f"a goal is from {_LEAST:g} to {_MOST:g}, of each class once", field="service_goals"
            )
        said[named] = share
    return tuple(_of(said, name[0], name[1]) / 100 for name in CLASSES)


def _of(said: dict[tuple[str, str], float], amount: str, pace: str) -> float:
    for named in ((amount, pace), (amount, ""), ("", pace), ("", "")):
        if named in said:
            return said[named]
    return USUAL_PCT
