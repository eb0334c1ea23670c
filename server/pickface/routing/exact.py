"""The shortest order of a few stops, proved: dynamic programming over sets (Held, Karp 1962)."""

from collections.abc import Sequence
from typing import Final

MOST_STOPS: Final = 11
"""Time and space double with each stop; eleven take some 20 ms."""


def shortest_order(costs: Sequence[Sequence[int]]) -> list[int]:
    """The cheapest order of 1..n, from 0 and ending at n + 1.

    `costs[i][j]` is the cost from i to j and need not be symmetric; n + 2 rows and columns.
    """
    stops = len(costs[0]) - 2
    if stops == 0:
        return []
    sets = 1 << stops
    # best[s][j]: the cheapest walk from 0 over the set s that ends in its member j (0-based).
    best: list[list[int]] = [[]] * sets
    came: list[list[int]] = [[]] * sets
    for visited in range(1, sets):
        row, via = [0] * stops, [0] * stops
        members = [stop for stop in range(stops) if visited >> stop & 1]
        for last in members:
            earlier = visited ^ (1 << last)
            if not earlier:
                row[last] = costs[0][last + 1]
                continue
            walked = best[earlier]
            row[last], via[last] = min(
                (walked[stop] + costs[stop + 1][last + 1], stop) for stop in members if stop != last
            )
        best[visited], came[visited] = row, via
    return _walk_back(costs, best[sets - 1], came)


def _walk_back(
    costs: Sequence[Sequence[int]], full: Sequence[int], came: Sequence[Sequence[int]]
) -> list[int]:
    """Reads the order off the table, from the end back to the start."""
    stops = len(full)
    last = min(range(stops), key=lambda stop: (full[stop] + costs[stop + 1][stops + 1], stop))
    visited, order = (1 << stops) - 1, []
    while visited:
        order.append(last + 1)
        visited, last = visited ^ (1 << last), came[visited][last]
    return order[::-1]
