"""`put`: put a container or an item away, into a place or a container that fits."""

from typing import Any, Final

from pickface.tasks.motions import (
    TAKEN,
    Kind,
    Outcome,
    Turn,
    accept,
    amount,
    held_by,
    miss,
    place_facts,
    refuse,
    same_lot,
)
from pickface.tasks.steps import Effect, Thing

OUT_OF_USE: Final = "out_of_use"
"""The kind by which a device's catalogue has places that are out of use; no step accepts it."""


def _scan(turn: Turn) -> Outcome:
    if turn.step.get("prove") and not turn.sub["seen"]:
        return _prove(turn)
    if turn.step["to"].get("container_kinds"):
        return _into_container(turn)
    return _into_place(turn)


def _rest(turn: Turn) -> int:
    rest: int = turn.step["what"].get("qty", 1) - turn.sub["put"]
    return max(0, rest)


def _prove(turn: Turn) -> Outcome:
    what, (raw, parsed, thing, _) = turn.step["what"], turn.scan
    if what.get("item") is None:
        wrong = miss(turn, what)
        return wrong or accept("counted", {**turn.sub, "seen": True})
    if thing is None:
        return refuse("unknown_code", code=raw)
    if "item" not in thing:
        return refuse("scan_item_first", expected=what["item"])
    if thing["item"] != what["item"]:
        return refuse("wrong_item", expected=what["item"], got=thing["item"])
    lot, said = what.get("lot_code"), parsed.get("lot")
    if lot and said is not None and not same_lot(said, lot):
        return refuse("wrong_lot", expected=lot, got=said)
    size, pack = thing.get("qty", 1), thing.get("pack", "piece")
    if size > _rest(turn):
        # A case barcode on a loose handful proves the item; what is typed is pieces.
        size, pack = 1, "piece"
    return accept("counted", {**turn.sub, "seen": True, "size": size, "pack": pack})


def fits(turn: Turn, thing: Thing) -> bool:
    """Whether a place is one of those named, or of a kind and zone that the step accepts."""
    to, place = turn.step["to"], thing["place"]
    if place in (to.get("places") or ()):
        return True
    kind, zone = place_facts(turn.script, thing)
    zones = to.get("zones")
    return (
        kind in (to.get("kinds") or ())
        and (zones is None or zone in zones)
        and place not in (to.get("refuse") or ())
    )


def _why_not(turn: Turn, thing: Thing) -> str:
    """What the step says of a bin that does not fit: by the bin, else by its zone."""
    no = turn.step["to"].get("no") or {}
    kind, zone = place_facts(turn.script, thing)
    if kind == OUT_OF_USE:
        return "fit_out_of_use"
    by_zone = (no.get("zones") or {}).get(zone) if kind == "bin" else None
    code: str = (no.get("places") or {}).get(str(thing["place"])) or by_zone or "place_does_not_fit"
    return code


def _into_place(turn: Turn) -> Outcome:
    thing = turn.scan.thing
    expected = next(iter(turn.step["to"].get("places") or ()), None)
    if thing is None:
        return refuse("unknown_code", code=turn.scan.raw)
    if "place" not in thing:
        return refuse("scan_place_first", expected=expected)
    if not fits(turn, thing):
        return refuse(_why_not(turn, thing), expected=expected, got=thing["place"])
    return _put(turn, thing["place"], None)


def _into_container(turn: Turn) -> Outcome:
    to, thing = turn.step["to"], turn.scan.thing or {}
    plate = thing.get("container")
    itself = held_by(turn.state["vars"], turn.step["what"])
    if thing.get("kind") == TAKEN:
        return refuse("container_not_here", code=turn.scan.raw)
    if plate is None or thing.get("kind") not in to["container_kinds"] or plate == itself:
        return refuse("scan_container_first", kinds=to["container_kinds"])
    outcome = _put(turn, None, plate)
    return outcome._replace(vars={**turn.state["vars"], to["var"]: plate})


def _put(turn: Turn, place: int | None, into: str | None) -> Outcome:
    what, sub = turn.step["what"], turn.sub
    rest = _rest(turn)
    # A later revision may want less than was typed before.
    qty = min(sub["put_qty"] or rest, rest)
    is_item = what.get("item") is not None
    effect: Effect = {
        "type": "put",
        "step": turn.step["id"],
        "item": what.get("item"),
        "qty": qty if is_item else None,
        "lot": what.get("lot"),
        "container": held_by(turn.state["vars"], what),
        "from": turn.step.get("from"),
        "place": place,
        "into": into,
    }
    after: dict[str, Any] = {**sub, "put_qty": None, "done": not is_item or qty >= rest}
    if is_item:
        after["put"] = sub["put"] + qty
    return accept("counted", after, effect)


def _quantity(turn: Turn) -> Outcome:
    what, sub = turn.step["what"], turn.sub
    if what.get("item") is None:
        return refuse("not_now")
    qty = amount(turn.event.get("qty"))
    if not qty:
        return refuse("bad_quantity")
    if turn.step.get("prove") and not sub["seen"]:
        return refuse("scan_item_first", expected=what["item"])
    rest = _rest(turn)
    # What is left may be less than one of the packs that were scanned.
    pieces = qty * (sub["size"] if sub["size"] <= rest else 1)
    if pieces > rest:
        return refuse("too_many", needed=rest)
    return accept("counted", {**sub, "put_qty": pieces})


PUT: Final = Kind(
    empty={"seen": False, "put": 0, "put_qty": None, "size": 1, "pack": "piece", "done": False},
    events={"scan": _scan, "quantity": _quantity},
    actions={},
)
