"""`take` with shares: one walk to a bin, several totes on a cart.

The item is scanned once; then each share, in the order of the script, is booked by scanning the tote that it goes
into. A typed quantity says how many of it are put now. `dealt` is what each share has got, by its pin.
"""

from typing import Any, Final

from pickface.scans.barcodes import plain_text
from pickface.tasks.kinds.take import EMPTY, REMARKS, opened
from pickface.tasks.kinds.taking import leave, noted, prove_lot, read_item, scan_first, scan_spot
from pickface.tasks.motions import (
    REFILL_KINDS,
    Kind,
    Outcome,
    Turn,
    accept,
    amount,
    held_by,
    is_taken,
    refuse,
    take_container,
    text,
)
from pickface.tasks.steps import Effect, Sub, lacking, share_at_hand, spot


def _still_here(turn: Turn) -> int:
    """How many units this bin is still to give."""
    left, here = lacking(turn.step, turn.sub), spot(turn.step, turn.sub)
    if here is turn.step:
        return left
    rest: int = here["qty"] - (turn.sub["taken"] - turn.sub["base"])
    return max(0, min(left, rest))


def _room(turn: Turn, share: Any) -> int:
    """How many units of it the share at hand still wants."""
    wants: int = share["qty"] - turn.sub["dealt"].get(str(share["pin"]), 0)
    return min(wants, _still_here(turn))


def _scan(turn: Turn) -> Outcome:
    sub, share = turn.sub, share_at_hand(turn.step, turn.sub)
    if not sub["there"]:
        return scan_spot(turn)
    if sub["need"] == "container":
        return _refill(turn, share)
    if sub["need"] == "lot":
        return prove_lot(turn, turn.scan.parsed.get("lot") or plain_text(turn.scan.raw))
    thing = turn.scan.thing
    if thing is None or "item" in thing:
        return _scan_item(turn)
    room = _room(turn, share)
    first = scan_first(turn, sub["taken"] + min(sub["held"] or room, room))
    if first:
        return first
    if "container" not in thing:
        return refuse("scan_tote_first", **_wanted(turn, share))
    if thing["container"] != held_by(turn.state["vars"], share["into"]):
        return refuse("wrong_tote", **_wanted(turn, share), got=thing["container"])
    return _put(turn, share, thing["container"])


def _wanted(turn: Turn, share: Any) -> dict[str, Any]:
    """The tote that the share at hand goes into."""
    expected = held_by(turn.state["vars"], share["into"])
    return {"expected": expected, "position": share["position"]}


def _scan_item(turn: Turn) -> Outcome:
    outcome = read_item(turn, _still_here(turn))
    # What is put into a tote is told by the screen or typed, not by the barcode.
    return outcome._replace(sub={**outcome.sub, "held": 0}) if outcome.sub else outcome


def _put(turn: Turn, share: Any, plate: str) -> Outcome:
    """Put units of the share at hand into its tote: all that it wants here, or what was typed."""
    step, sub, here = turn.step, turn.sub, spot(turn.step, turn.sub)
    room, pin = _room(turn, share), str(share["pin"])
    if not room:
        # A later revision may know of less at this bin.
        return _leave(turn)
    # Nor may it want as much as was typed before.
    qty, lot = min(sub["held"] or room, room), here.get("lot")
    effect: Effect = {
        "type": "took",
        "step": step["id"],
        "item": step["item"],
        "qty": qty,
        "lot": lot["id"] if lot else None,
        "place": here["place"],
        "container": plate,
        "line": share["line"],
        "pin": share["pin"],
    }
    dealt = {**sub["dealt"], pin: sub["dealt"].get(pin, 0) + qty}
    after: Sub = {**sub, "taken": sub["taken"] + qty, "dealt": dealt, "held": 0}
    if not lacking(step, after):
        return accept("counted", {**after, "done": True}, effect)
    if not _still_here(turn._replace(sub=after)):
        return _leave(turn._replace(sub=after), effect)
    return accept("counted", after, effect)


def _leave(turn: Turn, *effects: Effect) -> Outcome:
    """Leave this bin for the next alternative, or finish with the rest missing."""
    left = leave(turn, *effects)
    if left.code == "go_alternative" or left.sub is None:
        return left
    return left._replace(sub={**left.sub, "missing": lacking(turn.step, turn.sub), "held": 0})


def _quantity(turn: Turn) -> Outcome:
    sub, share = turn.sub, share_at_hand(turn.step, turn.sub)
    qty = amount(turn.event.get("qty"))
    if not qty:
        return refuse("bad_quantity")
    first = scan_first(turn, sub["taken"] + qty)
    if first:
        return first
    room = _room(turn, share)
    # What a tote gets may be less than one of the packs that were scanned.
    pieces = qty * (sub["size"] if sub["size"] <= room else 1)
    if pieces > room:
        return refuse("too_many", needed=room)
    return accept("counted", {**sub, "held": pieces})


def _fill(turn: Turn) -> Outcome:
    if turn.sub["need"] != "lot" or turn.event.get("field") != "lot":
        return refuse("not_now")
    said = text(turn.event.get("value"))
    return prove_lot(turn, said) if said else refuse("bad_value")


def _short(turn: Turn) -> Outcome:
    left = amount(turn.event.get("left"))
    if left is None:
        return refuse("bad_quantity")
    shares = [
        {"line": share["line"], "pin": share["pin"], "missing": missing}
        for share in turn.step["shares"]
        if (missing := share["qty"] - turn.sub["dealt"].get(str(share["pin"]), 0)) > 0
    ]
    effect = noted("short", turn)
    effect |= {"pin": None, "missing": lacking(turn.step, turn.sub), "left": left, "shares": shares}
    return _leave(turn, effect)


def _full(turn: Turn) -> Outcome:
    if turn.sub["need"] == "container":
        return refuse("scan_container_first", kinds=REFILL_KINDS)
    plate = held_by(turn.state["vars"], share_at_hand(turn.step, turn.sub)["into"])
    effect = {"type": "container_full", "container": plate}
    return accept("need_container", {**turn.sub, "need": "container"}, effect)


def _refill(turn: Turn, share: Any) -> Outcome:
    """After `full`: a new tote for the same position, which stands nowhere on the cart yet."""
    var, thing = share["into"]["var"], turn.scan.thing or {}
    # The full one is not new either.
    if "container" in thing and is_taken(turn, "", thing["container"]):
        return refuse("container_taken", got=thing["container"])
    taken = take_container(turn, var, REFILL_KINDS, {**turn.sub, "need": None})
    return taken or refuse("scan_container_first", kinds=REFILL_KINDS)


SHARED: Final = Kind(
    empty={**EMPTY, "dealt": {}},
    events={"scan": _scan, "quantity": _quantity, "fill": _fill},
    actions={"short": _short, **REMARKS, "open": opened, "full": _full},
)
