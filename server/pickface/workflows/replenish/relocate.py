"""Relocations: goods to a better bin, asked for by a supervisor; the motion of a refill, to a bin that is no face.

Where slow goods leave the bin first, the second relocation becomes work when the first is done.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pickface.db import Row, Tx, rows
from pickface.errors import Conflict
from pickface.tasks import dictionary, lifecycle
from pickface.tasks.workflow import World
from pickface.workflows.replenish.compile import Refill, compile_refill, facts_of

PRIORITY = 8
"""Whatever else there is comes first."""
_NEXT = """
SELECT r.id, r.site_id, r.item_id, r.from_place_id, r.to_place_id FROM relocation r
WHERE r.site_id = :site AND r.wish = :wish AND r.state = 'asked' AND r.task_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM relocation o WHERE o.site_id = r.site_id AND o.wish = r.wish AND o.state = 'asked'
    AND o.task_id IS NOT NULL)
ORDER BY r.position LIMIT 1
"""
_BEGUN = """
SELECT t.id, r.item_id FROM relocation r JOIN task t ON t.id = r.task_id
WHERE r.site_id = :site AND r.state = 'asked' AND t.state = 'begun'
"""
_LYING = """
SELECT b.item_id, b.lot_id, b.container, b.owner_id, b.qty, b.pinned, b.unreservable, l.code AS lot_code,
    COALESCE(z.proof, 'bin_item') AS proof, COALESCE(z.code, '') AS zone
FROM balance b JOIN lot l ON l.id = b.lot_id JOIN place p ON p.id = b.place_id LEFT JOIN zone z ON z.id = p.zone_id
WHERE b.place_id = :place AND b.qty > 0
"""

# Something lies at the goal by now, or one of the bins is in a zone that stands still to be counted.
_CLOSED = """
SELECT 1 WHERE EXISTS (SELECT 1 FROM balance WHERE place_id = :goal AND qty > 0)
OR EXISTS (SELECT 1 FROM place p JOIN zone z ON z.id = p.zone_id WHERE p.id IN (:origin, :goal) AND z.frozen_at > 0)
OR EXISTS (SELECT 1 FROM place p WHERE p.id = :goal AND p.active = 0)
"""


class PlacesChanged(Conflict):
    """The bins hold something else than when places were reckoned, or it was promised since."""

    code = "places_changed"


def on_wanted(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """Somebody wants a relocation: it becomes work. Raises :class:`PlacesChanged`."""
    if not _make_next(tx, news["site"], news["wish"]):
        raise PlacesChanged("the floor is not as it was reckoned")


def finished(tx: Tx, relocation_id: int, place_id: int) -> None:
    """The goods lie in the better bin (or nothing was there to bring), and what was to follow them may come."""
    done = _row(tx, relocation_id)
    moved = tx.value(
        "SELECT 1 FROM balance WHERE place_id = :place AND item_id = :item AND qty > 0 LIMIT 1",
        place=place_id,
        item=done["item_id"],
    )
    _set(tx, "state = 'done'" if moved else "state = 'gone'", id=relocation_id)
    if not moved or not _make_next(tx, done["site_id"], done["wish"]):
        _give_up(tx, done)


def cancelled(tx: Tx, relocation_id: int) -> None:
    """It is not done after all: it may be asked for again."""
    given_up = _row(tx, relocation_id)
    tx.run(
        "UPDATE relocation SET state = 'open', task_id = NULL "
        "WHERE site_id = :site AND wish = :wish AND state = 'asked'",
        site=given_up["site_id"],
        wish=given_up["wish"],
    )


def begun(site_id: int, items: Collection[int] | None) -> list[int]:
    """The tasks of relocations that people are at, of some items or of all."""
    return [
        int(task["id"])
        for task in rows(_BEGUN, site=site_id)
        if items is None or task["item_id"] in items
    ]


def found_nothing(tx: Tx, task_id: int) -> None:
    """Whoever came found nothing to bring: it is not as it was reckoned, nor is what should have followed."""
    found = tx.one("SELECT site_id, wish FROM relocation WHERE task_id = :task", task=task_id)
    if found is not None:
        _give_up(tx, found)


def _give_up(tx: Tx, done: Row) -> None:
    """What should have followed cannot any more: the next reckoning sees the floor as it is."""
    tx.run(
        "UPDATE relocation SET state = 'gone' WHERE site_id = :site AND wish = :wish AND state = 'asked'",
        site=done["site_id"],
        wish=done["wish"],
    )


def _row(tx: Tx, relocation_id: int) -> Row:
    return tx.certain("SELECT * FROM relocation WHERE id = :id" + tx.for_update, id=relocation_id)


def _set(tx: Tx, what: str, **params: Any) -> None:
    tx.run(f"UPDATE relocation SET {what} WHERE id = :id", **params)


def _make_next(tx: Tx, site_id: int, wish: int) -> bool:
    """Make the task of the next relocation of a wish; False if the floor is not as it was reckoned."""
    wanted = tx.one(_NEXT, site=site_id, wish=wish)
    if wanted is None:
        return True
    lying = tx.all(_LYING + (tx.for_update and " FOR UPDATE OF b"), place=wanted["from_place_id"])
    there = tx.value(_CLOSED, origin=wanted["from_place_id"], goal=wanted["to_place_id"])
    if there or len(lying) != 1 or not _is_free(lying[0], wanted["item_id"]):
        return False
    _make(tx, wanted, lying[0])
    return True


def _is_free(held: Row, item_id: int) -> bool:
    return (
        held["item_id"] == item_id
        and not held["container"]
        and not held["pinned"]
        and not held["unreservable"]
    )


def _make(tx: Tx, wanted: Row, held: Row) -> None:
    words = dictionary.of_items(tx, [wanted["item_id"]])
    words |= dictionary.of_places(tx, [wanted["from_place_id"], wanted["to_place_id"]])
    refill = Refill(
        face_id=0,
        place_id=wanted["to_place_id"],
        item_id=wanted["item_id"],
        owner_id=held["owner_id"],
        qty=held["qty"],
        from_place_id=wanted["from_place_id"],
        proof=held["proof"],
        lot_id=held["lot_id"],
        lot_code=held["lot_code"],
        why="relocate",
    )
    title = str(words.places[str(wanted["to_place_id"])]["code"])
    task_id = lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=wanted["site_id"],
            kind="replenish",
            title=title,
            script=compile_refill(title, wanted["site_id"], refill, words),
            facts={**facts_of(refill), "relocation": wanted["id"]},
            priority=PRIORITY,
            place_id=wanted["from_place_id"],
            zone_code=held["zone"],
        ),
    )
    _set(tx, "task_id = :task", task=task_id, id=wanted["id"])
