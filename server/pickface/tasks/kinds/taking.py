"""How `take` counts: what this bin is still to give, and where to go when it has given it."""

from pickface.tasks.motions import Outcome, Turn, accept, held_by
from pickface.tasks.steps import Effect, Sub, spot


def wanted_here(turn: Turn) -> int:
    """The total that this bin is to give: what was wanted on coming to it."""
    want: int = turn.step["qty"] - turn.sub["base"]
    here = spot(turn.step, turn.sub)
    return want if here is turn.step else min(want, here["qty"])


def still_wanted(turn: Turn) -> int:
    """How much of it is not taken yet."""
    still: int = wanted_here(turn) - (turn.sub["taken"] - turn.sub["base"])
    return max(0, still)


def count_held(turn: Turn) -> Outcome:
    """Count what the barcode in `held` stands for, if it stands for anything."""
    held = turn.sub["held"]
    if not held:
        return accept("need_quantity", turn.sub)
    return take(turn._replace(sub={**turn.sub, "held": 0}), held)


def take(turn: Turn, qty: int) -> Outcome:
    """Take units from this bin."""
    step, here = turn.step, spot(turn.step, turn.sub)
    lot = here.get("lot")
    effect: Effect = {
        "type": "took",
        "step": step["id"],
        "item": step["item"],
        "qty": qty,
        "lot": lot["id"] if lot else None,
        "place": here["place"],
        "container": held_by(turn.state["vars"], step.get("into")),
        "line": step.get("line"),
        "pin": here.get("pin"),
    }
    return settle(turn._replace(sub={**turn.sub, "taken": turn.sub["taken"] + qty}), effect)


def settle(turn: Turn, *effects: Effect) -> Outcome:
    """Finish, or go to the next bin, if this one has given all that it was to give."""
    sub, wanted = turn.sub, turn.step["qty"]
    if sub["taken"] >= wanted:
        return accept("counted", {**sub, "done": True}, *effects)
    if still_wanted(turn) == 0:
        return leave(turn, *effects)
    return accept("counted", sub, *effects)


def leave(turn: Turn, *effects: Effect) -> Outcome:
    """Leave this bin for the next alternative, or finish with the rest missing."""
    step, sub = turn.step, turn.sub
    following = sub["alt"] + 1
    if following >= len(step.get("alternatives") or ()):
        missing = max(0, step["qty"] - sub["taken"])
        return accept("counted", {**sub, "missing": missing, "done": True}, *effects)
    moved: Sub = {**sub, "there": False, "seen": False, "lot_ok": False, "base": sub["taken"]}
    # A full tote stays full on the way to the next bin.
    need = "container" if sub["need"] == "container" else None
    moved |= {"alt": following, "need": need, "size": 1, "pack": "piece", "held": 0}
    return accept("go_alternative", moved, *effects)
