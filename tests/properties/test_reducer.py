"""Laws of the reducer, over random scripts and events."""

import copy
import json
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pickface.tasks.kinds.collect import COLLECT
from pickface.tasks.reducer import reduce
from pickface.tasks.steps import current_step, empty_state
from tests.contracts.make_vectors import SHARED, random_event, random_steps

WALKS, LENGTH = 200, 60
SEEDS = st.integers(0, 2**32)
Walk = list[tuple[Any, Any, Any, Any]]
"""Of each event: the script, the state before, the event, the result."""
Walks = list[tuple[int, Walk]]


def walk(seed: int) -> Walk:
    """A script that people go through as chance wants it."""
    chance = random.Random(seed)
    script: Any = {**SHARED, "steps": random_steps(chance)}
    written = copy.deepcopy(script)
    state = empty_state()
    gone: Walk = []
    for number in range(LENGTH):
        event, seen = random_event(chance, script, state)
        event["id"] = f"e{number}"
        # All of it is JSON, which is written ten times as fast as it is copied.
        given = json.dumps((state, event, seen))
        result = reduce(script, state, event, seen)
        assert json.dumps((state, event, seen)) == given, "an argument was changed"
        assert script == written, "the script was changed"
        gone.append((script, state, event, result))
        state = result["state"]
    return gone


@contextmanager
def named(seed: int) -> Iterator[None]:
    """Whatever fails in here tells which walk it was."""
    try:
        yield
    except AssertionError as broken:
        broken.add_note(f"PICKFACE_WALK={seed} walks it again")
        raise


@pytest.fixture(scope="module")
def walks() -> Walks:
    """Other walks each time, the same ones for all laws: making them takes longer than all that is asked of them."""
    again = os.environ.get("PICKFACE_WALK")
    chance = random.SystemRandom()
    made: Walks = []
    for seed in [int(again)] if again else [chance.randrange(2**32) for _ in range(WALKS)]:
        with named(seed):
            made.append((seed, walk(seed)))
    return made


def each(walks: Walks, law: Callable[[Walk], None]) -> None:
    """Every walk keeps the law."""
    for seed, steps in walks:
        with named(seed):
            law(steps)


def test_nothing_that_is_given_is_changed_and_a_refusal_changes_nothing(walks: Walks) -> None:
    each(walks, refused_changes_nothing)


def refused_changes_nothing(steps: Walk) -> None:
    for _, before, _, result in steps:
        if not result["accepted"]:
            assert result["state"] == before
            assert result["effects"] == []


def test_undo_restores_what_was_before_the_last_accepted_event(walks: Walks) -> None:
    each(walks, undone_is_as_before)


def undone_is_as_before(steps: Walk) -> None:
    undo = {"id": "undo", "kind": "action", "action": "undo"}
    for script, before, event, result in steps:
        is_undo = event.get("action") == "undo"
        if not result["accepted"] or is_undo or result["state"]["done"]:
            continue
        if result["code"] in {"already_counted", "carton_opened", "labelled", "left_there"}:
            # Nothing has changed; or what was opened stays open, and a label sticks.
            continue
        back = reduce(script, result["state"], undo, None)
        assert back["code"] == "undone"
        assert back["state"] == {**before, "undo": None}
        assert back["effects"] == [{"type": "undone", "event": event["id"]}]
        assert reduce(script, back["state"], undo, None)["code"] == "nothing_to_undo"


def taken_back(effects: list[tuple[Any, list[Any]]]) -> list[Any]:
    """All effects that stand: an undone event's are taken out."""
    standing: dict[Any, list[Any]] = {}
    for event, told in effects:
        for effect in told:
            if effect["type"] == "undone":
                standing.pop(effect["event"])
        standing[event] = told
    return [effect for told in standing.values() for effect in told]


def content(step: Any, cartons: list[int]) -> int:
    """How many units announced cartons hold."""
    loads = {one["id"]: step["loads"][one["load"]] for one in step["cartons"].values()}
    return sum(goods["qty"] for number in cartons for goods in loads[number])


def test_the_effects_that_stand_add_up_to_the_state(walks: Walks) -> None:
    each(walks, effects_add_up)


def effects_add_up(steps: Walk) -> None:
    effects, last = [], None
    for script, _, event, result in steps:
        effects.append((event["id"], result["effects"]))
        last = script, result["state"]
    assert last
    script, state = last
    sums: Counter[Any] = Counter()
    steps = {step["id"]: step for step in script["steps"]}
    for effect in taken_back(effects):
        if effect["type"] in {"took", "put", "collected"}:
            sums[effect["step"]] += effect["qty"] or 0
        elif effect["type"] == "arrived":
            sums[effect["step"]] += content(steps[effect["step"]], effect["cartons"])
        elif effect["type"] == "opened":
            sums[effect["step"]] -= content(steps[effect["step"]], [effect["carton"]])
    for step in script["steps"]:
        sub = state["steps"].get(step["id"], {})
        held = sub.get("taken", 0) + sub.get("put", 0)
        held += sum(sub.get("counts", {}).values()) + sum(sub.get("extra", {}).values())
        assert sums[step["id"]] == held


def test_never_more_is_taken_or_put_than_wanted(walks: Walks) -> None:
    each(walks, no_more_than_wanted)


def no_more_than_wanted(steps: Walk) -> None:
    for script, _, _, result in steps:
        for step in script["steps"]:
            sub = result["state"]["steps"].get(step["id"], {})
            if step["kind"] == "take" and "item" in step:
                assert 0 <= sub.get("base", 0) <= sub.get("taken", 0) <= step["qty"]
                if sub.get("done"):
                    assert sub["taken"] + sub["missing"] == step["qty"]
            if step["kind"] == "put":
                assert sub.get("put", 0) <= step["what"].get("qty", 0)
            # What a supplier has announced is in, whatever the lines want.
            if step.get("over") == "refuse" and "cartons" not in step:
                for line in step["lines"]:
                    assert sub.get("counts", {}).get(str(line["id"]), 0) <= line["qty"]
            for share in step.get("shares", ()):
                assert sub.get("dealt", {}).get(str(share["pin"]), 0) <= share["qty"]


def test_a_task_is_done_exactly_when_no_step_is_left(walks: Walks) -> None:
    each(walks, done_when_nothing_is_left)


def done_when_nothing_is_left(steps: Walk) -> None:
    for script, before, _, result in steps:
        assert result["state"]["done"] == (current_step(script, result["state"]) is None)
        finished = {"type": "task_done"} in result["effects"]
        assert finished == (result["state"]["done"] and not before["done"])
        if before["done"]:
            assert (result["accepted"], result["code"]) == (False, "task_finished")
        if finished:
            assert result["effects"][-1] == {"type": "task_done"}
            assert result["code"] == "task_done"


def test_what_is_pending_always_still_needs_something(walks: Walks) -> None:
    each(walks, pending_needs_something)


def pending_needs_something(steps: Walk) -> None:
    for script, _, _, result in steps:
        for step in script["steps"]:
            if step["kind"] == "collect":
                sub = {**COLLECT.empty, **result["state"]["steps"].get(step["id"], {})}
                assert sub["pending"] is None or sub["pending"]["need"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=3,
)
NAMES = ("kind", "code", "symbology", "qty", "field", "value", "action", "left")
KNOWN: dict[str, Any] = {
    "kind": st.sampled_from(["scan", "quantity", "fill", "choose", "confirm", "action"]),
    "action": st.sampled_from(["short", "damaged", "full", "open", "done", "unknown", "skip"]),
    "field": st.sampled_from(["lot", "expiry", "serial", "weight_g", "into"]),
}
NONSENSE = st.fixed_dictionaries(
    {}, optional={name: JSON | KNOWN.get(name, st.nothing()) for name in NAMES}
)


@settings(max_examples=150, deadline=None)
@given(SEEDS, st.lists(NONSENSE, max_size=8))
def test_no_event_whatever_its_types_raises(seed: int, events: list[Any]) -> None:
    chance = random.Random(seed)
    script: Any = {**SHARED, "steps": random_steps(chance)}
    state = empty_state()
    for event in events:
        state = reduce(script, state, event, None)["state"]
