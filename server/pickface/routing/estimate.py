"""About how long a closed tour is, in a few microseconds: for comparing batches, not for walking."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from pickface.routing.lattice import Lattice, Point


def rough_length(lattice: Lattice, depot: Point, points: Iterable[Point]) -> int:
    """Each block with stops walked through or turned back in, whichever is shorter; and across and up, and back."""
    blocks: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    rows, last = lattice.rows, len(lattice.rows) - 2
    columns, reach, total, through = {depot.column}, 0, 0, 0
    for point in points:
        columns.add(point.column)
        blocks[point.column, min(last, bisect_right(rows, point.along) - 1)].append(point.along)
    for (_, row), stops in blocks.items():
        low, high = rows[row], rows[row + 1]
        reach = max(reach, min(abs(low - depot.along), abs(high - depot.along)))
        gap = max(there - here for here, there in pairwise((low, *sorted(stops), high)))
        turned = 2 * (high - low - gap)
        through += turned >= high - low
        total += min(turned, high - low)
    across = lattice.columns[max(columns)] - lattice.columns[min(columns)]
    # Aisles that are walked through lead up and back by themselves.
    return total + 2 * across + reach * (2 - min(2, through))
