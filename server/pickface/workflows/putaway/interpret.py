"""What the effects of a putaway mean for stock. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks.workflow import Change, ContainerMoved, Effect, Facts, Goods, Raised


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """The changes that follow from the effects of one event."""
    changes: list[Change] = []
    for effect in effects:
        if effect["type"] == "put":
            changes += _put(effect, facts, state)
        elif effect["type"] == "blocked":
            changes.append(Raised("blocked", "book", place_id=effect["place"]))
    return changes


def _put(effect: Effect, facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    qty, serials = effect["qty"], facts["serials"].get(effect["step"], [])
    pallet = facts.get("pallet")
    if pallet and qty == pallet["units"] and effect["place"] in pallet["bins"]:
        # It stands there as it is, and is counted as one.
        return [ContainerMoved(facts["container"], effect["place"])]
    if not serials:
        return [_goods(effect, facts, effect["lot"] or 0, qty)]
    gone = state["steps"][effect["step"]]["put"]
    return [_goods(effect, facts, lot, 1) for lot in serials[gone - qty : gone]]


def _goods(effect: Effect, facts: Facts, lot_id: int, qty: int) -> Goods:
    return Goods(
        kind="putaway",
        item_id=effect["item"],
        qty=qty,
        from_place_id=facts["from"],
        to_place_id=effect["place"],
        lot=lot_id,
        owner_id=facts["owners"][effect["step"]],
        from_container=facts["container"],
    )
