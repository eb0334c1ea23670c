"""Sums that must be the same, asked for together: what rows of several tables say of a key, side by side.

A table is read once for all that it says. The rows answered are keys at which a column's ``expected_…`` and ``found_…``
differ; ``verify`` makes a difference of each such column.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Said(NamedTuple):
    """What a table's rows say: ``source`` has the columns of the key; of a column's ``expected_…`` or ``found_…``,
    an expression.
    """

    source: str
    of: Mapping[str, str]


def compared(key: str, *said: Said) -> str:
    """One statement for all columns that are spoken of."""
    sums = sorted({name for one in said for name in one.of})
    columns = sorted({name.partition("_")[2] for name in sums})
    parts = (
        f"SELECT {key}, {', '.join(f'{one.of.get(name, 0)} AS {name}' for name in sums)} FROM {one.source}"
        for one in said
    )
    differs = " OR ".join(f"SUM(expected_{name}) <> SUM(found_{name})" for name in columns)
    return (
        f"SELECT {key}, {', '.join(f'SUM({name}) AS {name}' for name in sums)}"
        f" FROM ({' UNION ALL '.join(parts)}) x GROUP BY {key} HAVING {differs}"
    )
