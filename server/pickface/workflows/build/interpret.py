"""What the effects of a work order mean for stock. Pure: which lots a kit is made of, the books say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks import zone_containers
from pickface.tasks.workflow import (
    BinShort,
    Change,
    ContainerMoved,
    ContainerOpened,
    Effect,
    Facts,
    Goods,
    Raised,
    Told,
)

_NAMED = ("item", "qty", "lot", "expiry", "serial", "container", "place")


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """The changes that follow from the effects of one event."""
    changes: list[Change] = []
    for effect in effects:
        match effect["type"]:
            case "took_container":
                opened = ContainerOpened(effect["container"], effect["kind"], facts["floor"])
                changes.append(opened)
            case "took":
                changes.append(_took(effect, facts))
            case "short" | "damaged" | "blocked":
                changes.append(_amiss(effect, facts))
            case "put":
                changes.append(ContainerMoved(effect["container"], effect["place"]))
            case "collected":
                changes += zone_containers.opened(effect, state, facts["bench"])
                made = {name: effect[name] for name in _NAMED}
                changes.append(Told("made", {**made, "tote": state["vars"]["tote"]}))
            case "container_full":
                changes.append(Told("full", {"container": effect["container"]}))
            case "closed":
                changes.append(Told("closed", {"tote": state["vars"]["tote"]}))
    return changes


def _took(effect: Effect, facts: Facts) -> Goods:
    return Goods(
        kind="gather",
        item_id=effect["item"],
        qty=effect["qty"],
        from_place_id=effect["place"],
        to_place_id=facts["floor"],
        lot=effect["lot"] or 0,
        owner_id=facts["owner"],
        from_container=facts["from"].get(effect["step"], ""),
        to_container=effect["container"] or "",
    )


def _amiss(effect: Effect, facts: Facts) -> Change:
    """What the bin was not as the books have it."""
    if effect["type"] == "short":
        return _short(effect, facts)
    if effect["type"] == "blocked":
        return Raised("blocked", "book", place_id=effect["place"])
    params = {"qty": effect["qty"]}
    return Raised("damaged", "recount", params, effect["item"], effect["place"])


def _short(effect: Effect, facts: Facts) -> BinShort:
    return BinShort(
        item_id=effect["item"],
        lot_id=effect["lot"] or 0,
        place_id=effect["place"],
        container=facts["from"].get(effect["step"], ""),
        left=effect["left"],
        missing=effect["missing"],
        reservation_id=None,
        order_line_id=None,
        replan=False,
        owner_id=facts["owner"],
    )
