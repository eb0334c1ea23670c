"""What the effects of a receipt mean for stock and for the purchase order. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks import zone_containers
from pickface.tasks.workflow import (
    Change,
    ContainerMoved,
    ContainerOpened,
    Effect,
    Facts,
    Goods,
    LotRef,
    Told,
)
from pickface.workflows.receive.compile import SIDES, ZONE

_TOLD: dict[str, tuple[str, tuple[str, ...]]] = {
    "unknown": ("unknown", ("code", "qty")),
    "arrived": ("arrived", ("kind", "plate", "cartons")),
    "opened": ("opened", ("carton",)),
    "container_full": ("full", ("container",)),
    "decided": ("supplier", ("value",)),
}
"""What moves nothing by itself, by the effect: what is told, and which of its fields."""
MEASURED = ("weight_g", "temperature", "outside", "held")


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """The changes that follow from the effects of one event."""
    changes: list[Change] = []
    for effect in effects:
        match effect["type"]:
            case "collected":
                changes += _collected(effect, facts, state)
            case "damaged":
                changes += _damaged(effect, facts, state)
            case "sized":
                grams = {"weight_g": effect["unit_g"]}
                sides = {side: effect[side] for side in SIDES}
                changes.append(Told("sized", {"item": effect["item"], "size": grams | sides}))
            case "labelled":
                plate = effect["container"]
                changes.append(ContainerOpened(plate, "label", facts["dock"], ""))
                changes.append(Told("labelled", {"container": plate, "code": effect["code"]}))
            case "left":
                changes.append(ContainerMoved(effect["container"], effect["place"]))
                changes.append(Told("left", {"code": effect["code"]}))
            case other if other in _TOLD:
                name, named = _TOLD[other]
                changes.append(Told(name, {one: effect[one] for one in named}))
    return changes


def _collected(effect: Effect, facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    changes = zone_containers.opened(effect, state, _stands_at(effect, facts, state))
    plate = effect["container"] or ""
    changes.append(
        Goods(
            kind="receive",
            item_id=effect["item"],
            qty=effect["qty"],
            from_place_id=facts["supplier"],
            to_place_id=None if plate else effect["place"],
            lot=_lot(effect),
            owner_id=facts["owner"],
            to_container=plate,
            purchase_order_line_id=effect["line"],
        )
    )
    named = ("line", "item", "qty", "lot", "expiry", "container")
    held = effect.get("held")
    changes.append(Told("received", {**{name: effect[name] for name in named}, "held": held}))
    if any(name in effect for name in MEASURED):
        told = {name: effect[name] for name in (*named, "serial")}
        changes.append(Told("measured", told | {name: effect.get(name) for name in MEASURED}))
    return changes


def _stands_at(effect: Effect, facts: Facts, state: Mapping[str, Any]) -> int:
    """Where a container is filled: on the dock, and in quarantine where its goods are to be looked at first."""
    used = state["steps"].get(effect["step"], {}).get("into", {})
    inspected = used.get(ZONE) == effect["container"] and facts["quarantine"] is not None
    return int(facts["quarantine"] if inspected else facts["dock"])


def _damaged(effect: Effect, facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """Damaged units go to quarantine, where the site has one: nobody is promised them."""
    last = state["steps"][effect["step"]]["last"]
    told = Told("damaged", {name: effect[name] for name in ("line", "item", "qty")})
    if facts["quarantine"] in {None, effect["place"]}:
        # They lie there already, or there is no such place.
        return [told]
    plate = effect["container"] or ""
    goods = Goods(
        kind="quarantine",
        item_id=effect["item"],
        qty=effect["qty"],
        from_place_id=None if plate else effect["place"],
        to_place_id=facts["quarantine"],
        lot=_lot(last),
        owner_id=facts["owner"],
        from_container=plate,
    )
    return [goods, told]


def _lot(counted: Mapping[str, Any]) -> int | LotRef:
    lot, serial = counted["lot"] or "", counted["serial"] or ""
    if not lot and not serial:
        return 0
    return LotRef(counted["item"], lot, counted["expiry"] or "", serial)
