"""The vocabulary: which step is current, and where a take's goods are."""

from typing import Any

from pickface.tasks.reducer import KINDS
from pickface.tasks.steps import (
    ACTIONS,
    EVENT_KINDS,
    STEP_KINDS,
    current_step,
    empty_state,
    group_of,
    place_at_hand,
    spot,
)


def script(*steps: dict[str, Any]) -> Any:
    return {"steps": list(steps)}


def test_a_step_is_skipped_under_its_group_or_its_own_name() -> None:
    assert group_of({"id": "s1", "group": "g"}) == "g"
    assert group_of({"id": "s1", "group": None}) == group_of({"id": "s1"}) == "s1"


def test_the_first_step_that_is_not_done_is_current() -> None:
    task = script({"id": "a"}, {"id": "b"})
    state = empty_state()
    assert current_step(task, state) == {"id": "a"}
    state["steps"] = {"a": {"done": True}, "b": {"done": False}}
    assert current_step(task, state) == {"id": "b"}
    state["steps"] = {"a": {"done": True}, "b": {"done": True}}
    assert current_step(task, state) is None


def test_what_was_skipped_first_comes_back_first() -> None:
    task = script({"id": "a"}, {"id": "b", "group": "g"}, {"id": "c", "group": "g"})
    state = empty_state()
    state["skipped"] = ["g", "gone", "a"]
    assert current_step(task, state) == {"id": "b", "group": "g"}
    state["steps"] = {"b": {"done": True}, "c": {"done": True}}
    assert current_step(task, state) == {"id": "a"}


def test_the_spot_is_the_step_or_the_alternative_it_has_come_to() -> None:
    step = {"id": "t", "kind": "take", "place": 40, "alternatives": [{"place": 44, "qty": 1}]}
    assert spot(step, {"alt": -1}) is step
    assert spot(step, {"alt": 0})["place"] == 44
    assert spot(step, {"alt": 1}) is step, "a later revision may have dropped alternatives"
    assert place_at_hand(step, {"alt": 0}) == 44


def test_the_place_at_hand_is_none_where_a_step_names_none() -> None:
    assert place_at_hand({"kind": "confirm"}, {}) is None
    assert place_at_hand({"kind": "put", "to": {"places": [5, 6]}}, {}) == 5
    assert place_at_hand({"kind": "put", "to": {}}, {}) is None


def test_every_step_kind_and_action_of_the_vocabulary_is_handled() -> None:
    assert set(KINDS) == set(STEP_KINDS)
    handled = {word for kind in KINDS.values() for word in kind.events}
    assert handled == set(EVENT_KINDS) - {"action"}
    actions = {word for kind in KINDS.values() for word in kind.actions}
    assert actions == set(ACTIONS) - {"skip", "blocked", "undo"}
