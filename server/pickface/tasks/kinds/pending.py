"""What `collect` does with a scanned item that still lacks its lot, expiry, serial or destination."""

from typing import Any, Final

from pickface.tasks.kinds import grading, measuring, sizing
from pickface.tasks.kinds.counting import (
    choose_line,
    count,
    destination,
    is_looked_at,
    line_of,
    needs_zone,
    refuse_over,
    whole,
)
from pickface.tasks.motions import (
    SIZES,
    TAKEN,
    Outcome,
    Turn,
    accept,
    amount,
    filled,
    place_facts,
    refuse,
    scanned_text,
)

CAPTURED: Final[dict[str, tuple[str, ...]]] = {
    "lot": ("lot",),
    "lot_expiry": ("lot", "expiry"),
    "serial": ("serial",),
}
_LANDING_KINDS: Final = ("bin", "dock")
_NO_FIELDS: Final = ("pieces", "grade", "into")


def begin(turn: Turn) -> Outcome:
    """Count a scanned item, or keep it until what it lacks is known."""
    thing, parsed = turn.scan.thing or {}, turn.scan.parsed
    item = thing["item"]
    facts = turn.script["items"].get(str(item), {})
    tracking = facts.get("tracking") or thing.get("tracking") or "none"
    line, wrong = choose_line(turn, item, parsed.get("lot"))
    if wrong:
        return wrong
    size, pack = thing.get("qty", 1), thing.get("pack", "piece")
    qty = parsed.get("qty", 1) * size
    if tracking == "serial":
        # Every serial is scanned by itself, whatever its barcode counts.
        qty, size, pack = 1, 1, "piece"
    piece: dict[str, Any] = {
        "item": item,
        "line": line["id"] if line else None,
        "qty": qty,
        "size": size,
        "pack": pack,
        "lot": None if tracking == "none" else _said(turn, "lot"),
        "expiry": None if tracking == "none" else _said(turn, "expiry"),
        "serial": _said(turn, "serial") if tracking == "serial" else None,
        "zone": facts.get("zone") or thing.get("zone") or "",
    }
    captured = CAPTURED.get(tracking, ()) if turn.step.get("capture") else ()
    need = [field for field in captured if piece[field] is None]
    if grading.is_graded(turn):
        need.append("grade")
        piece["grade"] = None
    elif needs_zone(turn) and piece["zone"] not in turn.sub["into"]:
        need.append("into")
    piece, need = measuring.begin(turn, whole(turn, line, piece), need)
    return refuse_over(turn, line, piece) or _settle(turn, {**piece, "need": need})


def _said(turn: Turn, field: str) -> Any:
    return filled(field, turn.scan.parsed.get(field))[0]


def _settle(turn: Turn, pending: Any) -> Outcome:
    """Ask for the first thing that is lacking, or count."""
    need = next(iter(pending["need"]), None)
    if need is None:
        return count(turn, pending, *_destination(turn, pending))
    kept = {**turn.sub, "pending": pending}
    if need == "weight_g" and "doubt" in pending:
        asked = {"weight_g": pending["doubt"], "usual_g": pending["asks"]["weigh"] * pending["qty"]}
        return accept("weigh_again", kept)._replace(params=asked)
    return accept(f"need_{_word(need)}", kept)


def _word(need: str) -> str:
    """What is lacking, as it is told: of sizes the screen says which."""
    return "size" if need in SIZES else need


def _destination(turn: Turn, pending: Any) -> tuple[str | None, int | None]:
    place = _place_of(turn, pending)
    return (None, place) if place is not None else destination(turn, pending["zone"])


def _place_of(turn: Turn, pending: Any) -> int | None:
    """The place that a piece goes to by what was found out about it; None where that is for its zone to say."""
    held: int | None = pending.get("held")
    return grading.place_of(turn, pending) if held is None else held


def scan(turn: Turn) -> Outcome:
    """A scan while something is lacking."""
    pending = turn.sub["pending"]
    need, thing = pending["need"][0], turn.scan.thing
    if need == "into":
        return _scan_destination(turn)
    if need == "grade":
        return _scan_grade(turn)
    if need == "pieces" or need in SIZES:
        return _add(turn, pending) or refuse(f"need_{_word(need)}_first")
    if need == "weight_g" and not _is_the_one_weighed(turn, pending):
        return refuse("need_weight_g_first")
    other = turn.scan.known and (thing or {}).get("item") != pending["item"]
    found: dict[str, Any] = {}
    for field in () if other else pending["need"]:
        said = turn.scan.parsed.get(field)
        if said is None and field == need and field in {"lot", "serial"}:
            said = scanned_text(turn.scan, field)
        value, wrong = filled(field, said)
        if not wrong:
            found[field] = value
    # The next item scanned too early must not become the lot of this one.
    return _fill(turn, found) if need in found else refuse(f"need_{need}_first")


def _fill(turn: Turn, found: dict[str, Any]) -> Outcome:
    """Fill what was found; a lot may show that another line is meant."""
    pending = {**turn.sub["pending"], **found}
    pending["need"] = [field for field in pending["need"] if field not in found]
    if "lot" in found:
        line, wrong = choose_line(turn, pending["item"], found["lot"])
        pending = whole(turn, line, pending)
        wrong = wrong or refuse_over(turn, line, pending)
        if wrong:
            return wrong
        pending["line"] = line["id"] if line else None
    if "weight_g" in found:
        before = {**pending, "weight_g": None}
        pending, pending["need"] = measuring.weighed(before, pending["need"], found["weight_g"])
    if "temperature" in found:
        pending = measuring.judged(turn, pending)
        return measuring.told(_settle(measuring.remembered(turn, pending), pending), pending)
    return _sized(turn, pending) if found.keys() & set(SIZES) else _settle(turn, pending)


def _sized(turn: Turn, pending: Any) -> Outcome:
    """Something of its size was said; when all of it is, it is told, unless no such thing can be."""
    if sizing.is_asked(pending):
        return _settle(turn, pending)
    if sizing.is_unlikely(pending):
        kept = {**turn.sub, "pending": sizing.again(pending)}
        said = {field: pending[field] for field in SIZES}
        return accept("need_size_again", kept)._replace(params=said)
    return _leave_size(turn, pending)


def _leave_size(turn: Turn, pending: Any) -> Outcome:
    """It goes on with what was said of its size, be it nothing."""
    told = sizing.effects(turn, pending)
    sub, pending = sizing.left(turn, pending)
    outcome = _settle(turn._replace(sub=sub), pending)
    return outcome._replace(effects=[*told, *(outcome.effects or [])])


def fill(turn: Turn) -> Outcome:
    """A field that was typed or chosen on the screen."""
    pending, field = turn.sub["pending"], turn.event.get("field")
    if not pending or field in _NO_FIELDS or field not in pending["need"]:
        return refuse("not_now")
    value, wrong = filled(str(field), turn.event.get("value"))
    return refuse(wrong) if wrong else _fill(turn, {str(field): value})


def confirm(turn: Turn) -> Outcome:
    """The weight that was doubted is right; the goods are where they are kept apart; or nobody measures them now."""
    pending = turn.sub["pending"]
    need = pending["need"][0]
    if need == "weight_g" and "doubt" in pending:
        return _fill(turn, {"weight_g": pending["doubt"]})
    if need in SIZES:
        return _leave_size(turn, pending)
    if need == "into" and pending.get("held") is not None:
        return count(turn, pending, None, pending["held"])
    return refuse("not_now")


def _scan_grade(turn: Turn) -> Outcome:
    """A printed grade, or once more the same item."""
    pending = turn.sub["pending"]
    found = grading.judged(turn, pending, turn.scan.parsed["key"])
    if found is not None:
        return _judge(turn, found)
    return _add(turn, pending) or refuse("need_grade_first")


def choose(turn: Turn) -> Outcome:
    """A grade was tapped, or (an empty one) that this is none of the goods."""
    pending = turn.sub["pending"]
    if not pending or "grade" not in pending["need"]:
        return refuse("not_now")
    if pending["need"][0] != "grade":
        return refuse(f"need_{_word(pending['need'][0])}_first")
    if turn.event.get("value") == "":
        # It is not here after all: nothing of it was counted.
        return accept("dropped", {**turn.sub, "pending": None})
    found = grading.judged(turn, pending, turn.event.get("value"))
    return refuse("not_an_option") if found is None else _judge(turn, found)


def _judge(turn: Turn, pending: Any) -> Outcome:
    """Where it goes follows from its grade: to a place that may have to be scanned, or into its zone's container."""
    place = _place_of(turn, pending)
    by_zone = place is None and needs_zone(turn) and pending["zone"] not in turn.sub["into"]
    if by_zone or (place is not None and grading.is_proved(turn, pending)):
        pending = {**pending, "need": [*pending["need"], "into"]}
    return _settle(turn, pending)


def _add(turn: Turn, pending: Any) -> Outcome | None:
    """The same item was scanned again: there is more of it; None for anything else."""
    thing = turn.scan.thing or {}
    if thing.get("item") != pending["item"] or not _is_alike(turn, pending):
        return None
    if is_looked_at(turn, line_of(turn, pending["line"])):
        # Whoever looks at several scans several; all of them are in it already.
        return _settle(turn, pending)
    more = turn.scan.parsed.get("qty", 1) * thing.get("qty", 1)
    grown = {**pending, "qty": pending["qty"] + more}
    grams = filled("weight_g", turn.scan.parsed.get("weight_g"))[0]
    return _resize(turn, measuring.recounted(grown, grams))


def _scan_destination(turn: Turn) -> Outcome:
    pending, thing = turn.sub["pending"], turn.scan.thing or {}
    place = _place_of(turn, pending)
    if place is not None:
        wrong = grading.scan_place(turn, place)
        return (_add(turn, pending) or wrong) if wrong else count(turn, pending, None, place)
    if "container" in thing:
        into = {**turn.sub["into"], pending["zone"]: thing["container"]}
        return count(
            turn._replace(sub={**turn.sub, "into": into}), pending, thing["container"], None
        )
    boxed = pending["zone"] in ((turn.step.get("into") or {}).get("boxed") or ())
    if "place" in thing and boxed:
        return refuse("inspect_first")
    kind = place_facts(turn.script, thing)[0] if "place" in thing else ""
    if kind == "out_of_use":
        return refuse("fit_out_of_use", got=thing["place"])
    if kind in _LANDING_KINDS:
        return count(turn, pending, None, thing["place"])
    if thing.get("kind") == TAKEN:
        return refuse("container_not_here", code=turn.scan.raw)
    return _add(turn, pending) or refuse("scan_destination")


def _is_the_one_weighed(turn: Turn, pending: Any) -> bool:
    """Whether this may be the label of what stands on the scales: the next piece's weight is not this one's."""
    doubt = pending.get("doubt")
    return (
        _said(turn, "lot") in {None, pending["lot"]}
        and _said(turn, "serial") in {None, pending["serial"]}
        and (doubt is None or _said(turn, "weight_g") in {None, doubt})
    )


def _is_alike(turn: Turn, pending: Any) -> bool:
    """Whether a second scan of the item may be added: never a serial, never another lot."""
    lot = _said(turn, "lot")
    return pending["serial"] is None and lot in {None, pending["lot"]}


def quantity(turn: Turn) -> Outcome:
    """How many packs of the pending item there are."""
    pending = turn.sub["pending"]
    qty = amount(turn.event.get("qty"))
    if not qty:
        return refuse("bad_quantity")
    if qty > 1 and (pending["serial"] is not None or "serial" in pending["need"]):
        return refuse("too_many", needed=1)
    need = [field for field in pending["need"] if field != "pieces"]
    resized = {**pending, "qty": qty * pending["size"], "need": need}
    return _resize(turn, measuring.recounted(resized))


def _resize(turn: Turn, pending: Any) -> Outcome:
    wrong = refuse_over(turn, line_of(turn, pending["line"]), pending)
    return wrong or _settle(turn, pending)
