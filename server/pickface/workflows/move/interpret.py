"""What the effects of a free move mean for stock. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.scans.barcodes import by_form, parse
from pickface.tasks.workflow import (
    Change,
    ContainerMoved,
    ContainerOpened,
    Effect,
    Facts,
    Goods,
    LotRef,
)


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """The changes that follow from the effects of one event."""
    changes: list[Change] = []
    for effect in effects:
        if effect["type"] == "put":
            changes.append(ContainerMoved(effect["container"], effect["place"]))
        elif effect["type"] == "collected" and effect["place"] != facts["place"]:
            changes += _moved(effect, facts, state)
    return changes


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
        from_place_id=facts["place"],
        to_place_id=None if plate else effect["place"],
        lot=lot,
        owner_id=line["owner"],
        to_container=plate,
    )
    return [*changes, goods]
