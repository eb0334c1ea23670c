"""What the effects of a free move mean for stock. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.scans.barcodes import by_form, parse
from pickface.tasks.workflow import (
    Change,
    ContainerEmptied,
    ContainerMoved,
    ContainerNested,
    ContainerOpened,
    ContainerWeighed,
    Effect,
    Facts,
    Goods,
    LotRef,
)


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """The changes that follow from the effects of one event."""
    if "motion" in facts:
        return _done_with(effects, facts)
    changes: list[Change] = []
    for effect in effects:
        if effect["type"] == "put":
            changes.append(ContainerMoved(effect["container"], effect["place"]))
        elif effect["type"] == "collected" and _goes(effect, facts):
            changes += _moved(effect, facts, state)
    return changes


def _done_with(effects: Sequence[Effect], facts: Facts) -> list[Change]:
    """What was done with a whole container: put onto another one, emptied, weighed."""
    changes: list[Change] = []
    for effect in effects:
        code = facts["container"]
        if effect["type"] == "put":
            into = effect["into"] or ""
            kind = (by_form(parse(into)) or {}).get("kind", "label")
            if facts["motion"] == "nest":
                changes.append(ContainerNested(code, into, kind))
            else:
                changes.append(ContainerEmptied(code, effect["place"], into, kind if into else ""))
        elif effect["type"] == "captured":
            changes.append(ContainerWeighed(code, effect["value"]))
    return changes


def _goes(effect: Effect, facts: Facts) -> bool:
    """What is put back where it was taken from has not moved."""
    if facts.get("container"):
        return bool(effect["container"] != facts["container"])
    return bool(effect["place"] != facts["place"])


def _moved(effect: Effect, facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    line, plate = facts["lines"][str(effect["line"])], effect["container"] or ""
    changes: list[Change] = []
    before = state["undo"]["state"]["steps"].get(effect["step"], {}).get("into", {})
    if plate and plate not in before.values():
        kind = (by_form(parse(plate)) or {}).get("kind", "label")
        changes.append(ContainerOpened(plate, kind, facts["place"]))
    lot: int | LotRef = line["lot"]
    if effect["serial"]:
        known = line["serials"].get(effect["serial"])
        lot = LotRef(effect["item"], "", serial=effect["serial"]) if known is None else known
    goods = Goods(
        kind="move",
        item_id=effect["item"],
        qty=effect["qty"],
        from_place_id=None if facts.get("container") else facts["place"],
        to_place_id=None if plate else effect["place"],
        lot=lot,
        owner_id=line["owner"],
        from_container=facts.get("container", ""),
        to_container=plate,
    )
    return [*changes, goods]
