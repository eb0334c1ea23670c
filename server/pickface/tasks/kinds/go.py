"""`go`: reach a place or a container, and scan it to prove it."""

from typing import Final

from pickface.tasks.motions import Kind, Outcome, Turn, accept, held_by, miss
from pickface.tasks.steps import Effect


def _scan(turn: Turn) -> Outcome:
    step = turn.step
    wrong = miss(turn, step)
    if wrong:
        return wrong
    effect: Effect = {"type": "reached", "step": step["id"]}
    if step.get("place") is not None:
        effect["place"] = step["place"]
    else:
        effect["container"] = held_by(turn.state["vars"], step)
    return accept("counted", {**turn.sub, "done": True}, effect)


GO: Final = Kind(empty={"done": False}, events={"scan": _scan}, actions={})
