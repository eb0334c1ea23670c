"""How goods that come back may be judged, and what follows: a line of text in the site's settings.

``new: restock, refurbish: hold @ REFURB-1, …``: a grade, what follows from it, and the place where such goods are laid.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pickface.errors import BadRequest

FOLLOWS = ("restock", "hold", "supplier", "scrap")
"""Back into its bin; laid apart until somebody decides; laid apart until the buyer sends it back; written off."""
USUAL = "new: restock, refurbish: hold, damaged: hold, supplier: supplier, scrap: scrap"
_GRADE = re.compile(r"([a-z0-9][a-z0-9_-]{0,19})\s*:\s*(\w+)(?:\s*@\s*([A-Z0-9._-]{1,40}))?")
_MOST = 8


@dataclass(frozen=True, slots=True)
class Grade:
    """One way to judge goods; ``place`` is a code, or '' for the site's first place of quarantine."""

    code: str
    follow: str
    place: str = ""


def read(text: str) -> list[Grade]:
    """The grades that a setting names; BadRequest where it cannot be read."""
    grades = [_one(part.strip()) for part in text.split(",") if part.strip()]
    if not 1 <= len(grades) <= _MOST or len({one.code for one in grades}) != len(grades):
        raise BadRequest(f"from one to {_MOST} grades, each once", field="return_grades")
    return grades


def _one(part: str) -> Grade:
    found = _GRADE.fullmatch(part)
    if found is None or found[2] not in FOLLOWS:
        raise BadRequest(
            f"a grade is written as name: {' or '.join(FOLLOWS)}, and @ PLACE where it has one",
            field="return_grades",
            grade=part,
        )
    place = found[3] or ""
    if place and found[2] in {"restock", "scrap"}:
        raise BadRequest(
            "where these go is not for the grade to say", field="return_grades", grade=part
        )
    return Grade(found[1], found[2], place)
