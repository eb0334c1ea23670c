"""What the effects of a pick mean for stock. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks.workflow import (
    BinShort,
    Change,
    ContainerOpened,
    Effect,
    Facts,
    Goods,
    Raised,
    Told,
)
from pickface.workflows.pick import zero_check


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """The changes that follow from the effects of one event."""
    changes: list[Change] = []
    for effect in effects:
        match effect["type"]:
            case "took":
                changes.append(_took(effect, facts))
            case "took_container":
                changes.append(
                    ContainerOpened(
                        effect["container"], effect["kind"], facts["floor"], order_id=facts["order"]
                    )
                )
            case "short":
                sub = state["steps"].get(effect["step"], {})
                changes.append(_short(effect, facts, replan=bool(sub.get("done"))))
            case "damaged":
                changes.append(
                    Raised(
                        "damaged",
                        "recount",
                        {"qty": effect["qty"]},
                        item_id=effect["item"],
                        place_id=effect["place"],
                        order_id=facts["order"],
                    )
                )
            case "blocked":
                changes.append(
                    Raised("blocked", "book", place_id=effect["place"], order_id=facts["order"])
                )
            case "parked":
                changes.append(Told("parked", {"code": effect["code"]}))
            case "collected" | "closed":
                changes += zero_check.interpret(effect, facts)
            case "put":
                changes.append(Told("brought", {"place": effect["place"]}))
    return changes


def _took(effect: Effect, facts: Facts) -> Goods:
    return Goods(
        kind="pick",
        item_id=effect["item"],
        qty=effect["qty"],
        from_place_id=effect["place"],
        to_place_id=facts["floor"],
        lot=effect["lot"] or 0,
        owner_id=facts["owner"],
        from_container=_container(effect, facts),
        to_container=effect["container"] or "",
        reservation_id=effect["pin"],
        order_line_id=effect["line"],
    )


def _short(effect: Effect, facts: Facts, replan: bool) -> BinShort:
    return BinShort(
        item_id=effect["item"],
        lot_id=effect["lot"] or 0,
        place_id=effect["place"],
        container=_container(effect, facts),
        left=effect["left"],
        missing=effect["missing"],
        reservation_id=effect["pin"],
        order_line_id=effect["line"],
        replan=replan,
        owner_id=facts["owner"],
    )


def _container(effect: Effect, facts: Facts) -> str:
    return str(facts["from"].get(f"{effect['pin']}:{effect['place']}", ""))
