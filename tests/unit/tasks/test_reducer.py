"""The reducer's promises that no single vector shows: sharing, identity, and what it costs."""

import timeit
from typing import Any

from pickface.tasks.reducer import reduce
from pickface.tasks.steps import State, empty_state

PIECE = "5012345678900"


def pick(bins: int) -> Any:
    """A pick of so many bins: go there, take three."""
    steps: list[dict[str, Any]] = []
    for number in range(bins):
        at = {"group": f"g{number}", "allow": ["short", "skip", "undo"], "place": 40 + number}
        steps.append({"id": f"go{number}", "kind": "go", **at})
        steps.append({"id": f"take{number}", "kind": "take", "item": 12, "qty": 3, **at})
    codes: dict[str, Any] = {"05012345678900": {"item": 12, "qty": 1, "pack": "piece"}}
    codes |= {f"BIN-{number}": {"place": 40 + number} for number in range(bins)}
    return {"codes": codes, "items": {}, "places": {}, "steps": steps}


def scan(code: str) -> Any:
    return {"id": "e", "kind": "scan", "code": code, "symbology": ""}


def nearly_done(bins: int) -> State:
    state = empty_state()
    state["steps"] = {
        f"{word}{number}": {"done": True} for number in range(bins) for word in ("go", "take")
    }
    state["steps"].pop(f"take{bins - 1}")
    return state


def test_a_refusal_gives_back_the_very_state() -> None:
    state = empty_state()
    assert reduce(pick(1), state, scan("nobody"), None)["state"] is state


def test_what_an_event_does_not_change_is_shared_not_copied() -> None:
    script, state = pick(3), nearly_done(3)
    after = reduce(script, state, scan(PIECE), None)["state"]
    assert after["steps"]["go0"] is state["steps"]["go0"]
    assert after["vars"] is state["vars"]
    assert after["undo"] is not None
    assert after["undo"]["state"]["steps"] is state["steps"]


def test_the_remembered_state_remembers_no_further_one() -> None:
    script, state = pick(2), empty_state()
    for code in ("BIN-0", PIECE, PIECE, PIECE, "BIN-1"):
        state = reduce(script, state, scan(code), None)["state"]
        assert state["undo"] is not None
        assert state["undo"]["state"]["undo"] is None


def test_a_scan_in_a_long_pick_costs_microseconds() -> None:
    script, state = pick(40), nearly_done(40)
    runs = 300
    best = min(timeit.repeat(lambda: reduce(script, state, scan(PIECE), None), number=runs))
    # Some 20 µs were measured; the limit only catches a copy of the whole script or state.
    assert best / runs < 0.001
