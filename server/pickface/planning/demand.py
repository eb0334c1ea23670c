"""Demand as a table: items down, days across. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Units: TypeAlias = npt.NDArray[np.float64]
"""Smallest units (items, days), or one number per item (items,)."""
Whole: TypeAlias = npt.NDArray[np.int64]
"""Counts and positions."""
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Demand:
    """What was ordered of each item on each day, without gaps.

    ``units`` has the shape (items, days); row ``i`` is item ``keys[i]``, column 0 the day with the proleptic
    ordinal ``first_day``.
    """

    keys: tuple[str, ...]
    first_day: int
    units: Units

    @property
    def days(self) -> int:
        """How many days the table spans."""
        return int(self.units.shape[1])


def tabulate(
    keys: Sequence[str], days: Sequence[int], units: Sequence[int], until: int | None = None
) -> Demand:
    """Sum lines (an item's key, a day's ordinal, units) to a table that ends with day ``until``, or the last line's."""
    names = tuple(dict.fromkeys(keys))
    if not names:
        return Demand((), until or 0, np.zeros((0, 0)))
    rows = {name: row for row, name in enumerate(names)}
    first = min(days)
    table = np.zeros((len(names), (until or max(days)) - first + 1))
    at = np.fromiter((rows[key] for key in keys), np.int64, len(keys))
    np.add.at(table, (at, np.asarray(days, np.int64) - first), np.asarray(units, np.float64))
    return Demand(names, first, table)


def first_sale(units: Units) -> Whole:
    """The column of each item's first demand (items,); the number of columns where there is none."""
    sold = units > 0
    first: Whole = np.where(sold.any(axis=1), sold.argmax(axis=1), units.shape[1])
    return first


def sale_days(units: Units) -> Whole:
    """On how many of the days each item was ordered (items,)."""
    days: Whole = np.count_nonzero(units > 0, axis=1)
    return days
