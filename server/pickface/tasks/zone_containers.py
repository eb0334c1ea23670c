"""Containers that take the goods of one putaway zone each: opened by their first, to be put away when full."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.scans.barcodes import by_form, parse
from pickface.tasks.workflow import Change, ContainerOpened, Effect, World


def opened(effect: Effect, state: Mapping[str, Any], place_id: int) -> list[Change]:
    """The container that what was collected goes into, if it takes goods from now on. Pure."""
    plate = effect["container"]
    # The state remembers for an undo what was in use before this event.
    if not plate or plate in _used(effect, state["undo"]["state"]).values():
        return []
    zone = next(z for z, p in _used(effect, state).items() if p == plate)
    return [ContainerOpened(plate, kind_of(plate), place_id, zone)]


def _used(effect: Effect, state: Mapping[str, Any]) -> Mapping[str, str]:
    used: Mapping[str, str] = state["steps"].get(effect["step"], {}).get("into", {})
    return used


def kind_of(plate: str) -> str:
    """What a plate is by its form; any unused one becomes a label."""
    thing = by_form(parse(plate)) or {}
    return str(thing.get("kind", "label"))


def hand_over(tx: Tx, task: Row, world: World) -> None:
    """The work ends: its containers take nothing more."""
    for container in tx.all(
        "SELECT code FROM container c WHERE task_id = :task AND state = 'open' ORDER BY code",
        task=task["id"],
    ):
        tell_filled(tx, task, container["code"], world)


def tell_filled(tx: Tx, task: Row, container: str, world: World) -> None:
    """A container takes nothing more: it is closed and to be put away, or free if nothing is in it."""
    filled = tx.value(
        "SELECT COUNT(*) FROM balance WHERE container = :code AND qty > 0", code=container
    )
    tx.run(
        "UPDATE container SET state = :state, task_id = NULL, changed_at = :now WHERE code = :code",
        state="closed" if filled else "empty",
        now=tx.now,
        code=container,
    )
    if filled:
        world.tell(
            tx, "received", site=task["site_id"], container=container, place=task["place_id"]
        )


def use_again(tx: Tx, task: Row, container: str) -> None:
    """A container that was called full, and is filled on after an undo, is in use again."""
    tx.run(
        "UPDATE container SET state = 'open', task_id = :task WHERE code = :code AND state <> 'open'",
        task=task["id"],
        code=container,
    )
