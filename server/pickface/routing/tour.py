"""The order in which one person visits the stops of a walk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pickface.routing.calm import SLACK_PCT
from pickface.routing.exact import MOST_STOPS, shortest_order
from pickface.routing.floor import UNREACHABLE_MM, Stop, StopUnreachable
from pickface.routing.improve import good_order, path_cost
from pickface.routing.plan import Plan
from pickface.routing.proved import proved_order


@dataclass(frozen=True, slots=True)
class Tour:
    """Stops in walking order, without start and end; `legs` are the mm to each and to the end.

    `proved` says that no other order is shorter.
    """

    order: tuple[Stop, ...]
    length_mm: int
    legs: tuple[int, ...]
    proved: bool


def tour(plan: Plan, start: Stop, stops: Sequence[Stop], end: Stop) -> Tour:
    """A short walk from start over all stops to end; the shortest where `proved` says so.

    That is wherever the aisles form a rectangle, and for up to MOST_STOPS points on any floor. Stops reached from
    one point of an aisle (levels of a bay) are visited together, in code order. The order in which the stops are
    given does not matter. StopUnreachable if no walk visits all.
    """
    points = _by_point(plan, stops)
    heads = [group[0] for group in points]
    _check_reachable(points, plan.distances([start], heads), plan.distances(heads, [end]))
    order, proved = _order(plan, start, heads, end)
    walked = tuple(stop for number in order for stop in points[number])
    legs = _legs(plan, start, walked, end)
    return Tour(walked, sum(legs), legs, proved)


def calm_tour(
    plan: Plan, start: Stop, stops: Sequence[Stop], end: Stop, weight_g: Mapping[str, int]
) -> Tour:
    """A tour at most SLACK_PCT longer than :func:`tour`'s that turns back as seldom as that allows, heavy goods first.

    ``weight_g`` is by the id of a stop. Turn-backs are minded where the aisles form a rectangle; of the two ways round
    the one is taken on which heavy goods come earlier, where a walk ends where it began. ``proved`` as in Tour.
    """
    short = tour(plan, start, stops, end)
    limit = short.length_mm * (100 + SLACK_PCT) // 100
    points = _by_point(plan, stops)
    heads = [group[0] for group in points]
    order = proved_order(plan, start, heads, end, calm=True) if heads else None
    found = short
    if order is not None:
        walked = tuple(stop for number in order for stop in points[number])
        legs = _legs(plan, start, walked, end)
        if sum(legs) <= limit:
            found = Tour(walked, sum(legs), legs, sum(legs) == short.length_mm)
    return _heavy_first(plan, start, found, end, weight_g, limit)


def _heavy_first(
    plan: Plan, start: Stop, found: Tour, end: Stop, weight_g: Mapping[str, int], limit: int
) -> Tour:
    """The tour, or the same the other way round if heavy goods come earlier then."""
    back = found.order[::-1]
    if plan.position(start) != plan.position(end) or carried(back, weight_g) <= carried(
        found.order, weight_g
    ):
        return found
    legs = _legs(plan, start, back, end)
    proved = found.proved and sum(legs) == found.length_mm
    return Tour(back, sum(legs), legs, proved) if sum(legs) <= limit else found


def carried(order: Sequence[Stop], weight_g: Mapping[str, int]) -> int:
    """How early the heavy goods of a tour come: their weight, times the stops that come behind them."""
    return sum(weight_g.get(stop.id, 0) * (len(order) - place) for place, stop in enumerate(order))


def naive_length(plan: Plan, start: Stop, stops: Sequence[Stop], end: Stop) -> int:
    """Length in mm of the walk in code order, which is what sorting bins by name gives."""
    legs = _legs(plan, start, sorted(stops, key=lambda stop: stop.id), end)
    return sum(legs)


def _by_point(plan: Plan, stops: Sequence[Stop]) -> list[list[Stop]]:
    """Stops in code order, gathered by the point of an aisle that they are reached from."""
    points: dict[tuple[int, int], list[Stop]] = {}
    for stop in sorted(stops, key=lambda stop: stop.id):
        position = plan.position(stop)
        points.setdefault((position.segment, position.offset_mm), []).append(stop)
    return list(points.values())


def _order(plan: Plan, start: Stop, heads: Sequence[Stop], end: Stop) -> tuple[list[int], bool]:
    """The stops (by index) in walking order, and whether no other order is shorter."""
    if heads and (order := proved_order(plan, start, heads, end)) is not None:
        return order, True
    costs = plan.distances([start, *heads, end], [start, *heads, end])
    proved = len(heads) <= MOST_STOPS
    found = shortest_order(costs) if proved else good_order(costs, range(1, len(heads) + 1))
    if path_cost(costs, [0, *found, len(costs) - 1]) >= UNREACHABLE_MM:
        raise StopUnreachable("one-way aisles leave no order", stops=[stop.id for stop in heads])
    return [number - 1 for number in found], proved


def _check_reachable(
    points: Sequence[Sequence[Stop]], came: Sequence[Sequence[int]], went: Sequence[Sequence[int]]
) -> None:
    """Says which stops cannot be walked to from the start, or walked on from to the end."""
    lost = [
        stop.id
        for number, group in enumerate(points)
        if came[0][number] >= UNREACHABLE_MM or went[number][0] >= UNREACHABLE_MM
        for stop in group
    ]
    if lost:
        raise StopUnreachable("no way leads there from the start and on to the end", stops=lost)


def _legs(plan: Plan, start: Stop, order: Sequence[Stop], end: Stop) -> tuple[int, ...]:
    walk = [start, *order, end]
    return tuple(plan.distance_mm(here, there) for here, there in pairwise(walk))
