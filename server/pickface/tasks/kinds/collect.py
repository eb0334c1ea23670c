"""`collect`: scan items in any order against lines, or blind: receive, check, pack, count."""

from typing import Any, Final

from pickface.tasks.kinds import aside, by_hand, pending
from pickface.tasks.kinds.counting import closed, count, counted, line_of, missing_lines, needs_zone
from pickface.tasks.motions import (
    REFILL_KINDS,
    Kind,
    Outcome,
    Turn,
    accept,
    amount,
    held_by,
    refill,
    refuse,
)


def _refills(turn: Turn) -> list[str]:
    """The kinds of containers that follow a full one."""
    kinds: list[str] = (turn.step.get("into") or {}).get("kinds") or REFILL_KINDS
    return kinds


def unasked(turn: Turn) -> Turn:
    """Whoever goes on working does not want to close any more, and has left what nobody knew."""
    return turn._replace(sub={**aside.ended(turn.sub), "ask": False})


def _scan(asked: Turn) -> Outcome:
    put = aside.scan(asked)
    if put is not None:
        return put
    turn = unasked(asked)
    if turn.sub["need"] == "container":
        return refill(turn, _refills(turn))
    if turn.sub["pending"]:
        return pending.scan(turn)
    thing = turn.scan.thing
    if thing is None:
        if not turn.step.get("open"):
            return refuse("unknown_code", code=turn.scan.raw)
        return _record_unknown(turn, turn.scan.raw, 1)
    return pending.begin(turn) if "item" in thing else refuse("scan_item_first")


def _record_unknown(turn: Turn, code: str, qty: int) -> Outcome:
    effect = {"type": "unknown", "step": turn.step["id"], "code": code, "qty": qty}
    return accept("unknown_recorded", aside.begun(turn, code, qty), effect)


def _unknown(turn: Turn) -> Outcome:
    code, qty = turn.event.get("code"), amount(turn.event.get("qty", 1))
    if not qty:
        return refuse("bad_quantity")
    return _record_unknown(unasked(turn), code if isinstance(code, str) else "", qty)


def _fill(turn: Turn) -> Outcome:
    return pending.fill(unasked(turn))


def _choose(turn: Turn) -> Outcome:
    return pending.choose(unasked(turn))


def _confirm(turn: Turn) -> Outcome:
    return pending.confirm(unasked(turn)) if turn.sub["pending"] else aside.left(turn)


def _quantity(asked: Turn) -> Outcome:
    turn = unasked(asked)
    if turn.sub["need"] == "container":
        return refuse("scan_container_first", kinds=_refills(turn))
    if turn.event.get("line") is not None:
        return by_hand.quantity(turn)
    if turn.sub["pending"]:
        return pending.quantity(turn)
    last, qty = turn.sub["last"], amount(turn.event.get("qty"))
    if qty is None:
        return refuse("bad_quantity")
    if not last:
        return refuse("scan_item_first")
    if last["serial"] is not None:
        return refuse("not_now")
    if "weight_g" in last:
        # Each weighing is for the pieces that were on the scales.
        return refuse("scan_to_weigh")
    return _recount(turn, last, qty * last["size"] - last["qty"])


def _recount(turn: Turn, last: Any, more: int) -> Outcome:
    """Count the difference between the typed total and what the last scan has counted."""
    if more < 0:
        return refuse("less_than_counted", counted=last["qty"])
    if more == 0:
        return accept("counted", turn.sub)
    line = line_of(turn, last["line"])
    if line and turn.step.get("over") == "refuse":
        room = max(0, line["qty"] - counted(turn.sub, line))
        if more > room:
            return refuse("too_many", needed=last["qty"] + room)
    return count(turn, {**last, "qty": more}, last["container"], last["place"])


def _damaged(turn: Turn) -> Outcome:
    last, qty = turn.sub["last"], amount(turn.event.get("qty"))
    if not qty:
        return refuse("bad_quantity")
    if not last:
        return refuse("scan_item_first")
    if qty > last["qty"]:
        return refuse("too_many", needed=last["qty"])
    same = {name: last[name] for name in ("item", "line", "lot", "place", "container")}
    effect = {"type": "damaged", "step": turn.step["id"], "qty": qty, **same}
    return accept("noted", unasked(turn).sub, effect)


def _no_scan(turn: Turn) -> Outcome:
    return by_hand.no_scan(unasked(turn))


def _full(asked: Turn) -> Outcome:
    turn = unasked(asked)
    into, last = turn.step.get("into") or {}, turn.sub["last"] or {}
    if into.get("var") is not None:
        if turn.sub["need"] == "container":
            return refuse("scan_container_first", kinds=_refills(turn))
        effect = {"type": "container_full", "container": held_by(turn.state["vars"], into)}
        return accept("need_container", {**turn.sub, "need": "container"}, effect)
    plate = last.get("container")
    zones = turn.sub["into"]
    if not needs_zone(turn) or plate not in zones.values():
        return refuse("not_now")
    left = {zone: other for zone, other in zones.items() if other != plate}
    effect = {"type": "container_full", "container": plate}
    return accept("noted", {**turn.sub, "into": left}, effect)


def _done(turn: Turn) -> Outcome:
    if turn.sub["pending"]:
        return refuse("finish_this_first")
    missing = sum(line["qty"] for line in missing_lines(turn, turn.sub))
    anyway = turn.step.get("blind") or turn.step.get("part") or turn.sub["ask"]
    if missing and not anyway:
        asked = accept("ask_close", {**turn.sub, "ask": True})
        return asked._replace(params={"missing": missing})
    sub = {**aside.ended(turn.sub), "ask": False, "done": True}
    return accept("counted", sub, closed(turn, sub))


COLLECT: Final = Kind(
    empty={
        "counts": {},
        "extra": {},
        "pending": None,
        "into": {},
        "last": None,
        "need": None,
        "ask": False,
        "done": False,
    },
    events={
        "scan": _scan,
        "quantity": _quantity,
        "fill": _fill,
        "choose": _choose,
        "confirm": _confirm,
    },
    actions={
        "unknown": _unknown,
        "damaged": _damaged,
        "no_scan": _no_scan,
        "full": _full,
        "done": _done,
    },
)
