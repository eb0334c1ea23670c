"""What a virtual person weighs and measures of goods, and now and then finds wrong. Pure but for chance."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from pickface.simulate.bins import Act
from pickface.tasks.motions import SIZES

UNLIKELY = 0.15
"""Share of what is weighed or measured that is far from what it should be."""
USUAL_G, DEGREE = 1_000, 10


def measure(pending: Any, chance: Random) -> Act | None:
    """What is done about the first thing that ``pending`` goods lack; None where that is not measured."""
    match pending["need"][0]:
        case "pieces":
            return "quantity", {"qty": 1}
        case "weight_g" if "doubt" in pending:
            return "confirm", {}
        case "weight_g":
            grams = (pending["asks"].get("weigh") or USUAL_G) * pending["qty"]
            return _typed("weight_g", grams * 2 if chance.random() < UNLIKELY else grams)
        case "temperature":
            return _typed("temperature", _degrees(pending["asks"]["range"], chance))
        case field if field in SIZES:
            return "confirm", {}
    return None


def _degrees(limits: Sequence[int | None], chance: Random) -> int:
    """In tenths: within the range, or a degree above it."""
    low, high = limits
    right = high if high is not None else low or 0
    return right + DEGREE if chance.random() < UNLIKELY else right


def _typed(field: str, value: int) -> Act:
    return "fill", {"field": field, "value": value}
