"""`collect` with shares: what a batch took together is dealt to its orders, whatever comes out of the tote first.

An item is scanned once; then each share of it, in the order of the script, is booked by scanning the container that
stands at its wall place. The first container that is scanned for a place stays there. `dealt` is what each share has
got, by its pin; `item` is what is in the hands.
"""

from typing import Any, Final

from pickface.scans.barcodes import plain_text
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
    same_lot,
    take_container,
    text,
)
from pickface.tasks.steps import Sub, lacking


def _wants(turn: Turn, share: Any) -> int:
    """How many units a share still wants."""
    got: int = turn.sub["dealt"].get(str(share["pin"]), 0)
    return max(0, int(share["qty"]) - got)


def _wanting(turn: Turn, item: int, lot: str | None) -> list[Any]:
    """The shares of an item, and of a lot if one is named, that still want units."""
    return [
        share
        for share in turn.step["shares"]
        if share["item"] == item and _wants(turn, share) and _is_of(share, lot)
    ]


def _is_of(share: Any, lot: str | None) -> bool:
    return lot is None or not share["lot"] or same_lot(share["lot"]["code"], lot)


def _at_hand(turn: Turn) -> Any | None:
    """The share that is put into its container now; None when nothing wanted is in the hands."""
    held = turn.sub["item"]
    return next(iter(_wanting(turn, held["item"], held["lot"])), None) if held else None


def _scan(asked: Turn) -> Outcome:
    turn = asked._replace(sub={**asked.sub, "ask": False})
    if turn.sub["need"] == "lot":
        return _prove_lot(turn, turn.scan.parsed.get("lot") or plain_text(turn.scan.raw))
    thing = turn.scan.thing
    if thing is None:
        return refuse("unknown_code", code=turn.scan.raw)
    if "item" in thing:
        return _see(turn, thing)
    share = _at_hand(turn)
    if share is None:
        return refuse("scan_item_first")
    if "container" not in thing:
        return refuse("scan_tote_first", **_wanted(turn, share))
    return _put(turn, share, thing["container"])


def _see(turn: Turn, thing: Any) -> Outcome:
    """An item is in the hands; its lot must be told where that says whose it is."""
    item, said = thing["item"], turn.scan.parsed.get("lot")
    if not any(share["item"] == item for share in turn.step["shares"]):
        return refuse("wrong_item", got=item)
    if not _wanting(turn, item, None):
        return refuse("too_many", needed=0)
    wanting = _wanting(turn, item, said)
    if not wanting:
        return refuse("wrong_lot", expected=_wanting(turn, item, None)[0]["lot"]["code"], got=said)
    lots = {share["lot"]["code"] for share in wanting if share["lot"]}
    held = {
        "item": item,
        "lot": min(lots) if len(lots) == 1 else None,
        "size": thing.get("qty", 1),
        "pack": thing.get("pack", "piece"),
    }
    sub: Sub = {**turn.sub, "item": held, "held": 0}
    if len(lots) > 1:
        return accept("need_lot", {**sub, "need": "lot"})
    return accept("counted", sub)


def _prove_lot(turn: Turn, said: str) -> Outcome:
    held, thing = turn.sub["item"], turn.scan.thing
    if thing and thing.get("item", held["item"]) != held["item"]:
        return refuse("wrong_item", expected=held["item"], got=thing["item"])
    lots = [s["lot"]["code"] for s in _wanting(turn, held["item"], None) if s["lot"]]
    lot = next((code for code in lots if same_lot(code, said)), None)
    # A later revision may want none of it any more: then there is nothing to prove.
    if lot is None and lots:
        return refuse("wrong_lot", expected=lots[0], got=said)
    return accept("counted", {**turn.sub, "item": {**held, "lot": lot}, "need": None})


def _wanted(turn: Turn, share: Any) -> dict[str, Any]:
    """The container that stands at the wall place of a share."""
    expected = held_by(turn.state["vars"], share["into"])
    return {"expected": expected, "position": share["position"]}


def _put(turn: Turn, share: Any, plate: str) -> Outcome:
    """Put units of a share into the container of its wall place; the first one that is scanned stands there."""
    expected = held_by(turn.state["vars"], share["into"])
    opened: Outcome | None = None
    if expected is None:
        # What the goods come out of is none to put them into, nor is another place's.
        if is_taken(turn, "", plate) or plate in turn.step.get("out_of", ()):
            return refuse("wall_taken", got=plate)
        opened = take_container(turn, share["into"]["var"], REFILL_KINDS, turn.sub)
        if opened is None:
            return refuse("scan_container_first", kinds=REFILL_KINDS)
    elif plate != expected:
        return refuse("wrong_tote", **_wanted(turn, share), got=plate)
    pin, room = str(share["pin"]), _wants(turn, share)
    qty = min(turn.sub["held"] or room, room)
    effect = {
        "type": "sorted",
        "step": turn.step["id"],
        "item": share["item"],
        "qty": qty,
        "lot": share["lot"]["id"] if share["lot"] else None,
        "container": plate,
        "line": share["line"],
        "pin": share["pin"],
    }
    dealt = {**turn.sub["dealt"], pin: turn.sub["dealt"].get(pin, 0) + qty}
    after: Sub = {**turn.sub, "dealt": dealt, "held": 0}
    effects = [*((opened.effects or []) if opened else []), effect]
    if not lacking(turn.step, after):
        after |= {"item": None, "done": True}
        effects.append(_closed(turn._replace(sub=after)))
    elif _at_hand(turn._replace(sub=after)) is None:
        after["item"] = None
    outcome = accept("counted", after, *effects)
    return outcome._replace(vars=opened.vars) if opened else outcome


def _quantity(turn: Turn) -> Outcome:
    share, qty = _at_hand(turn), amount(turn.event.get("qty"))
    if not qty:
        return refuse("bad_quantity")
    if turn.sub["need"] == "lot":
        return refuse("need_lot_first")
    if share is None:
        return refuse("scan_item_first")
    room, size = _wants(turn, share), turn.sub["item"]["size"]
    # What a container gets may be less than one of the packs that were scanned.
    pieces = qty * (size if size <= room else 1)
    if pieces > room:
        return refuse("too_many", needed=room)
    return accept("counted", {**turn.sub, "held": pieces, "ask": False})


def _fill(turn: Turn) -> Outcome:
    if turn.sub["need"] != "lot" or turn.event.get("field") != "lot":
        return refuse("not_now")
    said = text(turn.event.get("value"))
    return _prove_lot(turn, said) if said else refuse("bad_value")


def _full(turn: Turn) -> Outcome:
    """The container of the wall place at hand is full: the next one that is scanned stands there."""
    share = _at_hand(turn)
    plate = held_by(turn.state["vars"], share["into"]) if share else None
    if share is None or plate is None:
        return refuse("not_now")
    left = {name: held for name, held in turn.state["vars"].items() if name != share["into"]["var"]}
    effect = {"type": "container_full", "container": plate}
    return accept("need_container", {**turn.sub, "ask": False}, effect, new_vars=left)


def _done(turn: Turn) -> Outcome:
    missing = lacking(turn.step, turn.sub)
    if missing and not turn.sub["ask"]:
        asked = accept("ask_close", {**turn.sub, "ask": True})
        return asked._replace(params={"missing": missing})
    sub: Sub = {**turn.sub, "item": None, "need": None, "ask": False, "done": True}
    return accept("counted", sub, _closed(turn))


def _closed(turn: Turn) -> dict[str, Any]:
    missing = [
        {"line": share["line"], "pin": share["pin"], "item": share["item"], "qty": lacks}
        for share in turn.step["shares"]
        if (lacks := _wants(turn, share))
    ]
    return {"type": "closed", "step": turn.step["id"], "missing": missing, "extra": []}


SORTED: Final = Kind(
    empty={
        "dealt": {},
        "item": None,
        "held": 0,
        "need": None,
        "ask": False,
        "done": False,
    },
    events={"scan": _scan, "quantity": _quantity, "fill": _fill},
    actions={"full": _full, "done": _done},
)
