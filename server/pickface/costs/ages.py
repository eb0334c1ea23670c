"""How old goods are: the steps of age, and a value shared over them without a minor unit lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.stock.costing import in_turn

DAY_MS = 86_400_000
STEPS: tuple[tuple[int, int | None], ...] = (
    (0, 30),
    (31, 90),
    (91, 180),
    (181, 365),
    (366, None),
)
"""From so many to so many days in the house."""
STEP = "CASE " + " ".join(
    f"WHEN at > :now - {(to + 1) * DAY_MS} THEN {n}" for n, (_, to) in enumerate(STEPS) if to is not None
) + f" ELSE {len(STEPS) - 1} END"  # fmt: skip
"""As SQL: the number of a layer's step, by ``:now``."""


def rows_of(steps: Sequence[Mapping[str, int]]) -> list[dict[str, Any]]:
    """Steps as they are answered."""
    return [
        {"from_days": start, "to_days": end, **step}
        for (start, end), step in zip(STEPS, steps, strict=True)
    ]


def by_age(
    found: Sequence[Mapping[str, Any]], method: str, average_minor: int
) -> list[dict[str, int]]:
    """An item's units and value by step: layers have their own cost, an average is every known unit's alike."""
    steps = [{"qty": 0, "unknown_qty": 0, "value_minor": 0} for _ in STEPS]
    known = [0] * len(STEPS)
    for one in found:
        step = steps[one["step"]]
        step["qty"] += int(one["qty"])
        step["unknown_qty"] += int(one["qty"] - one["known"])
        step["value_minor"] += int(one["fifo"])
        known[one["step"]] += int(one["known"])
    if method == "average":
        parts = in_turn(average_minor, known) if sum(known) else [0] * len(STEPS)
        for step, part in zip(steps, parts, strict=True):
            step["value_minor"] = part
    return steps
