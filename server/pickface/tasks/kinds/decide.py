"""`decide`: choose one of the options: pass or fail, a reason, a grade."""

from typing import Final

from pickface.tasks.motions import Kind, Outcome, Turn, accept, refuse


def _choose(turn: Turn) -> Outcome:
    value = turn.event.get("value")
    if not isinstance(value, str) or value not in turn.step["options"]:
        return refuse("not_an_option")
    effect = {"type": "decided", "step": turn.step["id"], "value": value}
    return accept("counted", {**turn.sub, "done": True}, effect)


DECIDE: Final = Kind(empty={"done": False}, events={"choose": _choose}, actions={})
