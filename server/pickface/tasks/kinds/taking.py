"""How `take` counts: what this bin is still to give, and where to go when it has given it."""

from typing import Any

from pickface.tasks.motions import (
    REFILL_KINDS,
    Outcome,
    Turn,
    accept,
    held_by,
    refuse,
    same_lot,
    too_much,
)
from pickface.tasks.steps import Effect, Sub, Thing, spot


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


def scan_first(turn: Turn, taken: int) -> Outcome | None:
    """What must be scanned before a quantity may be typed; ``taken`` is what the line has with it.

    With a consent for some of the line (``by_hand``) no more than these go without a scan.
    """
    step, sub = turn.step, turn.sub
    if not sub["there"]:
        return refuse("scan_place_first", expected=spot(step, sub)["place"])
    if sub["need"] == "container":
        return refuse("scan_container_first", kinds=REFILL_KINDS)
    if sub["need"] == "lot":
        return refuse("need_lot_first")
    by_hand = step.get("by_hand")
    proved = sub["seen"] or (step.get("prove") == "none" and (by_hand is None or taken <= by_hand))
    return None if proved else refuse("scan_item_first", expected=step["item"])


def prove_lot(turn: Turn, said: str) -> Outcome:
    """Prove that it is the lot that is wanted."""
    lot, thing = spot(turn.step, turn.sub).get("lot"), turn.scan.thing
    if thing and thing.get("item", turn.step["item"]) != turn.step["item"]:
        return refuse("wrong_item", expected=turn.step["item"], got=thing["item"])
    # A later revision may have taken the lot away: then there is nothing to prove.
    if lot and not same_lot(said, lot["code"]):
        return refuse("wrong_lot", expected=lot["code"], got=said)
    return accept("counted", {**turn.sub, "lot_ok": True, "need": None})


def scan_spot(turn: Turn) -> Outcome:
    """Prove that one has come to the bin."""
    thing, expected = turn.scan.thing, spot(turn.step, turn.sub)["place"]
    if thing is None:
        return refuse("unknown_code", code=turn.scan.raw)
    if "place" not in thing:
        return refuse("scan_place_first", expected=expected)
    if thing["place"] != expected:
        return refuse("wrong_place", expected=expected, got=thing["place"])
    return accept("counted", {**turn.sub, "there": True})


def read_item(turn: Turn, wanted: int | None = None) -> Outcome:
    """The scanned item, remembered with its pack and what it counts in `held`; or why it is not the right one.

    `need_lot` where its lot has to be proved first.
    """
    step, sub, (raw, parsed, thing, _) = turn.step, turn.sub, turn.scan
    if thing is None:
        return refuse("unknown_code", code=raw)
    if "item" not in thing:
        return _not_an_item(step, thing)
    if thing["item"] != step["item"]:
        return refuse("wrong_item", expected=step["item"], got=thing["item"])
    here = spot(step, sub)
    lot, said = here.get("lot"), parsed.get("lot")
    if lot and said is not None and not same_lot(said, lot["code"]):
        return refuse("wrong_lot", expected=lot["code"], got=said)
    size, pack = thing.get("qty", 1), thing.get("pack", "piece")
    count, most = parsed.get("qty", 1) * size, still_wanted(turn) if wanted is None else wanted
    if sub["opened"] and count > 1:
        # The barcode on an opened case no longer counts a case: how many is typed.
        count, size, pack = 0, 1, "piece"
    elif count > most:
        return too_much(pack, size, count, most)
    proved = sub["lot_ok"] or (said is not None and bool(lot))
    read: Sub = {**sub, "seen": True, "size": size, "pack": pack, "held": count, "lot_ok": proved}
    if lot and not proved and not here.get("only_lot"):
        return accept("need_lot", {**read, "need": "lot"})
    return accept("counted", read)


def _not_an_item(step: Any, thing: Thing) -> Outcome:
    """Where one container is taken whole its plate is asked for, else the item."""
    plate = (step.get("into") or {}).get("container")
    if plate is not None:
        return refuse("wrong_container", expected=plate, got=thing.get("container"))
    return refuse("scan_item_first", expected=step["item"])


def noted(kind: str, turn: Turn) -> Effect:
    """What an action at this bin tells."""
    step, here = turn.step, spot(turn.step, turn.sub)
    lot = here.get("lot")
    return {
        "type": kind,
        "step": step["id"],
        "item": step["item"],
        "lot": lot["id"] if lot else None,
        "place": here["place"],
        "line": step.get("line"),
    }
