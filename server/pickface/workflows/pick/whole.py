"""The script of a container that an order takes whole: one scan of its plate, then it is brought. Pure.

In such a script the plate is a barcode that counts all that is in the container, so that what a bin can be, a pallet
can be: short, damaged, blocked. The barcodes of the goods count nothing: nobody counts a pallet piece by piece.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks.motions import TAKEN
from pickface.tasks.workflow import (
    BinShort,
    Change,
    ContainerTaken,
    Effect,
    Facts,
    Raised,
    Told,
)
from pickface.workflows.pick.compile import PickLine, Station, bring_steps, describe, facts_of


def is_whole(facts: Facts) -> bool:
    """Whether a pick takes a container whole."""
    return "whole" in facts


def compile_whole(
    title: str, site_id: int, lines: Sequence[PickLine], stations: Sequence[Station], floor_id: int
) -> dict[str, Any]:
    """The script for ``lines``: all that is pinned in one container. The plate alone proves the bin as well."""
    first = lines[0]
    plate, spot, units = first.spot.container, first.spot, sum(line.qty for line in lines)
    script: dict[str, Any] = {
        "kind": "pick",
        "title": title,
        "site": site_id,
        "codes": {},
        "items": {},
        "places": {},
        "steps": [],
    }
    describe(script, first)
    script["codes"] |= {key: {"kind": TAKEN} for key, _, _ in first.codes}
    script["codes"][plate] = {"item": first.item_id, "qty": units, "pack": first.whole}
    take = {
        "id": f"take{first.pin}.{spot.place_id}",
        "kind": "take",
        "group": f"pin{first.pin}",
        "allow": ["short", "damaged", "blocked"],
        "item": first.item_id,
        "qty": units,
        "place": spot.place_id,
        "lot": None,
        "only_lot": True,
        "into": {"container": plate},
        "line": first.order_line_id,
        "pin": first.pin,
        "alternatives": [],
        "prove": "item",
        "why": {"code": "whole", "params": {"container": plate, "pieces": units}},
    }
    [bring] = bring_steps(script, {"container": plate}, stations, floor_id)
    script["steps"] = [take, {**bring, "group": take["group"]}]
    return script


def whole_facts(
    lines: Sequence[PickLine], floor_id: int, order_id: int, owner_id: int
) -> dict[str, Any]:
    """What interpreting needs beside the script: whose the units in the container are, lot by lot."""
    parts = [
        {"pin": line.pin, "line": line.order_line_id, "lot": line.spot.lot_id, "qty": line.qty}
        for line in lines
    ]
    whole = {"plate": lines[0].spot.container, "parts": parts}
    return {**facts_of(lines, floor_id, order_id, owner_id), "from": {}, "whole": whole}


def without_it(script: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """It is not there, or not to be taken any more: nothing is brought, and whoever looked for it is told."""
    known: dict[str, Any] = {
        "id": "gone",
        "kind": "confirm",
        "allow": [],
        "scan": None,
        "why": {"code": "whole_gone", "params": {"container": facts["whole"]["plate"]}},
    }
    kept = [step for step in script["steps"] if step["kind"] == "take"]
    return {**script, "steps": [*kept, known]}


def returned(
    script: Mapping[str, Any], facts: Facts, place: Station, leave: Mapping[str, Any]
) -> dict[str, Any]:
    """Its order was cancelled while it was carried: it goes back."""
    plate = {"container": facts["whole"]["plate"]}
    return {
        **script,
        "codes": {**script["codes"], place.code: {"place": place.place_id}},
        "places": {**script["places"], str(place.place_id): {"code": place.code}},
        "steps": [
            *(s for s in script["steps"] if s["kind"] == "take"),
            {**leave, "what": plate},
        ],
    }


def interpret(effects: Sequence[Effect], facts: Facts) -> list[Change]:
    """The changes that follow from what was taken, or is not there."""
    changes: list[Change] = []
    for effect in effects:
        match effect["type"]:
            case "took":
                changes.append(_taken(effect, facts))
            case "short":
                changes += _short(effect, facts)
    return changes


def _taken(effect: Effect, facts: Facts) -> ContainerTaken:
    plate = facts["whole"]["plate"]
    return ContainerTaken(plate, facts["floor"], facts["order"], effect["item"], effect["place"])


def _short(effect: Effect, facts: Facts) -> list[Change]:
    """Nothing of it is there; or (``left``) it is there with fewer units, and goes to its order with these."""
    parts, left = facts["whole"]["parts"], effect["left"]
    if left:
        params = {"left": left, "missing": max(0, effect["missing"] - left)}
        about = {"item_id": effect["item"], "place_id": effect["place"]}
        raised = Raised("short", "recount", params, order_id=facts["order"], **about)
        lacking = {"item": effect["item"], "missing": params["missing"]}
        return [Told("fewer", lacking), raised, _taken(effect, facts), Told("lost", lacking)]
    return [
        BinShort(
            item_id=effect["item"],
            lot_id=part["lot"],
            place_id=effect["place"],
            container=facts["whole"]["plate"],
            left=0,
            missing=part["qty"],
            reservation_id=part["pin"],
            order_line_id=part["line"],
            replan=True,
            owner_id=facts["owner"],
        )
        for part in parts
    ]
