"""What the effects of a refill mean for stock. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks import looking
from pickface.tasks.workflow import (
    BinShort,
    Change,
    ContainerMoved,
    Effect,
    Facts,
    Goods,
    Raised,
    Told,
)


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """The changes that follow from the effects of one event; taking alone moves nothing yet."""
    changes: list[Change] = []
    for effect in effects:
        match effect["type"]:
            case "put":
                changes += _put(effect, facts, state)
            case "short":
                changes.append(_short(effect, facts, state))
            case "damaged":
                params = {"qty": effect["qty"]}
                raised = Raised("damaged", "recount", params, effect["item"], effect["place"])
                changes.append(raised)
            case "blocked":
                changes.append(Raised("blocked", "book", place_id=effect["place"]))
            case "collected" | "closed":
                changes += looking.interpret(effect, facts)
                if effect["type"] == "closed" and not taken(state):
                    changes.append(Told("settled"))
    return changes


def taken(state: Mapping[str, Any]) -> int:
    """How many units were taken from reserve."""
    return int(state["steps"].get("take", {}).get("taken", 0))


def _put(effect: Effect, facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    if effect["item"] is None:
        return [ContainerMoved(effect["container"], effect["place"]), Told("refilled")]
    # Who found fewer brings no more than was taken, whatever the script had asked for.
    brought, gone = taken(state), state["steps"]["put"]["put"]
    units = min(brought, gone) - min(brought, gone - effect["qty"])
    changes: list[Change] = []
    if units and effect["place"] != facts["from"]:
        changes = [_goods(units, effect, facts), Told("refilled")]
    return [*changes, Told("settled")] if gone >= brought else changes


def _goods(units: int, effect: Effect, facts: Facts) -> Goods:
    return Goods(
        kind="replenish",
        item_id=effect["item"],
        qty=units,
        from_place_id=facts["from"],
        to_place_id=effect["place"],
        lot=facts["lot"],
        owner_id=facts["owner"],
        from_container=facts["container"],
    )


def _short(effect: Effect, facts: Facts, state: Mapping[str, Any]) -> BinShort:
    """What is in the person's hands is still in the bin by the books."""
    return BinShort(
        item_id=effect["item"],
        lot_id=facts["lot"],
        place_id=effect["place"],
        container=facts["container"],
        left=effect["left"] + taken(state),
        missing=effect["missing"],
        reservation_id=None,
        order_line_id=None,
        replan=False,
        owner_id=facts["owner"],
    )
