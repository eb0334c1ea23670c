"""A calm walk: of all walks that are hardly longer than the shortest, one that turns back least.

The same drawing as in :mod:`pickface.routing.sweep`, but of each state the cheapest walk is kept for every number of
turn-backs, so that the fewest can be chosen whose length is within the limit. Pure, and exact like the shortest one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pickface.routing import frontier
from pickface.routing.lattice import Errand, Point
from pickface.routing.sweep import NEVER, Drawing, Step, goal_of, shortest, steps_of
from pickface.routing.thread import turn_backs, walk_through

SLACK_PCT: Final = 3
"""How much longer than the shortest a calm walk may be."""

Label = tuple[int, int]
"""A state, and how often the walk has turned back until there."""


def calm_walk(errand: Errand, home: Point | None, slack_pct: int = SLACK_PCT) -> list[Point]:
    """The points of a calm walk in order; the shortest one where none of the others turns back less."""
    short = shortest(errand)
    straight = walk_through(errand.lattice, short, home)
    calm = calmest(errand, short.cost * (100 + slack_pct) // 100)
    walk = walk_through(errand.lattice, calm, home)
    return walk if turn_backs(walk) < turn_backs(straight) else straight


def calmest(errand: Errand, limit: int) -> Drawing:
    """Of all drawings that cost at most ``limit`` the cheapest of those that turn back least; ValueError if none is."""
    steps = steps_of(errand)
    goal = goal_of(errand)
    rest = _rest_of(steps, goal)
    came: list[dict[Label, tuple[Label, int]]] = []
    layer: dict[Label, int] = {(frontier.EMPTY, 0): 0}
    for step, to_go in zip(steps, rest, strict=True):
        after: dict[Label, int] = {}
        via: dict[Label, tuple[Label, int]] = {}
        for label, cost in layer.items():
            state, turned = label
            for choice, new in step.moves[state]:
                total = cost + step.costs[choice]
                if total + to_go.get(new, NEVER) > limit:
                    continue
                reached = new, turned + (step.turns[choice] if choice < len(step.turns) else 0)
                if total < after.get(reached, limit + 1):
                    after[reached], via[reached] = total, (label, choice)
        layer = _worth_keeping(after)
        came.append(via)
    ends = [label for label in layer if label[0] == goal]
    if not ends:
        raise ValueError("no walk visits all stops within the limit")
    label = best = min(ends, key=lambda end: end[1])
    chosen = []
    for step, via in zip(reversed(steps), reversed(came), strict=True):
        label, choice = via[label]
        chosen.append((step, choice))
    return Drawing(tuple(reversed(chosen)), layer[best])


def _rest_of(steps: Sequence[Step], goal: int) -> list[dict[int, int]]:
    """What it costs at least to the goal, from each state behind each step: what is too far is not gone on with."""
    states = [{frontier.EMPTY}]
    for step in steps:
        states.append({
            new
            for state in states[-1]
            for choice, new in step.moves[state]
            if step.costs[choice] < NEVER and not step.sieve & ~new
        })  # fmt: skip
    rest: list[dict[int, int]] = [{goal: 0}]
    for step, before in zip(reversed(steps), reversed(states[:-1]), strict=True):
        to_go = rest[-1]
        rest.append({
            state: min(
                (
                    step.costs[choice] + to_go[new]
                    for choice, new in step.moves[state]
                    if new in to_go
                ),
                default=NEVER,
            )
            for state in before
        })  # fmt: skip
    return rest[-2::-1]


def _worth_keeping(reached: dict[Label, int]) -> dict[Label, int]:
    """Without those that turn back more than another of the same state and are no shorter for it."""
    kept: dict[Label, int] = {}
    least: dict[int, int] = {}
    for (state, turned), cost in sorted(reached.items(), key=lambda one: one[0][1]):
        if state not in least or cost < least[state]:
            least[state] = cost
            kept[state, turned] = cost
    return kept


def turns_of(drawing: Drawing) -> int:
    """How often a drawing turns back within a block."""
    return sum(
        step.turns[choice] if choice < len(step.turns) else 0 for step, choice in drawing.chosen
    )
