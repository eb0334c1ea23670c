"""`collect` with `hands`: goods whose label does not scan count by hand, as far as a supervisor consented (6)."""

from typing import Any

from pickface.tasks.kinds.counting import count, counted, destination, line_of
from pickface.tasks.motions import Outcome, Turn, accept, amount, held_by, refuse


def quantity(turn: Turn) -> Outcome:
    """Units of the line that the event names count without a scan, for as many as were consented to."""
    qty, line = amount(turn.event.get("qty")), _line(turn)
    hand: dict[str, Any] = (turn.step.get("hands") or {}).get(str(line["id"]) if line else "") or {}
    if not hand.get("qty"):
        return refuse("not_now")
    if turn.sub["pending"]:
        return refuse("finish_this_first")
    if not qty:
        return refuse("bad_quantity")
    handed = turn.sub.get("by_hand", {})
    before = handed.get(str(line["id"]), 0)
    # Who counts blind counts what is there: a limit would tell what the books expect.
    if qty > hand["qty"] - before and not turn.step.get("blind"):
        return refuse("by_hand_no_more", needed=max(0, hand["qty"] - before))
    room = _room(turn, line)
    if room is not None and qty > room:
        return refuse("too_many", needed=room)
    piece = {"item": line["item"], "line": line["id"], "qty": qty, "size": 1, "pack": "piece"}
    piece |= dict.fromkeys(("lot", "expiry", "serial"))
    noted = {**turn.sub, "last": None, "by_hand": {**handed, str(line["id"]): before + qty}}
    outcome = count(turn._replace(sub=noted), piece, *destination(turn, ""))
    effects = [
        {**one, "by_hand": True} if one["type"] == "collected" else one
        for one in outcome.effects or []
    ]
    # A typed total is about what was scanned last, and this was not.
    return outcome._replace(sub={**(outcome.sub or {}), "last": None}, effects=effects)


def no_scan(turn: Turn) -> Outcome:
    """The label of some of a line's goods does not scan: it is told, and the other goods go on."""
    qty, line = amount(turn.event.get("qty")), _line(turn)
    if line is None:
        return refuse("not_now")
    if not qty:
        return refuse("bad_quantity")
    room = _room(turn, line)
    if room is not None and qty > room:
        return refuse("too_many", needed=room)
    lot = line.get("lot")
    effect = {
        "type": "no_scan",
        "step": turn.step["id"],
        "item": line["item"],
        "line": line["id"],
        "lot": lot.get("id") if lot else None,
        "qty": qty,
        "place": None,
        "container": held_by(turn.state["vars"], turn.step.get("into")),
    }
    return accept("noted", turn.sub, effect)


def _line(turn: Turn) -> Any:
    said = amount(turn.event.get("line"))
    return None if said is None else line_of(turn, said)


def _room(turn: Turn, line: Any) -> int | None:
    """How many units the line still takes; None where more are taken, too."""
    return (
        max(0, line["qty"] - counted(turn.sub, line)) if turn.step.get("over") == "refuse" else None
    )
