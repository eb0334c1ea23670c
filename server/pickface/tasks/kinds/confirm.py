"""`confirm`: finish or hand over, by a tap or by scanning the thing itself."""

from typing import Final

from pickface.tasks.motions import Kind, Outcome, Turn, accept, miss, refuse


def _confirmed(turn: Turn) -> Outcome:
    effect = {"type": "confirmed", "step": turn.step["id"]}
    return accept("counted", {**turn.sub, "done": True}, effect)


def _confirm(turn: Turn) -> Outcome:
    return refuse("scan_to_confirm") if turn.step.get("scan") else _confirmed(turn)


def _scan(turn: Turn) -> Outcome:
    target = turn.step.get("scan")
    if not target:
        return refuse("not_now")
    return miss(turn, target) or _confirmed(turn)


CONFIRM: Final = Kind(
    empty={"done": False}, events={"confirm": _confirm, "scan": _scan}, actions={}
)
