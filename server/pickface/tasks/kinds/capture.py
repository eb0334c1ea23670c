"""`capture`: fields of their own (weight, lot, photo), by hand or from what a GS1 scan holds."""

from typing import Any, Final

from pickface.tasks.motions import Kind, Outcome, Turn, accept, filled, refuse, scanned_text


def _first_missing(turn: Turn) -> str | None:
    values = turn.sub["values"]
    return next((field for field in turn.step["fields"] if field not in values), None)


def _capture(turn: Turn, found: dict[str, Any]) -> Outcome:
    values = {**turn.sub["values"], **found}
    done = all(field in values for field in turn.step["fields"])
    effects = [
        {"type": "captured", "step": turn.step["id"], "field": field, "value": value}
        for field, value in found.items()
    ]
    return accept("counted", {**turn.sub, "values": values, "done": done}, *effects)


def _fill(turn: Turn) -> Outcome:
    field = turn.event.get("field")
    if not isinstance(field, str) or field not in turn.step["fields"]:
        return refuse("not_now")
    value, wrong = filled(field, turn.event.get("value"))
    return refuse(wrong) if wrong else _capture(turn, {field: value})


def _scan(turn: Turn) -> Outcome:
    missing = _first_missing(turn)
    found: dict[str, Any] = {}
    for field in turn.step["fields"]:
        said = turn.scan.parsed.get(field)
        if said is None and field == missing and field in {"lot", "serial"}:
            said = scanned_text(turn.scan, field)
        value, wrong = filled(field, said)
        if not wrong:
            found[field] = value
    return _capture(turn, found) if found else refuse("need_value", field=missing)


def _confirm(turn: Turn) -> Outcome:
    if not turn.step.get("optional"):
        return refuse("need_value", field=_first_missing(turn))
    return accept("counted", {**turn.sub, "done": True})


CAPTURE: Final = Kind(
    empty={"values": {}, "done": False},
    events={"fill": _fill, "scan": _scan, "confirm": _confirm},
    actions={},
)
