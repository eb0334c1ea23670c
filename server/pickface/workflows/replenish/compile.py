"""The script of a refill: to the reserve, take, and put into the pick face. Pure.

What is taken is booked when it lies in the face, reserve to face in one move: on the way it stays available, so that
no promise is ever let go for a refill. ``taken`` in the put names the step whose count it brings, for the screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pickface.tasks import looking
from pickface.tasks.dictionary import Dictionary

GROUP = "refill"


@dataclass(frozen=True)
class Refill:
    """Units of one balance in reserve on their way to a face; ``whole``: the container goes as it is.

    ``pallet``: it could go so, were there room for a pallet; where there is none its goods are lifted over.
    ``looks``: nothing should be left in the bin, and the person is asked.
    """

    face_id: int
    place_id: int
    item_id: int
    owner_id: int
    qty: int
    from_place_id: int
    proof: str
    container: str = ""
    lot_id: int = 0
    lot_code: str = ""
    only_lot: bool = True
    whole: bool = False
    pallet: bool = False
    looks: bool = False
    why: str = "refill_low"


def compile_refill(title: str, site_id: int, refill: Refill, words: Dictionary) -> dict[str, Any]:
    """The script; what does not fit into the face may go back to where it came from."""
    steps = [] if refill.proof == "item" and not refill.whole else [_go(refill)]
    if refill.whole:
        steps.append(_put_container(refill))
        words = words | Dictionary({refill.container: {"container": refill.container}})
    else:
        steps.append(_take(refill))
        if refill.looks:
            steps.append(looking.question(_take(refill), "take", refill.from_place_id))
        steps.append(_put(refill))
    return words.script("replenish", title, site_id, steps)


def facts_of(refill: Refill) -> dict[str, Any]:
    """What interpreting needs beside the script."""
    looks = {"take": refill.from_place_id} if refill.looks else {}
    return {
        "face": refill.face_id,
        "place": refill.place_id,
        "item": refill.item_id,
        "owner": refill.owner_id,
        "qty": refill.qty,
        "from": refill.from_place_id,
        "container": refill.container,
        "lot": refill.lot_id,
        **({"pallet": "whole" if refill.whole else "lifted"} if refill.pallet else {}),
        **looking.facts_of(looks),
    }


def _go(refill: Refill) -> dict[str, Any]:
    return {
        "id": "go",
        "kind": "go",
        "group": GROUP,
        "allow": ["blocked"],
        "place": refill.from_place_id,
    }


def _take(refill: Refill) -> dict[str, Any]:
    return {
        "id": "take",
        "kind": "take",
        "group": GROUP,
        "allow": ["short", "damaged", "open", "blocked"],
        "item": refill.item_id,
        "qty": refill.qty,
        "place": refill.from_place_id,
        "lot": _lot(refill),
        "only_lot": refill.only_lot,
        "into": None,
        "line": None,
        "pin": None,
        "alternatives": [],
        "prove": "none" if refill.proof == "bin" else "item",
    }


def _put(refill: Refill) -> dict[str, Any]:
    return {
        "id": "put",
        "kind": "put",
        "allow": ["blocked"],
        "what": {
            "item": refill.item_id,
            "qty": refill.qty,
            "lot": refill.lot_id or None,
            "taken": "take",
        },
        "from": refill.from_place_id,
        "prove": False,
        "to": {
            "places": [refill.place_id, refill.from_place_id],
            "kinds": [],
            "zones": None,
            "refuse": [],
        },
        "why": {"code": refill.why, "params": {}},
    }


def _put_container(refill: Refill) -> dict[str, Any]:
    return {
        "id": "put",
        "kind": "put",
        "allow": ["blocked"],
        "what": {"container": refill.container},
        "from": refill.from_place_id,
        "prove": True,
        "to": {"places": [refill.place_id], "kinds": [], "zones": None, "refuse": []},
        "why": {"code": refill.why, "params": {}},
    }


def _lot(refill: Refill) -> dict[str, Any] | None:
    return {"id": refill.lot_id, "code": refill.lot_code} if refill.lot_id else None
