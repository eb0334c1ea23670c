"""A short order of many stops: insert the nearest, then improve until no small change helps.

Deterministic: the kicks that leave a local optimum come from a generator with a fixed seed, and
their number depends on the number of stops, never on the clock. Costs may differ by direction.
"""

from collections.abc import Sequence
from itertools import pairwise
from random import Random

Costs = Sequence[Sequence[int]]


def good_order(costs: Costs, known: Sequence[int]) -> list[int]:
    """A short order of 1..n from 0 to n + 1, never costlier than the `known` order.

    `costs` as in `exact.shortest_order`.
    """
    end = len(costs[0]) - 1
    begun = [[0, *known, end], _nearest_insertion(costs)]
    best = min((_improved(costs, path) for path in begun), key=lambda path: path_cost(costs, path))
    best_cost = path_cost(costs, best)
    random = Random(end)
    for _ in range(_kicks(end)):
        path = _improved(costs, _kicked(best, random))
        cost = path_cost(costs, path)
        if cost < best_cost:
            best, best_cost = path, cost
    return best[1:-1]


def path_cost(costs: Costs, path: Sequence[int]) -> int:
    """What it costs to walk the path in its order."""
    return sum(costs[here][there] for here, there in pairwise(path))


def _kicks(size: int) -> int:
    """Fewer kicks for longer tours, where one costs more: the work stays about the same."""
    return min(40, 25_000 // (size * size))


def _nearest_insertion(costs: Costs) -> list[int]:
    """Always adds the stop nearest to the path, where it lengthens the path least."""
    end = len(costs[0]) - 1
    path, left = [0, end], set(range(1, end))
    near = {stop: costs[0][stop] for stop in left}
    while left:
        stop = min(left, key=lambda other: (near[other], other))
        left.remove(stop)
        places = range(1, len(path))
        path.insert(min(places, key=lambda at: _detour(costs, path[at - 1], stop, path[at])), stop)
        for other in left:
            near[other] = min(near[other], costs[stop][other])
    return path


def _detour(costs: Costs, before: int, stop: int, after: int) -> int:
    return costs[before][stop] + costs[stop][after] - costs[before][after]


def _improved(costs: Costs, path: list[int]) -> list[int]:
    """Reverses stretches and moves short runs until neither makes the path shorter."""
    path = path[:]
    while _reverse_stretch(costs, path) or _move_run(costs, path):
        pass
    return path


def _reverse_stretch(costs: Costs, path: list[int]) -> bool:
    """2-opt: reverses stretches, each at once if that is cheaper; tells whether any was.

    The stretch is walked the other way, so its own cost changes too where there are one-way aisles.
    """
    last, improved = len(path) - 1, False
    for first in range(1, last - 1):
        before = path[first - 1]
        turned = 0
        for until in range(first + 1, last):
            here, previous, after = path[until], path[until - 1], path[until + 1]
            turned += costs[here][previous] - costs[previous][here]
            gain = costs[before][path[first]] + costs[here][after]
            if costs[before][here] + turned + costs[path[first]][after] < gain:
                path[first : until + 1] = path[first : until + 1][::-1]
                turned, improved = -turned, True
    return improved


def _move_run(costs: Costs, path: list[int]) -> bool:
    """Or-opt: moves runs of up to three stops to where they are cheaper; tells whether any was."""
    last, improved = len(path) - 1, False
    for length in (1, 2, 3):
        for first in range(1, last - length + 1):
            run = path[first : first + length]
            before, after = path[first - 1], path[first + length]
            saved = costs[before][run[0]] + costs[run[-1]][after] - costs[before][after]
            # The run's own steps count on both sides unless it is turned, so they are left out here.
            if saved > 0 and _insert_run(costs, path, first, run, saved):
                improved = True
    return improved


def _insert_run(costs: Costs, path: list[int], first: int, run: list[int], saved: int) -> bool:
    """Puts the run that begins at `first` where it adds least, if that is less than was saved."""
    rest = path[:first] + path[first + len(run) :]
    added, at, chosen = saved, 0, run
    for way in (run, run[::-1]) if len(run) > 1 else (run,):
        turned = path_cost(costs, way) - path_cost(costs, run) if way is not run else 0
        into, out = way[0], costs[way[-1]]
        before = rest[0]
        for place in range(1, len(rest)):
            after = rest[place]
            row = costs[before]
            extra = row[into] + out[after] - row[after] + turned
            if extra < added:
                added, at, chosen = extra, place, way
            before = after
    if added == saved:
        return False
    path[:] = rest[:at] + chosen + rest[at:]
    return True


def _kicked(path: list[int], random: Random) -> list[int]:
    """Swaps two neighbouring stretches, which the improvements above do not undo in one step."""
    if len(path) < 5:
        return path
    one, two, three = sorted(random.sample(range(1, len(path)), 3))
    return path[:one] + path[two:three] + path[one:two] + path[three:]
