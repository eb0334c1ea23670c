"""`collect` with `grades`: goods that come back are judged before they count, the grade says where to (4)."""

from typing import Any

from pickface.tasks.motions import Outcome, Turn, refuse, same_lot

Grade = dict[str, Any]


def is_graded(turn: Turn) -> bool:
    """Whether goods are judged here."""
    return bool(turn.step.get("grades"))


def grade_of(turn: Turn, code: Any) -> Grade | None:
    """The grade with this code, however its letters are written."""
    if not isinstance(code, str):
        return None
    grades: list[Grade] = turn.step.get("grades") or []
    return next((one for one in grades if same_lot(one["code"], code)), None)


def place_of(turn: Turn, piece: Any) -> int | None:
    """The place that a judged piece goes to; None where that is for its zone to say."""
    grade = grade_of(turn, piece.get("grade"))
    return None if grade is None else grade.get("place")


def is_proved(turn: Turn, piece: Any) -> bool:
    """Whether the place of a judged piece has to be scanned."""
    return bool((grade_of(turn, piece.get("grade")) or {}).get("prove"))


def is_strange(turn: Turn, piece: Any) -> bool:
    """Whether the lot or serial of a piece is none of those that were sent out."""
    sent: dict[str, list[str]] = turn.step.get("sent") or {}
    said = piece["serial"] or piece["lot"]
    known = sent.get(str(piece["item"]))
    return bool(said) and known is not None and not any(same_lot(said, one) for one in known)


def judged(turn: Turn, pending: Any, code: Any) -> Any | None:
    """The pending piece with its grade; None if there is no such grade."""
    grade = grade_of(turn, code)
    if grade is None:
        return None
    return {
        **pending,
        "grade": grade["code"],
        "need": [field for field in pending["need"] if field != "grade"],
    }


def scan_place(turn: Turn, place: int) -> Outcome | None:
    """The refusal when a scan is not of the place that a grade names; None for that place."""
    thing = turn.scan.thing or {}
    if thing.get("place") == place:
        return None
    if "place" in thing:
        return refuse("wrong_place", expected=place, got=thing["place"])
    return refuse("scan_place_first", expected=place)
