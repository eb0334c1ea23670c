"""The shortest walk over a lattice: dynamic programming from the left aisle to the right one.

Each aisle is a row of steps: come to the stops that stand on its crossings, pass the gates, choose how each
block of it is walked, choose how many times each cross aisle is walked to the next aisle. `frontier` says which
states each choice leads to; here choices get their costs, and of all ways to a state the cheapest stays.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from pickface.routing import frontier
from pickface.routing.lattice import Errand, Gate

NEVER: Final = 1 << 200
"""The cost of a choice that is not there: more than any walk, in any unit."""

NO_WAY: Final = (0, *[NEVER] * 5)
"""The costs of a block without an aisle: it can only be left out."""


@dataclass(frozen=True, slots=True)
class Step:
    """One choice of the drawing: at or after this crossing, with a cost and a number of turn-backs per choice."""

    kind: Literal["touch", "gate", "along", "across"]
    column: int
    row: int
    moves: frontier.Moves
    costs: tuple[int, ...]
    stops: tuple[int, ...] = ()
    turns: tuple[int, ...] = (0, 0, 0, 0)
    sieve: int = 0
    """Flags that every state must have after this step: the last gate to begin or end at was passed."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The steps with the choice made in each, and what all of it costs."""

    chosen: tuple[tuple[Step, int], ...]
    cost: int


Layer = dict[int, int]
"""State to the least cost at which it is reached."""


def shortest(errand: Errand) -> Drawing:
    """The cheapest drawing that visits every stop; ValueError if there is none."""
    steps = steps_of(errand)
    came: list[dict[int, tuple[int, int]]] = []
    layer: Layer = {frontier.EMPTY: 0}
    for step in steps:
        layer, via = _advance(layer, step)
        came.append(via)
    goal = goal_of(errand)
    if goal not in layer:
        raise ValueError("no walk visits all stops")
    chosen, state = [], goal
    for step, via in zip(reversed(steps), reversed(came), strict=True):
        state, choice = via[state]
        chosen.append((step, choice))
    return Drawing(tuple(reversed(chosen)), layer[goal])


def goal_of(errand: Errand) -> int:
    """The state in which everything is drawn."""
    return frontier.WHOLE | (frontier.BEGUN | frontier.ENDED if errand.gates else 0)


def _advance(layer: Layer, step: Step) -> tuple[Layer, dict[int, tuple[int, int]]]:
    """The states after a step, and for each the state and the choice it is reached from most cheaply."""
    after: Layer = {}
    via: dict[int, tuple[int, int]] = {}
    moves, costs = step.moves, step.costs
    known = after.get
    for state, cost in layer.items():
        for choice, new in moves[state]:
            total = cost + costs[choice]
            if total < known(new, NEVER):
                after[new] = total
                via[new] = state, choice
    if step.sieve:
        after = {state: cost for state, cost in after.items() if not step.sieve & ~state}
    return after, via


def steps_of(errand: Errand) -> list[Step]:
    """The steps of a drawing, from the leftmost aisle that matters to the rightmost."""
    columns = [stop.column for stop in errand.stops] + [column for column, _ in errand.gates]
    first, last = min(columns), max(columns)
    along: dict[int, list[int]] = {column: [] for column in range(first, last + 1)}
    for stop in sorted(errand.stops):
        along[stop.column].append(stop.along)
    last_begin = max((g for g, gate in errand.gates.items() if gate.arriving < NEVER), default=None)
    last_end = max((g for g, gate in errand.gates.items() if gate.leaving < NEVER), default=None)
    steps: list[Step] = []
    for column, stops in along.items():
        steps += _crossings(errand, column, stops)
        for at, gate in sorted(errand.gates.items()):
            if at[0] == column:
                sieve = frontier.BEGUN * (at == last_begin) | frontier.ENDED * (at == last_end)
                steps.append(_gate(at, gate, sieve))
        steps += _blocks(errand, column, stops)
        steps += _onward(errand, column, final=column == last)
    return steps


def _crossings(errand: Errand, column: int, stops: Sequence[int]) -> Iterator[Step]:
    for row, place in enumerate(errand.lattice.rows):
        if place in stops:
            yield Step("touch", column, row, frontier.touch_moves(row), (0,))


def _gate(at: tuple[int, int], gate: Gate, sieve: int) -> Step:
    column, row = at
    costs = (0, gate.arriving, gate.leaving, gate.arriving + gate.leaving)
    return Step("gate", column, row, frontier.gate_moves(row), costs, sieve=sieve)


def _blocks(errand: Errand, column: int, stops: Sequence[int]) -> Iterator[Step]:
    for row, (front, back) in enumerate(pairwise(errand.lattice.rows)):
        within = tuple(stops[bisect_right(stops, front) : bisect_left(stops, back)])
        shut = (column, row) in errand.lattice.closed
        costs = NO_WAY if shut else _walking(front, within, back)
        turns = (0, 0, 0, 1, 1, 2)
        yield Step("along", column, row, frontier.along_moves(row), costs, within, turns)


def _walking(front: int, stops: Sequence[int], back: int) -> tuple[int, ...]:
    """What each way costs to walk a block of an aisle, in the order of the choices."""
    whole = back - front
    if not stops:
        return 0, whole, 2 * whole, NEVER, NEVER, NEVER
    gap = max((there - here for here, there in pairwise(stops)), default=0)
    turned = 2 * (whole - gap) if gap else NEVER
    return NEVER, whole, 2 * whole, 2 * (stops[-1] - front), 2 * (back - stops[0]), turned


def _onward(errand: Errand, column: int, *, final: bool) -> Iterator[Step]:
    """To the next aisle, along each cross aisle; nowhere from the last one."""
    columns = errand.lattice.columns
    width = NEVER if final else columns[column + 1] - columns[column]
    for row in range(len(errand.lattice.rows)):
        yield Step("across", column, row, frontier.across_moves(row), (0, width, 2 * width))
