"""What the effects of a pick mean for stock. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
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
from pickface.workflows.pick import consent, whole, zero_check
from pickface.workflows.pick.batch import by_share, is_batch


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """The changes that follow from the effects of one event."""
    if whole.is_whole(facts):
        told = whole.interpret(effects, facts)
        return [*told, *(change for effect in effects for change in _what_else(effect, facts))]
    changes: list[Change] = []
    for effect in by_share(effects, facts, state) if is_batch(facts) else effects:
        match effect["type"]:
            case "took":
                changes.append(_took(effect, facts))
            case "took_container":
                order_id = _order_of(effect, facts)
                changes.append(
                    ContainerOpened(
                        effect["container"], effect["kind"], facts["floor"], order_id=order_id
                    )
                )
            case "short":
                sub = state["steps"].get(effect["step"], {})
                changes += _short(effect, facts, replan=bool(sub.get("done")))
            case _:
                changes += _what_else(effect, facts)
    for effect in effects:
        changes += consent.interpret(effect, facts, state)
    return changes


def _what_else(effect: Effect, facts: Facts) -> list[Change]:
    """What is told at any pick, and moves nothing by itself."""
    match effect["type"]:
        case "damaged":
            params, about = {"qty": effect["qty"]}, {"item_id": effect["item"]}
            told = Raised("damaged", "recount", params, place_id=effect["place"], **about)
            return [replace(told, order_id=facts.get("order"))]
        case "blocked":
            return [
                Raised("blocked", "book", place_id=effect["place"], order_id=facts.get("order"))
            ]
        case "parked":
            return [Told("parked", {"code": effect["code"]})]
        case "collected" | "closed":
            return zero_check.interpret(effect, facts)
        case "put":
            return [Told("brought", {"place": effect["place"], "container": effect["container"]})]
    return []


def is_cart(facts: Facts) -> bool:
    """Whether a pick serves several orders, each in its own tote."""
    return "orders" in facts


def _order_of(effect: Effect, facts: Facts) -> int | None:
    """Whose the goods in a tote are; a batch's are sorted later."""
    if is_cart(facts):
        return int(facts["orders"][effect["var"]])
    return facts.get("order")


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
        order_id=facts["lines"].get(str(effect["line"])) if "lines" in facts else None,
    )


def _short(effect: Effect, facts: Facts, replan: bool) -> list[Change]:
    """The bin falls short once, whoever was to get something from it; each share then looks for the rest."""
    if effect.get("shares"):
        first = effect["shares"][0]
        bin_short = _bin_short({**effect, "pin": first["pin"]}, facts, replan)
        shares = [
            Told(
                "short",
                {"reservation_id": share["pin"], "order_line_id": share["line"], "replan": replan},
            )
            for share in effect["shares"]
        ]
        return [replace(bin_short, reservation_id=None, order_line_id=None), *shares]
    return [_bin_short(effect, facts, replan)]


def _bin_short(effect: Effect, facts: Facts, replan: bool) -> BinShort:
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
    pin = effect.get("source", effect["pin"])
    return str(facts["from"].get(f"{pin}:{effect['place']}", ""))
