"""The script of a return: one open list; goods come in any order and are judged, and the grade says where to. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pickface.tasks.dictionary import Dictionary

STEP = "back"
ALLOWED = ["unknown", "full", "done"]


@dataclass(frozen=True)
class Sent:
    """What an order line's goods may come back of: as many as were shipped and are not back yet."""

    line_id: int
    item_id: int
    qty: int


@dataclass(frozen=True)
class Way:
    """A grade, what follows from it, and the place where such goods are laid; None where their zone says."""

    code: str
    follow: str
    place_id: int | None = None


def compile_return(
    title: str,
    site_id: int,
    lines: Sequence[Sent],
    lots: Mapping[int, Sequence[str]],
    ways: Sequence[Way],
    words: Dictionary,
) -> dict[str, Any]:
    """The script for what was sent; without lines it is blind: whatever comes is taken.

    ``lots``: by item, the lots and serials that were sent, so that the device can tell a strange one by itself.
    """
    step = {
        "id": STEP,
        "kind": "collect",
        "allow": ALLOWED,
        "lines": [
            {"id": line.line_id, "item": line.item_id, "qty": line.qty, "lot": None}
            for line in lines
        ],
        "blind": False,
        "open": True,
        "over": "accept",
        "capture": True,
        "into": {"mode": "zone"},
        "auto": False,
        "expect": True,
        "part": True,
        "grades": [_grade(way) for way in ways],
        "sent": {str(item): list(codes) for item, codes in lots.items()},
    }
    return words.script("returns", title, site_id, [step])


def _grade(way: Way) -> dict[str, Any]:
    """What is written off needs no scan of a place: there is none."""
    if way.place_id is None:
        return {"code": way.code}
    return {"code": way.code, "place": way.place_id, "prove": way.follow != "scrap"}


def facts_of(
    return_id: int,
    order_id: int | None,
    owner_id: int,
    customer: int,
    place: int,
    ways: Sequence[Way],
) -> dict[str, Any]:
    """The places that a return's goods come from and go to, and what follows from each grade."""
    return {
        "return": return_id,
        "order": order_id,
        "owner": owner_id,
        "customer": customer,
        "place": place,
        "grades": {way.code: {"follow": way.follow, "place": way.place_id} for way in ways},
    }


def open_again(state: Mapping[str, Any]) -> dict[str, Any]:
    """The state of a closed return as it was before it was closed; nothing of it can be undone any more."""
    counted = {**state["steps"][STEP], "done": False, "ask": False}
    return {**state, "steps": {**state["steps"], STEP: counted}, "done": False, "undo": None}
