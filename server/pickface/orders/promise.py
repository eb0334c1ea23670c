"""What can be promised for which day: today's available, and what comes, less what is waited for. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Day:
    """On a day: what comes in, what orders wait for that are to ship on it, and what can be promised from then on."""

    on: str
    incoming: int
    promised: int
    available: int


@dataclass(frozen=True)
class Promise:
    """Day by day, today first; and what is incoming without a day that could be believed."""

    days: tuple[Day, ...]
    overdue: int
    undated: int


def available_by_date(
    today: str,
    available: int,
    incoming: Sequence[tuple[str, int]],
    promised: Sequence[tuple[str, int]],
) -> Promise:
    """What can still be promised for each day on which something changes; days are ISO.

    ``incoming`` and ``promised`` are (day, units). What is promised for a later day is not given away before it: a
    day's units are the least of all days from it on. What should have come and has not, or comes nobody knows when,
    is promised to nobody.
    """
    coming, going = Counter[str](), Counter[str]()
    overdue = undated = 0
    for day, units in incoming:
        if not day:
            undated += units
        elif day < today:
            overdue += units
        else:
            coming[day] += units
    for day, units in promised:
        going[max(day, today)] += units
    days = sorted({today, *coming, *going})
    sums, total = [], available
    for day in days:
        total += coming[day] - going[day]
        sums.append(total)
    least = [min(sums[at:]) for at in range(len(sums))]
    return Promise(
        tuple(
            Day(day, coming[day], going[day], max(0, left))
            for day, left in zip(days, least, strict=True)
        ),
        overdue,
        undated,
    )
