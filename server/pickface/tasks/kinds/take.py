"""`take`: take a quantity of an item from its place, or take an empty container.

A take may come to alternative bins when its own is short; `base` is what was taken before the
present bin, so a typed total is always the total of the bin the person stands at.
"""

from typing import Final

from pickface.scans.barcodes import plain_text
from pickface.tasks.kinds.taking import (
    count_held,
    leave,
    noted,
    prove_lot,
    read_item,
    scan_first,
    scan_spot,
    settle,
    take,
    wanted_here,
)
from pickface.tasks.motions import (
    REFILL_KINDS,
    Kind,
    Outcome,
    Turn,
    accept,
    amount,
    held_by,
    is_taken,
    refill,
    refuse,
    take_container,
    text,
)
from pickface.tasks.steps import Sub, spot


def _scan(turn: Turn) -> Outcome:
    step, sub = turn.step, turn.sub
    if step.get("container"):
        return _scan_container(turn)
    if not sub["there"]:
        return scan_spot(turn)
    if sub["need"] == "container":
        return refill(turn)
    if sub["need"] == "lot":
        return _prove_lot(turn, turn.scan.parsed.get("lot") or plain_text(turn.scan.raw))
    return _scan_item(turn)


def _scan_container(turn: Turn) -> Outcome:
    form, thing = turn.step["container"], turn.scan.thing
    if thing is None:
        return refuse("unknown_code", code=turn.scan.raw)
    if "container" not in thing:
        return refuse("scan_container_first", kinds=form["kinds"])
    if form.get("fresh") and is_taken(turn, form["var"], thing["container"]):
        return refuse("container_taken", got=thing["container"])
    taken = take_container(turn, form["var"], form["kinds"], {**turn.sub, "done": True})
    return taken or refuse("wrong_container_kind", kinds=form["kinds"], got=thing.get("kind"))


def _scan_item(turn: Turn) -> Outcome:
    outcome = read_item(turn)
    if outcome.sub is None or outcome.code == "need_lot":
        return outcome
    return count_held(turn._replace(sub=outcome.sub))


def _prove_lot(turn: Turn, said: str) -> Outcome:
    proved = prove_lot(turn, said)
    return count_held(turn._replace(sub=proved.sub)) if proved.sub else proved


def _quantity(turn: Turn) -> Outcome:
    sub = turn.sub
    if turn.step.get("container"):
        return refuse("not_now")
    qty = amount(turn.event.get("qty"))
    if qty is None:
        return refuse("bad_quantity")
    first = scan_first(turn, sub["base"] + qty * sub["size"])
    if first:
        return first
    total, counted = qty * sub["size"], sub["taken"] - sub["base"]
    if total > wanted_here(turn):
        return refuse("too_many", needed=wanted_here(turn))
    if total < counted:
        return refuse("less_than_counted", counted=counted)
    return take(turn, total - counted) if total > counted else settle(turn)


def _fill(turn: Turn) -> Outcome:
    if turn.sub["need"] != "lot" or turn.event.get("field") != "lot":
        return refuse("not_now")
    said = text(turn.event.get("value"))
    return _prove_lot(turn, said) if said else refuse("bad_value")


def _short(turn: Turn) -> Outcome:
    left = amount(turn.event.get("left"))
    if turn.step.get("container"):
        return refuse("not_now")
    if left is None:
        return refuse("bad_quantity")
    missing = max(0, turn.step["qty"] - turn.sub["taken"])
    effect = noted("short", turn)
    effect |= {"pin": spot(turn.step, turn.sub).get("pin"), "missing": missing, "left": left}
    return leave(turn, effect)


def remarked(turn: Turn) -> Outcome:
    """Some of what lies here is no good, does not scan, or does not belong here: it is told, and work goes on."""
    qty = amount(turn.event.get("qty"))
    if turn.step.get("container"):
        return refuse("not_now")
    if not qty:
        return refuse("bad_quantity")
    return accept("noted", turn.sub, {**noted(turn.event["action"], turn), "qty": qty})


def opened(turn: Turn) -> Outcome:
    """A case was opened."""
    if turn.step.get("container"):
        return refuse("not_now")
    # From here on pieces are counted, whatever pack was scanned before.
    pieces: Sub = {**turn.sub, "opened": True, "size": 1, "pack": "piece", "held": 0}
    return accept("opened", pieces)


def _full(turn: Turn) -> Outcome:
    into = turn.step.get("into") or {}
    if into.get("var") is None:
        return refuse("not_now")
    if turn.sub["need"] == "container":
        return refuse("scan_container_first", kinds=REFILL_KINDS)
    plate = held_by(turn.state["vars"], into)
    effect = {"type": "container_full", "container": plate}
    return accept("need_container", {**turn.sub, "need": "container"}, effect)


REMARKS: Final = dict.fromkeys(("damaged", "no_scan", "stray"), remarked)

EMPTY: Final[Sub] = {
    "there": True,
    "taken": 0,
    "base": 0,
    "alt": -1,
    "seen": False,
    "size": 1,
    "pack": "piece",
    "held": 0,
    "opened": False,
    "lot_ok": False,
    "need": None,
    "missing": 0,
    "done": False,
}

TAKE: Final = Kind(
    empty=EMPTY,
    events={"scan": _scan, "quantity": _quantity, "fill": _fill},
    actions={"short": _short, **REMARKS, "open": opened, "full": _full},
)
