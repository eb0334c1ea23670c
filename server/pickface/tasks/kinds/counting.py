"""How `collect` counts: which line, how much too much, where to, and the closing of the lines."""

from typing import Any

from pickface.tasks.kinds import grading, measuring
from pickface.tasks.motions import Outcome, Turn, accept, held_by, refuse, same_lot, too_much
from pickface.tasks.steps import Effect, Sub

# Two scans are one when all of these agree; then a typed total is the total of both.
_ALIKE = ("item", "line", "size", "lot", "expiry", "container", "place", "grade")


def counted(sub: Sub, line: Any) -> int:
    """How many smallest units a line has."""
    count: int = sub["counts"].get(str(line["id"]), 0)
    return count


def choose_line(turn: Turn, item: int, lot: str | None) -> tuple[Any, Outcome | None]:
    """The line that an item counts for (None: it was not expected), and a refusal if it may not."""
    of_item = [line for line in turn.step["lines"] if line["item"] == item]
    if not of_item:
        return None, None if turn.step.get("open") else refuse("wrong_item", got=item)
    fitting = [
        line
        for line in of_item
        if lot is None or not line.get("lot") or same_lot(lot, line["lot"]["code"])
    ]
    if not fitting:
        return None, refuse("wrong_lot", expected=of_item[0]["lot"]["code"], got=lot)
    lacking = (line for line in fitting if counted(turn.sub, line) < line["qty"])
    return next(lacking, fitting[-1]), None


def line_of(turn: Turn, line_id: Any) -> Any:
    """The line with this id, None if there is none (any more)."""
    return next((line for line in turn.step["lines"] if line["id"] == line_id), None)


def refuse_over(turn: Turn, line: Any, piece: Any) -> Outcome | None:
    """The refusal if this would be more than the line wants and the step does not take more."""
    if line is None or turn.step.get("over") != "refuse":
        return None
    needed = max(0, line["qty"] - counted(turn.sub, line))
    if piece["qty"] <= needed:
        return None
    return too_much(piece["pack"], piece["size"], piece["qty"], needed)


def is_looked_at(turn: Turn, line: Any) -> bool:
    """Whether a sample of a line is looked at, and all of it judged by that."""
    return line is not None and str(line["id"]) in (turn.step.get("looks") or {})


def whole(turn: Turn, line: Any, piece: Any) -> Any:
    """Of a line that a sample is looked at of, one scan stands for all that it still wants, until a number is typed."""
    left = line["qty"] - counted(turn.sub, line) if is_looked_at(turn, line) else 0
    if left <= 0:
        return piece
    # A case barcode on a loose handful names the item; what is typed is pieces.
    fits = piece["size"] <= left
    return {
        **piece,
        "qty": left,
        "size": piece["size"] if fits else 1,
        "pack": piece["pack"] if fits else "piece",
    }


def needs_zone(turn: Turn) -> bool:
    """Whether every zone's goods have a container of their own."""
    return bool((turn.step.get("into") or {}).get("mode") == "zone")


def destination(turn: Turn, zone: str) -> tuple[str | None, int | None]:
    """Container and place that goods of a zone go to."""
    into = turn.step.get("into") or {}
    if needs_zone(turn):
        return turn.sub["into"].get(zone), None
    return held_by(turn.state["vars"], into), into.get("place")


def count(turn: Turn, piece: Any, container: str | None, place: int | None) -> Outcome:
    """Count a piece (item, line, qty, size, pack, lot, expiry, serial) into its destination."""
    line = line_of(turn, piece["line"])
    last = {
        **{name: piece[name] for name in ("item", "line", "qty", "size", "pack")},
        **{name: piece[name] for name in ("lot", "expiry", "serial")},
        "container": container,
        "place": place,
        **({"grade": piece["grade"]} if "grade" in piece else {}),
        **measuring.of(piece),
    }
    effect: Effect = {"type": "collected", "step": turn.step["id"], **last}
    before = turn.sub["last"]
    if before and not last["serial"] and all(before.get(name) == last.get(name) for name in _ALIKE):
        last["qty"] += before["qty"]
        if "weight_g" in last:
            last["weight_g"] += before.get("weight_g", 0)
    sub: Sub = {**turn.sub, "pending": None, "last": last}
    name, key = ("extra", piece["item"]) if piece["line"] is None else ("counts", piece["line"])
    sub[name] = {**sub[name], str(key): sub[name].get(str(key), 0) + piece["qty"]}
    return _close_if_complete(turn, sub, _word(turn, sub, line, piece), effect)


def _word(turn: Turn, sub: Sub, line: Any, piece: Any) -> str:
    # Who counts blind must not learn from the answer what the books expect.
    if turn.step.get("blind"):
        return "counted"
    graded = grading.is_graded(turn)
    if piece["line"] is None and (turn.step["lines"] or not graded):
        return "not_expected"
    if grading.is_strange(turn, piece):
        return "never_sent"
    if line is None or counted(sub, line) <= line["qty"]:
        return "counted"
    return "over_sent" if graded else "over"


def _close_if_complete(turn: Turn, sub: Sub, code: str, effect: Effect) -> Outcome:
    lines = turn.step["lines"]
    if turn.step.get("auto") and lines and not missing_lines(turn, sub):
        return accept(code, {**sub, "done": True}, effect, closed(turn, sub))
    return accept(code, sub, effect)


def missing_lines(turn: Turn, sub: Sub) -> list[dict[str, Any]]:
    """The lines that are not complete, in script order, with what each lacks."""
    return [
        {"line": line["id"], "item": line["item"], "qty": line["qty"] - counted(sub, line)}
        for line in turn.step["lines"]
        if counted(sub, line) < line["qty"]
    ]


def closed(turn: Turn, sub: Sub) -> Effect:
    """The effect of closing: what is missing, and what was not expected, by item id."""
    extra = sorted((int(item), qty) for item, qty in sub["extra"].items())
    return {
        "type": "closed",
        "step": turn.step["id"],
        "missing": missing_lines(turn, sub),
        "extra": [{"item": item, "qty": qty} for item, qty in extra],
    }
