"""Instances in JSON: what is understood, what is refused and in which words, and how fast they are solved."""

from __future__ import annotations

import json
from random import Random
from statistics import median
from typing import Any

import pytest

from pickface.errors import BadRequest
from pickface.routing.instances import Instance, length_of, parse, solve
from tests.unit.routing.floors import brute_length


def told(**changes: Any) -> dict[str, Any]:
    """A floor of two blocks of ten slots, with three picks."""
    return {
        "id": "one",
        "blocks": 2,
        "aisles": 4,
        "slots_per_subaisle": 10,
        "slot_cm": 100,
        "aisle_spacing_cm": 300,
        "subaisle_end_cm": 100,
        "depot": [0, 0],
        "picks_aisle_ycm": [[0, 150], [2, 1250], [3, 450]],
        **changes,
    }


def read(**changes: Any) -> Instance:
    (instance,) = parse(json.dumps([told(**changes)]))
    return instance


def test_a_tour_is_solved_in_the_form_that_the_command_prints() -> None:
    solved = solve(read())
    assert set(solved.as_json()) == {"id", "length_cm", "ms"}
    assert (solved.id, solved.length_cm) == ("one", 2 * 900 + 2 * 1250)
    assert solved.ms > 0


def test_the_length_is_that_of_the_walked_order_and_of_brute_force() -> None:
    random = Random(2)
    for _ in range(80):
        blocks, aisles, slots = random.randint(1, 3), random.randint(1, 8), random.randint(1, 9)
        high = blocks * (slots * 90 + 120)
        picks = [
            [random.randint(1, aisles), random.randint(0, high)]
            for _ in range(random.randint(0, 7))
        ]
        depot = [random.randint(1, aisles), random.randint(0, blocks)]
        instance = read(
            blocks=blocks, aisles=aisles, slots_per_subaisle=slots, slot_cm=90, subaisle_end_cm=60,
            depot=depot, picks_aisle_ycm=picks,
        )  # fmt: skip
        solved = solve(instance)
        assert set(solved.order) == set(instance.picks)
        assert length_of(instance, solved.order) == solved.length_cm
        best = brute_length(instance.lattice, instance.depot, list(instance.picks), instance.depot)
        assert best == solved.length_cm


def test_fractions_of_a_centimetre_are_exact() -> None:
    solved = solve(
        read(slot_cm=0.1, subaisle_end_cm=0.05, aisle_spacing_cm=0.3, picks_aisle_ycm=[[3, 0.7]])
    )
    assert solved.length_cm == 3.2
    assert solve(read(picks_aisle_ycm=[[0, 0.1]] * 3)).length_cm == 0.2


def test_nothing_to_pick_and_picks_at_the_depot_are_no_walk() -> None:
    assert solve(read(picks_aisle_ycm=[])).length_cm == 0
    assert solve(read(picks_aisle_ycm=[[0, 0], [0, 0]])).length_cm == 0


def test_aisles_may_be_counted_from_nought_or_from_one() -> None:
    nought = read(depot=[0, 1], picks_aisle_ycm=[[0, 150], [3, 450]])
    one = read(depot=[1, 1], picks_aisle_ycm=[[1, 150], [4, 450]])
    assert solve(nought).length_cm == solve(one).length_cm


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"blocks": 9}, "blocks holds 9, not 1 to 5"),
        ({"blocks": 1.5}, "blocks holds 1.5, which is not a whole number"),
        ({"aisles": 0}, "aisles holds 0"),
        ({"aisles": True}, "aisles holds True, which is not a number"),
        ({"slot_cm": "100"}, "slot_cm holds '100', which is not a number"),
        ({"slot_cm": 0}, "slot_cm is 0"),
        ({"slot_cm": -5}, "slot_cm holds -5"),
        ({"subaisle_end_cm": None}, "subaisle_end_cm holds None"),
        ({"depot": [0]}, "depot holds [0], which is not a pair"),
        ({"depot": [0, 3]}, "depot holds 3, not 0 to 2"),
        ({"depot": [9, 0]}, "aisle holds 9, not 0 to 4"),
        ({"picks_aisle_ycm": {}}, "picks_aisle_ycm is not a list"),
        ({"picks_aisle_ycm": [[1, 2, 3]]}, "picks_aisle_ycm holds [1, 2, 3]"),
        ({"picks_aisle_ycm": [[1, 9000]]}, "picks_aisle_ycm holds 9000, not 0 to 2400"),
        ({"picks_aisle_ycm": [[4, 10]]}, "aisle is both 0 and 4, of 4 aisles"),
        ({"picks_aisle_ycm": [[1.5, 10]]}, "aisle holds 1.5, which is not a whole number"),
        ({"id": None}, "id is a word or a whole number"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_named(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadRequest, match="instance 1") as refused:
        read(**changes)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("field", list(told()))
def test_a_field_that_is_missing_is_named(field: str) -> None:
    instance = told()
    del instance[field]
    with pytest.raises(BadRequest, match=f"{field} is missing"):
        parse(json.dumps([instance]))


@pytest.mark.parametrize(
    "text", ["", "{", '{"id": 1}', "[3]", "[NaN]", "[1e999999999]", '[{"id":', "[" * 100_000]
)
def test_a_file_of_something_else_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        parse(text)


@pytest.mark.parametrize(("blocks", "goal_ms"), [(1, 50), (2, 50), (3, 250)])
def test_sixty_picks_in_twenty_aisles_are_quick(blocks: int, goal_ms: int) -> None:
    random = Random(blocks)
    picks = [[random.randrange(20), 150 + 100 * random.randrange(18)] for _ in range(60)]
    instance = read(blocks=blocks, aisles=20, slots_per_subaisle=18, picks_aisle_ycm=picks)
    # The median, since the machine that tests is shared; bench/routing.py measures p95.
    assert median(solve(instance).ms for _ in range(7)) <= goal_ms
