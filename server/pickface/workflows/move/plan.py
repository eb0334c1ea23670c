"""Free moves: made when somebody asks for one, and for them alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.scans.resolve import resolve
from pickface.tasks import containers, dictionary, lifecycle, pallets
from pickface.tasks.dictionary import Dictionary
from pickface.tasks.workflow import World
from pickface.workflows.move.compile import Line, compile_container, compile_items, facts_of

MOST_FULL = 200
"""How many bins without room for a pallet a script names; one further away is told a supervisor."""
_CONTENT = """
SELECT b.item_id, b.lot_id, b.owner_id, b.qty, i.tracking, l.code AS lot_code
FROM balance b JOIN item i ON i.id = b.item_id JOIN lot l ON l.id = b.lot_id
WHERE b.place_id = :place AND b.container = '' AND b.qty > 0 AND (:item = 0 OR b.item_id = :item)
ORDER BY i.sku, b.owner_id, b.lot_id
"""
_WHERE = (
    "SELECT DISTINCT b.place_id FROM balance b WHERE b.item_id = :item AND b.site_id = :site "
    "AND b.container = '' AND b.virtual = 0 AND b.qty > 0"
)


def open_move(tx: Tx, world: World, person_id: int, code: str, site_id: int) -> int | None:
    """A move of what lies at a place, of a container, or of an item that lies in one place only; None for all else."""
    thing = resolve(tx, code, site_id) or {}
    if "container" in thing:
        return _move_container(tx, thing["container"], person_id, site_id)
    item_id = thing.get("item", 0)
    places = [thing["place"]] if "place" in thing else []
    if item_id:
        places = [row["place_id"] for row in tx.all(_WHERE, item=item_id, site=site_id)]
    if len(places) != 1:
        return None
    lines = lines_of(tx.all(_CONTENT, place=places[0], item=item_id))
    return _move_items(tx, places[0], lines, person_id, site_id) if lines else None


def starts(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """Somebody has scanned what is to be moved."""
    return open_move(tx, world, person_id, code, site_id)


def _move_container(tx: Tx, code: str, person_id: int, site_id: int) -> int:
    containers.refuse_in_use(tx, code, person_id)
    place_id = int(tx.value("SELECT place_id FROM container WHERE code = :code", code=code))
    words = dictionary.of_places(tx, [place_id])
    words |= Dictionary({code: {"container": code}})
    full = (
        pallets.full_bins(tx, site_id, place_id, MOST_FULL) if pallets.is_pallet(tx, code) else []
    )
    script = compile_container(code, site_id, code, place_id, words, full)
    return make(tx, code, script, {"place": place_id}, person_id, code)


def _move_items(tx: Tx, place_id: int, lines: list[Line], person_id: int, site_id: int) -> int:
    words = dictionary.of_items(tx, [line.item_id for line in lines])
    words |= dictionary.of_places(tx, [place_id])
    title = words.places[str(place_id)]["code"]
    script = compile_items(title, site_id, lines, words)
    return make(tx, title, script, facts_of(place_id, lines), person_id)


def make(
    tx: Tx,
    title: str,
    script: dict[str, Any],
    facts: dict[str, Any],
    person_id: int,
    container: str = "",
) -> int:
    """A free move for the person who asked for it."""
    return lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=script["site"],
            kind="move",
            title=title,
            script=script,
            facts=facts,
            place_id=facts["place"],
            container=container,
            person_id=person_id,
        ),
    )


def lines_of(content: list[Row]) -> list[Line]:
    """A line for each lot of an item and owner; the serials of an item and owner are one line."""
    lines: dict[tuple[int, int, int], Line] = {}
    for held in content:
        serial = held["tracking"] == "serial" and held["lot_id"]
        key = held["item_id"], held["owner_id"], 0 if serial else held["lot_id"]
        known = lines.get(key)
        one = ((held["lot_id"], held["lot_code"]),) if serial else ()
        lines[key] = Line(
            id=known.id if known else len(lines) + 1,
            item_id=held["item_id"],
            qty=held["qty"] + (known.qty if known else 0),
            owner_id=held["owner_id"],
            tracking=held["tracking"],
            lot_id=key[2],
            lot_code="" if serial else held["lot_code"],
            serials=(known.serials if known else ()) + one,
        )
    return list(lines.values())


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """Containers that were filled on the way take nothing more for this task; what waited for theirs is looked at."""
    _close_containers(tx, task)
    _tell_changed(tx, task, world)


def cancelled(tx: Tx, task: Row, world: World) -> None:
    """What was moved has moved; its containers are nobody's any more."""
    _close_containers(tx, task)
    _tell_changed(tx, task, world)


def _tell_changed(tx: Tx, task: Row, world: World) -> None:
    """Told at the end, when it cannot be undone any more."""
    if not task["container"]:
        return
    went = tx.one(
        "SELECT to_place_id, to_container FROM move WHERE task_id = :task ORDER BY id DESC LIMIT 1",
        task=task["id"],
    )
    if went is not None:
        world.tell(
            tx,
            "container_changed",
            container=task["container"],
            place=went["to_place_id"],
            into=went["to_container"],
        )


def _close_containers(tx: Tx, task: Row) -> None:
    tx.run(
        "UPDATE container SET state = 'closed', task_id = NULL WHERE task_id = :task AND state = 'open'",
        task=task["id"],
    )
