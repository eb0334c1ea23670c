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
    title: str,
    site_id: int,
    container: str,
    place_id: int,
    words: Dictionary,
    full: Sequence[int] = (),
) -> dict[str, Any]:
    """The container was scanned to begin: scan where it goes; into ``full`` bins no further pallet fits."""
    no = {"no": {"places": {str(one): "fit_pallets" for one in full}, "zones": {}}} if full else {}
    step = {
        "id": STEP,
        "kind": "put",
        "allow": [],
        "what": {"container": container},
        "from": place_id,
        "prove": False,
        "to": {"places": [], "kinds": LANDING, "zones": None, "refuse": [place_id, *full], **no},
    }
    return words.script("move", title, site_id, [step])


CONTAINERS = ["pallet", "carton", "tote", "cart", "label"]


def compile_onto(
    title: str, site_id: int, container: str, place_id: int, words: Dictionary, sure: bool = False
) -> dict[str, Any]:
    """Scan the container that it goes into or onto; (``sure``) then say that it is right."""
    put = {
        "id": STEP,
        "kind": "put",
        "allow": [],
        "what": {"container": container},
        "from": place_id,
        "prove": False,
        "to": {"container_kinds": CONTAINERS, "var": "onto"},
        "why": {"code": "merge" if sure else "onto", "params": {}},
    }
    return words.script("move", title, site_id, [put, *_sure(container, sure)])


def compile_emptying(
    title: str,
    site_id: int,
    container: str,
    place_id: int,
    refuse: Sequence[int],
    words: Dictionary,
) -> dict[str, Any]:
    """Scan the place where everything goes, then say that it is right; ``refuse`` are bins with others' goods."""
    put = {
        "id": STEP,
        "kind": "put",
        "allow": [],
        "what": {"container": container},
        "from": place_id,
        "prove": False,
        "to": {"places": [], "kinds": LANDING, "zones": None, "refuse": list(refuse)},
        "why": {"code": "empty", "params": {}},
    }
    return words.script("move", title, site_id, [put, *_sure(container, True)])


def compile_weighing(title: str, site_id: int, words: Dictionary) -> dict[str, Any]:
    """Say what it weighs."""
    step = {
        "id": "weigh",
        "kind": "capture",
        "allow": [],
        "fields": ["weight_g"],
        "optional": False,
    }
    return words.script("move", title, site_id, [step])


def _sure(container: str, sure: bool) -> list[dict[str, Any]]:
    """What empties a container is hard to take back by hand: until it is confirmed, it can be undone."""
    why = {"code": "emptied", "params": {"container": container}}
    step: dict[str, Any] = {"id": "sure", "kind": "confirm", "allow": [], "scan": None, "why": why}
    return [step] if sure else []


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


def facts_of(place_id: int, lines: Sequence[Line], container: str = "") -> dict[str, Any]:
    """What interpreting needs beside the script."""
    return {
        "place": place_id,
        **({"container": container} if container else {}),
        "lines": {
            str(line.id): {
                "owner": line.owner_id,
                "lot": line.lot_id,
                "serials": {code: lot for lot, code in line.serials},
            }
            for line in lines
        },
    }
