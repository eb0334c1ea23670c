"""The script of a receipt: one open list; goods come in any order, each zone's into its own container. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pickface.tasks.dictionary import Dictionary

STEP = "receive"
ALLOWED = ["unknown", "damaged", "full", "done"]


@dataclass(frozen=True)
class Expected:
    """What is still to come of a purchase order line; 0 when all of it is in, so that more of it shows as over."""

    line_id: int
    item_id: int
    qty: int


def compile_receipt(
    title: str, site_id: int, lines: Sequence[Expected], words: Dictionary
) -> dict[str, Any]:
    """The script for the lines of a purchase order."""
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
    }
    return words.script("receive", title, site_id, [step])


def open_again(state: Mapping[str, Any]) -> dict[str, Any]:
    """The state of a closed receipt as it was before it was closed; nothing of it can be undone any more."""
    counted = {**state["steps"][STEP], "done": False, "ask": False}
    return {**state, "steps": {**state["steps"], STEP: counted}, "done": False, "undo": None}
