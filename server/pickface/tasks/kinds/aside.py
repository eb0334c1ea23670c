"""`collect` with `aside`: what nobody knows gets a label from the roll and is left in a place for such goods."""

from pickface.tasks.motions import Outcome, Turn, accept, refuse
from pickface.tasks.steps import Sub


def begun(turn: Turn, code: str, qty: int) -> Sub:
    """The sub-state once goods were unknown: they may be labelled next, unless something else is lacking first."""
    if not turn.step.get("aside") or turn.sub["pending"] or turn.sub["need"]:
        return ended(turn.sub)
    return {**turn.sub, "aside": {"code": code, "qty": qty, "plate": None}}


def ended(sub: Sub) -> Sub:
    """The sub-state with nothing in the hands that nobody knows."""
    return {name: value for name, value in sub.items() if name != "aside"}


def scan(turn: Turn) -> Outcome | None:
    """A scan while unknown goods are in the hands: their label, then their place; None for anything else."""
    held = turn.sub.get("aside")
    thing = turn.scan.thing or {}
    if not held:
        return None
    if held["plate"] is None:
        is_label = thing.get("kind") == "label" and "container" in thing
        if not is_label or thing["container"] in turn.sub["into"].values():
            return None
        return _labelled(turn, held, str(thing["container"]))
    if "place" not in thing:
        return None
    place = turn.step["aside"]["place"]
    if thing["place"] != place:
        return refuse("wrong_place", expected=place, got=thing["place"])
    return left(turn)


def left(turn: Turn) -> Outcome:
    """They are where such goods are left, by a scan of the place or by the person's word."""
    held = turn.sub.get("aside")
    if not held or held["plate"] is None:
        return refuse("not_now")
    effect = {
        "type": "left",
        "step": turn.step["id"],
        "code": held["code"],
        "container": held["plate"],
        "place": turn.step["aside"]["place"],
    }
    return accept("left_there", {**ended(turn.sub), "ask": False}, effect)._replace(memory="none")


def _labelled(turn: Turn, held: Sub, plate: str) -> Outcome:
    """A label that sticks cannot be undone."""
    effect = {
        "type": "labelled",
        "step": turn.step["id"],
        "code": held["code"],
        "qty": held["qty"],
        "container": plate,
    }
    sub = {**turn.sub, "ask": False, "aside": {**held, "plate": plate}}
    return accept("labelled", sub, effect)._replace(memory="none")
