"""A parcel is on a truck: noted once, whoever has scanned it; what should not be there is told a supervisor.

A parcel is claimed by the first scan that comes in. A further one, made out of reach of the first, changes nothing; it
is kept beside the claim, and keeps the parcel on the truck if the first is undone.
"""

from __future__ import annotations

from collections.abc import Sequence

from pickface.db import Row, Tx
from pickface.departures import loaders, trucks
from pickface.stock import carrying
from pickface.stock.moves import Cause, UndoTooLate
from pickface.tasks import changes, exceptions, jobs, lifecycle
from pickface.tasks.workflow import Raised, Told, World
from pickface.workflows.load import late

_CLAIM = """
UPDATE shipment SET loaded_at = :now, load_event_id = :event, also_event_id = NULL
WHERE id IN ({ids}) AND loaded_at IS NULL AND shipped_at IS NULL
"""
_ALSO = """
UPDATE shipment SET also_event_id = :event
WHERE id IN ({ids}) AND loaded_at IS NOT NULL AND load_event_id <> :event AND shipped_at IS NULL
"""
_SHIPPED = "SELECT 1 FROM shipment WHERE load_event_id = :event AND shipped_at IS NOT NULL LIMIT 1"
TOLD_AFTER_MS = 10_000
"""So long after a scan another loader hears of it: what they do not know they can scan all the same."""


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Carry out what interpreting told."""
    if told.name == "loaded":
        _put_on(tx, task, told.params["parcels"], cause)
    elif told.name == "undone":
        _take_off(tx, task, told.params["event"])


def _put_on(tx: Tx, task: Row, plates: Sequence[str], cause: Cause) -> None:
    departure_id = departure_of(task)
    named = {f"plate_{n}": plate for n, plate in enumerate(plates)}
    found = tx.all(
        "SELECT id, container_code, departure_id, shipped_at, loaded_at FROM shipment WHERE container_code IN "
        f"({', '.join(f':{name}' for name in named)}) ORDER BY id" + tx.for_update,
        **named,
    )
    gone = late.has_left(tx, departure_id)
    if gone:
        found = late.bring_back(tx, task, departure_id, found)
    known = {one["container_code"]: one for one in found}
    for plate in plates:
        parcel = known.get(plate)
        # Since the device was told it was cancelled, recalled or given to another truck; it is on this one.
        if parcel is None or parcel["departure_id"] != departure_id:
            about = {"container": plate, "truck": task["container"]}
            exceptions.raise_exception(tx, cause, Raised("loaded_wrong", "book", about))
    # What has left does not take a parcel from a truck that others know it on.
    mine = [one for one in found if not gone or one["departure_id"] == departure_id]
    if mine:
        listed = ", ".join(str(int(one["id"])) for one in mine)
        tx.run(_CLAIM.format(ids=listed), now=tx.now, event=cause.id)
        tx.run(_ALSO.format(ids=listed), event=cause.id)
        tx.run(
            f"UPDATE shipment SET departure_id = :departure WHERE id IN ({listed}) AND shipped_at IS NULL "
            "AND COALESCE(departure_id, 0) <> :departure",
            departure=departure_id,
        )
    tx.run(
        "UPDATE departure SET state = 'loading' WHERE id = :id AND state = 'planned'",
        id=departure_id,
    )
    if gone:
        jobs.leave(tx, trucks.SHIP, str(departure_id), tx.now + late.TOLD_TO_THE_END_MS)
    _tell_others(tx, task, departure_id)
    lifecycle.hint(tx, task["site_id"], orders=True)


def _tell_others(tx: Tx, task: Row, departure_id: int) -> None:
    if any(other["id"] != task["id"] for other in loaders.of_truck(tx, departure_id)):
        loaders.tell(tx, departure_id, TOLD_AFTER_MS)


def _take_off(tx: Tx, task: Row, event_id: str) -> None:
    """A scan was undone; what somebody else has scanned too stays on. Raises UndoTooLate where the parcel has left."""
    departure_id = departure_of(task)
    gone = trucks.load(tx, task["site_id"], departure_id)["state"] == "left"
    if gone and tx.value(_SHIPPED, event=event_id):
        raise UndoTooLate("the truck has left")
    tx.run(
        "UPDATE shipment SET also_event_id = NULL WHERE also_event_id = :event AND shipped_at IS NULL",
        event=event_id,
    )
    for one in tx.all(
        "SELECT id, order_id, container_code, also_event_id FROM shipment WHERE load_event_id = :event ORDER BY id",
        event=event_id,
    ):
        tx.run(
            "UPDATE shipment SET load_event_id = :other, also_event_id = NULL, "
            "loaded_at = CASE WHEN :on = 1 THEN loaded_at END WHERE id = :id",
            other=one["also_event_id"],
            on=int(one["also_event_id"] is not None),
            id=one["id"],
        )
        if one["also_event_id"] is not None:
            _stays_at_the_door(tx, one)
        elif gone:
            late.leave_behind(tx, one)
    _tell_others(tx, task, departure_id)


def _stays_at_the_door(tx: Tx, parcel: Row) -> None:
    """The undone scan has let it go back to where it stood; it is where the other one saw it."""
    other = tx.one(
        "SELECT e.id, e.site_id, e.person_id, e.task_id, t.place_id FROM scan_event e JOIN task t ON t.id = e.task_id "
        "WHERE e.id = :id",
        id=parcel["also_event_id"],
    )
    if other is None:
        return
    cause = Cause(other["id"], other["site_id"], other["person_id"], other["task_id"])
    posted = carrying.move_container(tx, parcel["container_code"], other["place_id"], cause)
    changes.told(tx, None, posted, cause)


def departure_of(task: Row) -> int:
    """The departure that a task loads."""
    return int(str(task["container"])[3:])
