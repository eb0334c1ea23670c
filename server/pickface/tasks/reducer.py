"""`reduce`: what an event means for a task, as docs/scripts.md says.

Pure: no clock, no randomness, no look-up, and nothing that is given is changed; the new state
shares with the old one whatever did not change. `pwa/src/engine/reducer.ts` is the other reading.
"""

from collections.abc import Collection
from typing import Any, Final, cast

from pickface.scans.barcodes import by_form, parse
from pickface.tasks.kinds.capture import CAPTURE
from pickface.tasks.kinds.cartons import CARTONS
from pickface.tasks.kinds.collect import COLLECT
from pickface.tasks.kinds.confirm import CONFIRM
from pickface.tasks.kinds.decide import DECIDE
from pickface.tasks.kinds.go import GO
from pickface.tasks.kinds.loading import LOADING
from pickface.tasks.kinds.put import PUT
from pickface.tasks.kinds.sharing import SHARED
from pickface.tasks.kinds.sorting import SORTED
from pickface.tasks.kinds.take import TAKE
from pickface.tasks.motions import Handler, Kind, Outcome, Scan, Turn
from pickface.tasks.steps import (
    Effect,
    Event,
    Params,
    Result,
    Script,
    State,
    Sub,
    Thing,
    current_step,
    group_of,
    place_at_hand,
)

KINDS: Final[dict[str, Kind]] = {
    "go": GO,
    "take": TAKE,
    "put": PUT,
    "collect": COLLECT,
    "capture": CAPTURE,
    "decide": DECIDE,
    "confirm": CONFIRM,
}
# These tell more than "step done" and keep their word when they finish a step.
_TELLING: Final = frozenset({"go_alternative", "over", "not_expected"})
_NO_SCAN: Final = Scan("", {"key": ""}, None, known=False)


def reduce(script: Script, state: State, event: Event, seen: Thing | None) -> Result:
    """The state after an event, whether it was accepted, and the effects it has.

    `seen` is what the scanned code means outside the script, or None if nobody knows it.
    """
    step = None if state["done"] else current_step(script, state)
    if step is None:
        return _refused(state, "task_finished", {})
    if state.get("parked"):
        return _refused(state, "is_parked", {})
    kind = _kind_of(step)
    sub: Sub = {**(kind.empty if kind else {}), **state["steps"].get(step["id"], {})}
    word = event.get("kind")
    if word == "action":
        action = event.get("action")
        if action == "undo":
            return _undo(state)
        if not isinstance(action, str) or action not in (step.get("allow") or ()):
            return _refused(state, "not_here", {})
        if action in {"skip", "blocked"}:
            return _skip(script, state, event, step, sub)
        if action == "park":
            return _park(state, event, step)
        handler = kind.actions.get(action) if kind else None
    else:
        handler = kind.events.get(word) if kind and isinstance(word, str) else None
    if handler is None:
        return _refused(state, "not_now", {})
    scan = read_scan(script, event, seen, plates_of(state, step)) if word == "scan" else _NO_SCAN
    return _apply(handler, Turn(script, state, step, sub, event, scan))


def _kind_of(step: Any) -> Kind | None:
    if "shares" in step:
        return SORTED if step["kind"] == "collect" else SHARED
    if "load" in step:
        return LOADING
    return CARTONS if "cartons" in step else KINDS.get(step["kind"])


def plates_of(state: State, step: Any) -> Collection[str]:
    """The plates on the cart, where a step deals out goods: they need no look-up."""
    return state["vars"].values() if "shares" in step else ()


def read_scan(
    script: Script, event: Event, seen: Thing | None, plates: Collection[str] = ()
) -> Scan:
    """What was scanned: a plate on the cart, else the script's word, else the look-up's, else what its form says."""
    raw, symbology = event.get("code"), event.get("symbology")
    raw = raw if isinstance(raw, str) else ""
    parsed = parse(raw, symbology if isinstance(symbology, str) else "")
    if parsed["key"] in plates:
        return Scan(raw, parsed, {"container": parsed["key"], "kind": "tote"}, known=True)
    thing = script["codes"].get(parsed["key"]) or seen
    if thing:
        # A field without a value is as good as left out.
        told = cast("Thing", {name: value for name, value in thing.items() if value is not None})
        return Scan(raw, parsed, told, known=True)
    return Scan(raw, parsed, by_form(parsed), known=False)


def _apply(handler: Handler, turn: Turn) -> Result:
    outcome: Outcome = handler(turn)
    if outcome.sub is None:
        return _refused(turn.state, outcome.code, outcome.params)
    if outcome.memory == "same":
        return _accepted(turn.state, outcome.code, outcome.params, [])
    state: State = {
        "steps": {**turn.state["steps"], turn.step["id"]: outcome.sub},
        "vars": turn.state["vars"] if outcome.vars is None else outcome.vars,
        "skipped": turn.state["skipped"],
        "done": False,
        "undo": None if outcome.memory == "none" else _remembered(turn.state, turn.event),
    }
    code, effects = outcome.code, outcome.effects or []
    if outcome.sub["done"]:
        if current_step(turn.script, state) is None:
            state["done"] = True
            code, effects = "task_done", [*effects, {"type": "task_done"}]
        elif code not in _TELLING:
            code = "step_done"
    return _accepted(state, code, outcome.params, effects)


def _skip(script: Script, state: State, event: Event, step: Any, sub: Sub) -> Result:
    group = group_of(step)
    skipped = [*(name for name in state["skipped"] if name != group), group]
    following = current_step(script, {**state, "skipped": skipped})
    told: list[Effect] = []
    if event.get("action") == "blocked":
        told = [{"type": "blocked", "step": step["id"], "place": place_at_hand(step, sub)}]
    if following is None or group_of(following) == group:
        if not told:
            return _refused(state, "nothing_else", {})
        # The only work left cannot be reached: somebody must hear of it all the same.
        return _accepted({**state, "undo": _remembered(state, event)}, "blocked_told", {}, told)
    effects: list[Effect] = [*told, {"type": "skipped", "step": step["id"]}]
    after: State = {**state, "skipped": skipped, "undo": _remembered(state, event)}
    return _accepted(after, "skipped", {}, effects)


def _park(state: State, event: Event, step: Any) -> Result:
    code = event.get("code")
    where = code if isinstance(code, str) else None
    effect: Effect = {"type": "parked", "step": step["id"], "code": where}
    # Whoever takes it up must not undo what another person did.
    return _accepted({**state, "parked": True, "undo": None}, "parked", {}, [effect])


def _undo(state: State) -> Result:
    last = state["undo"]
    if not last:
        return _refused(state, "nothing_to_undo", {})
    before: State = {**last["state"], "undo": None}
    return _accepted(before, "undone", {}, [{"type": "undone", "event": last["event"]}])


def _remembered(state: State, event: Event) -> Any:
    return {"event": event.get("id"), "state": {**state, "undo": None}}


def _accepted(state: State, code: str, params: Params, effects: list[Effect]) -> Result:
    return {"state": state, "accepted": True, "code": code, "params": params, "effects": effects}


def _refused(state: State, code: str, params: Params) -> Result:
    return {"state": state, "accepted": False, "code": code, "params": params, "effects": []}
