"""What the effects of packing mean for stock. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks import by_hand
from pickface.tasks.workflow import Change, ContainerOpened, Effect, Facts, Goods, LotRef, Told


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """The changes that follow from the effects of one event."""
    changes: list[Change] = []
    for effect in effects:
        match effect["type"]:
            case "took_container":
                plate = effect["container"]
                changes.append(Told("carton", {"container": plate}))
                changes.append(
                    ContainerOpened(plate, effect["kind"], facts["station"], "", facts["order"])
                )
            case "reached":
                changes.append(Told("as_it_is", {"container": effect["container"]}))
            case "collected":
                changes += _packed(effect, facts)
            case "confirmed":
                weight_g = state["steps"].get("weight", {}).get("values", {}).get("weight_g")
                # What was on the scales last: a carton, or the last of what is a parcel as it is.
                last = state["vars"].get("carton") or facts.get("whole", "")
                changes.append(Told("packed", {"weight_g": weight_g, "carton": last}))
        changes += by_hand.interpret(effect, facts, state)
    return changes


def _packed(effect: Effect, facts: Facts) -> list[Change]:
    line = facts["lines"][str(effect["line"])]
    lot: int | LotRef = line["lot"]
    if effect["serial"]:
        line, lot = _by_serial(effect, facts, line)
    if line["tote"] == effect["container"]:
        return []  # Picked into the carton already.
    goods = Goods(
        kind="pack",
        item_id=effect["item"],
        qty=effect["qty"],
        from_place_id=None,
        to_place_id=None,
        lot=lot,
        owner_id=line["owner"],
        from_container=line["tote"],
        to_container=effect["container"],
    )
    return [goods]


def _by_serial(
    effect: Effect, facts: Facts, line: Mapping[str, Any]
) -> tuple[Mapping[str, Any], int | LotRef]:
    """The line whose tote holds this serial; a foreign one is left to the ledger, which knows where it should be."""
    for other in facts["lines"].values():
        if other["item"] == effect["item"] and effect["serial"] in other["serials"]:
            return other, int(other["serials"][effect["serial"]])
    return line, LotRef(effect["item"], serial=effect["serial"], code="")
