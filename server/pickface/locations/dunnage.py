"""What fills the room that goods leave in a carton: a line of text in the site's settings.

``paper: 20 3, air cushions: 2 4 fragile``: a kind, what a litre of it weighs in grams and costs in the smallest unit of
the site's currency. The first that fits is used; *fragile* ones go to fragile goods before any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pickface.errors import BadRequest

_KIND: Final = re.compile(
    r"([^\W\d_][^\W_ -]*(?:[ -][^\W_ -]+)*)\s*:\s*(\d{1,5})(?:\s+(\d{1,6}))?(\s+fragile)?"
)
_LONGEST: Final = 30
_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Dunnage:
    """One kind: its name in the house's own words, grams and cost of a litre."""

    name: str
    litre_g: int
    litre_minor: int = 0
    for_fragile: bool = False


def read(text: str) -> list[Dunnage]:
    """The kinds that a setting names, none where it is empty; BadRequest where it cannot be read."""
    kinds = [_one(part.strip()) for part in text.split(",") if part.strip()]
    if len(kinds) > _MOST or len({one.name.lower() for one in kinds}) != len(kinds):
        raise BadRequest(f"at most {_MOST} kinds, each once", field="dunnage")
    return kinds


def _one(part: str) -> Dunnage:
    found = _KIND.fullmatch(part)
    if found is None or len(found[1]) > _LONGEST:
        raise BadRequest(
            "a kind is written as name: grams of a litre, its cost, and fragile where it is for such goods",
            field="dunnage",
            kind=part,
        )
    return Dunnage(found[1], int(found[2]), int(found[3] or 0), bool(found[4]))


def chosen(kinds: Sequence[Dunnage], *, fragile: bool) -> Dunnage | None:
    """The kind for a parcel; None where the house has named none."""
    fitting = [one for one in kinds if one.for_fragile == fragile]
    return next(iter([*fitting, *kinds]), None)
