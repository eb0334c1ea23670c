"""What the receipt's own facts mean for the purchase order: received units follow, discrepancies are noted."""

from __future__ import annotations

from pickface.catalog import sizes
from pickface.db import Row, Tx
from pickface.inspections import waiting
from pickface.stock.moves import Cause
from pickface.tasks import containers, zone_containers
from pickface.tasks.workflow import Told, World
from pickface.workflows.receive import (
    blind,
    cartons,
    discrepancies,
    filling,
    lines,
    measuring,
    surprises,
)
from pickface.workflows.receive.discrepancies import Deviation


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Carry out what interpreting told."""
    match told.name:
        case "received":
            _received(tx, task, told, world, cause)
        case "measured":
            measuring.measured(tx, task, told.params, cause)
        case "sized":
            item, size = told.params["item"], told.params["size"]
            sizes.measured(tx, item, size, cause.id, cause.person_id)
        case "supplier":
            blind.chosen(tx, task, filling.facts_of(task), told.params["value"])
        case "damaged" | "unknown":
            discrepancies.note(tx, task, _deviation(told), cause)
        case "labelled":
            surprises.label(tx, task, told.params["code"], told.params["container"], cause)
        case "left":
            discrepancies.tell_again(tx, task, told.params["code"][:120], cause)
        case _:
            _told_of_containers(tx, task, told, world, cause)


def _told_of_containers(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    match told.name:
        case "full":
            zone_containers.tell_filled(tx, task, told.params["container"], world)
        case "arrived":
            cartons.arrive(tx, task, told, world, cause)
        case "opened":
            cartons.open_up(tx, task, told, world, cause)
        case "undone":
            event = told.params["event"]
            _tell_inspection(tx, task, lines.take_back(tx, task, event, cause), world)
            cartons.give_back(tx, task, event, world)


def _received(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Goods that came count for their line, wait to be looked at, and must not be taken for another owner's."""
    lines.received(tx, task, told.params, cause)
    facts = filling.facts_of(task)
    came = waiting.came_by(tx, cause.id)
    for one in came if facts.get("shared") else ():
        containers.tell_with_others(tx, one["container"], one["place_id"], cause)
    # What is held for its temperature waits for a desk, not for an inspector.
    if told.params["held"] is not None:
        return
    general = facts.get("inspection") or {}
    bins = waiting.note(tx, task["site_id"], task["purchase_order_id"], general, came)
    _tell_inspection(tx, task, bins, world)


def _deviation(told: Told) -> Deviation:
    about = told.params
    if told.name == "unknown":
        return Deviation("unknown", about["qty"], code=about["code"][:120])
    return Deviation("damaged", about["qty"], about["line"], about["item"])


def _tell_inspection(tx: Tx, task: Row, bins: list[int], world: World) -> None:
    """Goods that were to be looked at first lie in bins, or do no more: they are looked at there, and stay."""
    for place in bins:
        world.tell(tx, "held_in_bin", site=task["site_id"], place=place)
