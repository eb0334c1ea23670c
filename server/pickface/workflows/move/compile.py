"""The scripts of a free move. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pickface.tasks.dictionary import Dictionary

STEP = "move"
LANDING = ["bin", "dock", "station", "quarantine"]


@dataclass(frozen=True)
class Line:
    """What lies at the place: a lot of an item, or all serials (lot id, code) of one."""

    id: int
    item_id: int
    qty: int
    owner_id: int
    tracking: str = "none"
    lot_id: int = 0
    lot_code: str = ""
    serials: tuple[tuple[int, str], ...] = ()


def compile_items(
    title: str, site_id: int, lines: Sequence[Line], words: Dictionary
) -> dict[str, Any]:
    """Scan an item of this place, say how many, scan where it goes; until all is gone or the person is done."""
    step = {
        "id": STEP,
        "kind": "collect",
        "allow": ["full", "done"],
        "lines": [
            {"id": line.id, "item": line.item_id, "qty": line.qty, "lot": _lot(line)}
            for line in lines
        ],
        "blind": False,
        "open": False,
        "over": "refuse",
        "capture": True,
        "into": {"mode": "zone"},
        "auto": True,
        "expect": True,
    }
    return _asking(words, lines).script("move", title, site_id, [step])


def compile_container(
    title: str, site_id: int, container: str, place_id: int, words: Dictionary
) -> dict[str, Any]:
    """The container was scanned to begin: scan where it goes."""
    step = {
        "id": STEP,
        "kind": "put",
        "allow": [],
        "what": {"container": container},
        "from": place_id,
        "prove": False,
        "to": {"places": [], "kinds": LANDING, "zones": None, "refuse": [place_id]},
    }
    return words.script("move", title, site_id, [step])


def _lot(line: Line) -> dict[str, Any] | None:
    return {"id": line.lot_id, "code": line.lot_code} if line.lot_id else None


def _asking(words: Dictionary, lines: Sequence[Line]) -> Dictionary:
    """A serial is always asked for, a lot only where an item has several here."""
    lots = Counter(line.item_id for line in lines)
    tracking = {line.item_id: line.tracking for line in lines}
    items = {}
    for item, facts in words.items.items():
        asked = "lot" if lots[int(item)] > 1 else "none"
        serial = tracking.get(int(item)) == "serial"
        items[item] = {**facts, "tracking": "serial" if serial else asked}
    return Dictionary(words.codes, items, words.places)


def facts_of(place_id: int, lines: Sequence[Line]) -> dict[str, Any]:
    """What interpreting needs beside the script."""
    return {
        "place": place_id,
        "lines": {
            str(line.id): {
                "owner": line.owner_id,
                "lot": line.lot_id,
                "serials": {code: lot for lot, code in line.serials},
            }
            for line in lines
        },
    }
