"""What a virtual person says of goods that they look at, and what stands on them. Pure but for chance."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

BAD = 0.15
"""Share of what is inspected that is not good."""


def judge(grades: Sequence[Any], chance: Random) -> str:
    """Most goods are good, which is the first grade."""
    bad = grades[1:] if chance.random() < BAD else ()
    return str(chance.choice(bad or grades[:1])["code"])


def place_of(step: Any, pending: Any) -> int | None:
    """Where what has this grade, or was too warm, is laid; None where neither says."""
    if pending.get("held") is not None:
        return int(pending["held"])
    grades = {one["code"]: one for one in step.get("grades") or ()}
    found: int | None = grades.get(pending.get("grade"), {}).get("place")
    return found


def lot_of(step: Any, pending: Any) -> str:
    """The lot that stands on goods which are expected, as the script has it."""
    lines = [line for line in step["lines"] if line["item"] == pending["item"] and line.get("lot")]
    return str(lines[0]["lot"]["code"]) if lines else ""
