"""Trucks: made by a timetable or by hand, which of them takes a parcel, and what happens when one leaves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pickface.db import Row, Tx
from pickface.departures import timetable
from pickface.departures.forms import DepartureChange, DepartureForm, TimetableForm
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.orders.carrier_rules import ALARM_MS
from pickface.orders.carriers import TELL_LOADERS, carrier_named
from pickface.orders.parcel_labels import LABELLED
from pickface.tasks import jobs, lifecycle

DUE = "departure_due"
"""The job that has a truck loaded in time; its key is the departure."""
BRING = "bring_parcels"
"""The job that has the parcels of an order brought to the dock that no truck is awaited for; its key is the order."""
SHIP = "ship_departure"
"""The job that takes what is on a truck that has left out of the books; its key is the departure."""
OPEN = "state IN ('planned', 'loading')"
SHIP_TASKS = "kind = 'ship' AND state IN ('ready', 'offered', 'begun', 'held')"
_PARCELS = """
SELECT s.id, s.order_id, s.container_code, s.carrier_id, s.departure_id FROM shipment s
WHERE s.site_id = :site AND s.shipped_at IS NULL AND s.loaded_at IS NULL AND s.departure_id IS NULL
AND s.carrier_id IS NOT NULL AND {labelled} AND {which} ORDER BY s.id
"""


class NoSuchDeparture(NotFound):
    """The site has no such departure."""

    code = "departure_not_found"


class DepartureTaken(Conflict):
    """The carrier has a truck that leaves at that moment already."""

    code = "departure_taken"


class DepartureLeft(Conflict):
    """The truck has left, or was cancelled."""

    code = "departure_has_left"


class StillLoading(Conflict):
    """Somebody is loading it: they say themselves when they are done; ``params``: ``person``."""

    code = "departure_still_loading"


class ParcelsOnIt(Conflict):
    """Parcels are on the truck: they are taken off first."""

    code = "departure_has_parcels"


class ParcelNotOn(Conflict):
    """The parcel is not on the truck."""

    code = "parcel_not_on"


def code_of(departure_id: int) -> str:
    """What is scanned for a departure."""
    return f"DEP{departure_id:06d}"


def load(tx: Tx, site_id: int, departure_id: int) -> Row:
    """A departure's row, locked; NoSuchDeparture."""
    found = tx.one(
        "SELECT * FROM departure WHERE id = :id AND site_id = :site" + tx.for_update,
        id=departure_id,
        site=site_id,
    )
    if found is None:
        raise NoSuchDeparture("the site has no such departure", departure=departure_id)
    return found


def open_one(tx: Tx, site_id: int, departure_id: int) -> Row:
    """The same of one that has not left; DepartureLeft."""
    found = load(tx, site_id, departure_id)
    if found["state"] not in ("planned", "loading"):
        raise DepartureLeft("it has left", departure=code_of(departure_id), state=found["state"])
    return found


def create(tx: Tx, site_id: int, form: DepartureForm) -> int:
    """Make a departure by hand: it takes what waits of its carrier. NoSuchCarrier, DepartureTaken, BadRequest."""
    carrier_id = carrier_named(tx, site_id, form.carrier)
    cut_off = form.leaves_at if form.cut_off_at is None else form.cut_off_at
    made = _make(tx, site_id, carrier_id, _door(tx, site_id, form.door), form.leaves_at, cut_off)
    if made is None:
        raise DepartureTaken("the carrier has a truck at that moment", carrier=form.carrier)
    take_waiting(tx, site_id, carrier_id)
    return made


def change(tx: Tx, site_id: int, departure_id: int, form: DepartureChange) -> None:
    """It leaves at another time or from another door. DepartureLeft, DepartureTaken, BadRequest."""
    now = open_one(tx, site_id, departure_id)
    leaves_at = now["leaves_at"] if form.leaves_at is None else form.leaves_at
    cut_off_at = now["cut_off_at"] if form.cut_off_at is None else form.cut_off_at
    _check_times(leaves_at, cut_off_at)
    _make_room(tx, now, leaves_at)
    tx.run(
        "UPDATE departure SET leaves_at = :leaves, cut_off_at = :cut_off, place_id = :door WHERE id = :id",
        leaves=leaves_at,
        cut_off=cut_off_at,
        door=now["place_id"] if form.door is None else _door(tx, site_id, form.door),
        id=departure_id,
    )
    if now["by_timetable"] and leaves_at != now["leaves_at"]:
        _stand_in(tx, now)
    jobs.leave(tx, DUE, str(departure_id), max(tx.now, leaves_at - ALARM_MS))
    take_waiting(tx, site_id, now["carrier_id"])
    tell_loaders(tx, departure_id)


def _make_room(tx: Tx, departure: Row, leaves_at: int) -> None:
    """Nothing but what was cancelled stands at the moment that a truck is to leave at. DepartureTaken."""
    others = tx.all(
        "SELECT id, state FROM departure WHERE carrier_id = :carrier AND leaves_at = :at AND id <> :id",
        carrier=departure["carrier_id"],
        at=leaves_at,
        id=departure["id"],
    )
    if any(other["state"] != "cancelled" for other in others):
        raise DepartureTaken("the carrier has a truck at that moment")
    for other in others:
        tx.run("DELETE FROM departure WHERE id = :id", id=other["id"])


def _stand_in(tx: Tx, was: Row) -> None:
    """A truck of the timetable leaves at another time: the timetable makes no second one for the former."""
    tx.run("UPDATE departure SET by_timetable = 0 WHERE id = :id", id=was["id"])
    tx.insert(
        "departure",
        state="cancelled",
        by_timetable=0,
        **{
            name: was[name]
            for name in ("site_id", "carrier_id", "place_id", "leaves_at", "cut_off_at")
        },
    )


def say_timetable(tx: Tx, site_id: int, carrier_id: int, form: TimetableForm) -> None:
    """When a carrier's trucks leave from now on; departures that were planned by the former one and hold nothing go."""
    for one in form.rows:
        _door(tx, site_id, one.door)
    rows = [one.model_dump() for one in form.rows]
    if not tx.run(
        "UPDATE carrier SET timetable = :rows WHERE id = :id AND site_id = :site",
        rows=json.dumps(rows),
        id=carrier_id,
        site=site_id,
    ):
        raise NotFound("the site has no such carrier", carrier=carrier_id)
    stale = tx.all(
        "UPDATE departure SET state = 'cancelled' WHERE carrier_id = :carrier AND by_timetable = 1 "
        "AND state = 'planned' AND NOT EXISTS (SELECT 1 FROM shipment s WHERE s.departure_id = departure.id "
        "AND s.loaded_at IS NOT NULL) RETURNING id",
        carrier=carrier_id,
    )
    orders: set[int] = set()
    for gone in stale:
        send_home(tx, gone["id"])
        orders |= {
            int(one["order_id"])
            for one in tx.all(
                "UPDATE shipment SET departure_id = NULL WHERE departure_id = :id AND shipped_at IS NULL "
                "RETURNING order_id",
                id=gone["id"],
            )
        }
    ensure(tx, site_id, carrier_id)
    take_waiting(tx, site_id, carrier_id)
    for order_id in sorted(orders):
        jobs.leave(tx, BRING, str(order_id))


def ensure(tx: Tx, site_id: int, carrier_id: int) -> None:
    """Make the departures that a carrier's timetable has next, where they are not there yet.

    It raises nothing: a packer's scan stands behind it. A door that is a dock no more has no truck.
    """
    found = tx.one(
        "SELECT c.timetable, w.timezone FROM carrier c JOIN site w ON w.id = c.site_id "
        "WHERE c.id = :id AND c.active = 1",
        id=carrier_id,
    )
    if found is None or found["timetable"] == "[]":
        return
    rows = [timetable.Weekly(**one) for one in json.loads(found["timetable"])]
    # Those that a desk has cancelled do not come, and others are kept ready in their stead.
    none = tx.value(
        "SELECT COUNT(*) FROM departure WHERE carrier_id = :id AND state = 'cancelled' AND by_timetable = 0 "
        "AND leaves_at > :now",
        id=carrier_id,
        now=tx.now,
    )
    for due in timetable.coming(rows, tx.now, found["timezone"], timetable.AHEAD + int(none)):
        door = _dock(tx, site_id, due.door)
        if door is not None:
            _make(tx, site_id, carrier_id, door, due.leaves_at, due.cut_off_at, by_timetable=1)


def next_for(tx: Tx, site_id: int, carrier_id: int, after: int = 0) -> int | None:
    """The departure that takes what is closed now with a carrier, None where no truck of it is awaited.

    ``after`` leaves out those that leave by then.
    """
    ensure(tx, site_id, carrier_id)
    found = tx.value(
        f"SELECT id FROM departure WHERE carrier_id = :carrier AND site_id = :site AND {OPEN} "
        "AND cut_off_at > :now AND leaves_at > :after ORDER BY leaves_at, id LIMIT 1",
        carrier=carrier_id,
        site=site_id,
        now=tx.now,
        after=after,
    )
    return None if found is None else int(found)


def take_waiting(tx: Tx, site_id: int, carrier_id: int) -> list[Row]:
    """Parcels of a carrier that no truck was awaited for wait for its next one now."""
    which = "s.carrier_id = :carrier"
    found = _PARCELS.format(which=which, labelled=LABELLED)
    return _assign(tx, site_id, tx.all(found, site=site_id, carrier=carrier_id))


def take_order(tx: Tx, site_id: int, order_id: int) -> list[Row]:
    """The parcels of an order wait for the next trucks of their carriers, where such are awaited."""
    which = "s.order_id = :order"
    return _assign(
        tx,
        site_id,
        tx.all(_PARCELS.format(which=which, labelled=LABELLED), site=site_id, order=order_id),
    )


def _assign(tx: Tx, site_id: int, parcels: Sequence[Row]) -> list[Row]:
    trucks: dict[int, int | None] = {}
    placed: list[Row] = []
    for parcel in parcels:
        carrier_id = int(parcel["carrier_id"])
        if carrier_id not in trucks:
            trucks[carrier_id] = next_for(tx, site_id, carrier_id)
        departure_id = trucks[carrier_id]
        if departure_id is None or is_on_its_way(tx, parcel["container_code"]):
            continue
        tx.run(
            "UPDATE shipment SET departure_id = :departure WHERE id = :id",
            departure=departure_id,
            id=parcel["id"],
        )
        placed.append({**parcel, "departure_id": departure_id})
    for departure_id in {int(one["departure_id"]) for one in placed}:
        tell_loaders(tx, departure_id)
    return placed


def is_on_its_way(tx: Tx, plate: str) -> bool:
    """Whether somebody brings the parcel to the dock just now; a bringing that nobody has begun is not needed."""
    for task in tx.all(f"SELECT * FROM task WHERE container = :plate AND {SHIP_TASKS}", plate=plate):  # fmt: skip
        if task["state"] == "begun":
            return True
        lifecycle.change_state(tx, task, "cancelled", done_at=tx.now)
    return False


def tell_loaders(tx: Tx, departure_id: int, later_ms: int = 0) -> None:
    """What is for a truck has changed: whoever loads it is told."""
    jobs.leave(tx, TELL_LOADERS, str(departure_id), tx.now + later_ms)


def loaders(tx: Tx, departure_id: int) -> list[Row]:
    """The open tasks of loading a departure."""
    return tx.all(
        "SELECT * FROM task WHERE kind = 'load' AND container = :code "
        "AND state IN ('ready', 'offered', 'begun', 'held') ORDER BY id" + tx.for_update,
        code=code_of(departure_id),
    )


def send_home(tx: Tx, departure_id: int, state: str = "cancelled") -> None:
    """Whoever loads a truck stops: it does not come, or has left (``done``: what they scanned before still counts)."""
    note = json.dumps({"code": DepartureLeft.code, "params": {}})
    for task in loaders(tx, departure_id):
        ends = state if task["person_id"] is not None else "cancelled"
        lifecycle.change_state(tx, task, ends, done_at=tx.now, note=note)


def refuse_loading(tx: Tx, departure_id: int) -> None:
    """Raise :class:`StillLoading` where somebody has begun to load and has not said that they are done."""
    for task in loaders(tx, departure_id):
        if task["state"] == "begun":
            name = tx.value("SELECT name FROM person WHERE id = :id", id=task["person_id"])
            raise StillLoading("somebody is loading it", person=str(name or ""))


def let_leave(tx: Tx, departure: Row, person_id: int | None) -> list[Row]:
    """The truck leaves: what is on it goes out of the books by a job; what is not goes with the next one.

    Answers the parcels that stay, each with the ``departure_id`` that it waits for now, or None.
    """
    tx.run(
        "UPDATE departure SET state = 'left', left_at = :now, left_by = :person WHERE id = :id",
        now=tx.now,
        person=person_id,
        id=departure["id"],
    )
    following = next_for(tx, departure["site_id"], departure["carrier_id"], departure["leaves_at"])
    stays = tx.all(
        "UPDATE shipment SET departure_id = :next WHERE departure_id = :id AND loaded_at IS NULL "
        "AND shipped_at IS NULL RETURNING id, order_id, container_code, departure_id",
        next=following,
        id=departure["id"],
    )
    jobs.leave(tx, SHIP, str(departure["id"]))
    if stays and following is not None:
        tell_loaders(tx, following)
    lifecycle.hint(tx, departure["site_id"], orders=True)
    return stays


def take_off(tx: Tx, site_id: int, departure_id: int, shipment_id: int) -> str:
    """A parcel was taken off a truck that has not left; its plate. ParcelNotOn, DepartureLeft."""
    open_one(tx, site_id, departure_id)
    plate = tx.value(
        "UPDATE shipment SET loaded_at = NULL, load_event_id = NULL, also_event_id = NULL, off_truck = off_truck + 1 "
        "WHERE id = :id AND departure_id = :departure AND loaded_at IS NOT NULL AND shipped_at IS NULL "
        "RETURNING container_code",
        id=shipment_id,
        departure=departure_id,
    )
    if plate is None:
        raise ParcelNotOn("it is not on the truck", shipment=shipment_id)
    tell_loaders(tx, departure_id)
    return str(plate)


def cancel(tx: Tx, site_id: int, departure_id: int) -> list[Row]:
    """The truck does not come, nor does the timetable call it back: its parcels wait for the next one.

    DepartureLeft, ParcelsOnIt.
    """
    departure = open_one(tx, site_id, departure_id)
    on_it = "SELECT 1 FROM shipment WHERE departure_id = :id AND loaded_at IS NOT NULL LIMIT 1"
    if tx.value(on_it, id=departure_id):
        raise ParcelsOnIt("parcels are on it", departure=code_of(departure_id))
    tx.run(
        "UPDATE departure SET state = 'cancelled', by_timetable = 0 WHERE id = :id", id=departure_id
    )
    send_home(tx, departure_id)
    following = next_for(tx, site_id, departure["carrier_id"])
    stays = tx.all(
        "UPDATE shipment SET departure_id = :next WHERE departure_id = :id AND shipped_at IS NULL "
        "RETURNING id, order_id, container_code, departure_id",
        next=following,
        id=departure_id,
    )
    if stays and following is not None:
        tell_loaders(tx, following)
    return stays


def _make(  # noqa: PLR0917 - a departure is that much
    tx: Tx,
    site_id: int,
    carrier_id: int,
    place_id: int,
    leaves_at: int,
    cut_off_at: int,
    by_timetable: int = 0,
) -> int | None:
    _check_times(leaves_at, cut_off_at)
    made = tx.value(
        "INSERT INTO departure (site_id, carrier_id, place_id, leaves_at, cut_off_at, by_timetable) "
        "VALUES (:site, :carrier, :place, :leaves, :cut_off, :by_timetable) ON CONFLICT (carrier_id, leaves_at) "
        "DO UPDATE SET state = 'planned', place_id = excluded.place_id, cut_off_at = excluded.cut_off_at, "
        "by_timetable = excluded.by_timetable WHERE departure.state = 'cancelled' "
        "AND departure.by_timetable >= excluded.by_timetable RETURNING id",
        site=site_id,
        carrier=carrier_id,
        place=place_id,
        leaves=leaves_at,
        cut_off=cut_off_at,
        by_timetable=by_timetable,
    )
    if made is None:
        return None
    jobs.leave(tx, DUE, str(made), max(tx.now, leaves_at - ALARM_MS))
    return int(made)


def _check_times(leaves_at: int, cut_off_at: int) -> None:
    if cut_off_at > leaves_at:
        raise BadRequest("the cut-off is before it leaves", field="cut_off_at")


def _door(tx: Tx, site_id: int, code: str) -> int:
    found = _dock(tx, site_id, code)
    if found is None:
        raise BadRequest("the site has no such dock", field="door")
    return found


def _dock(tx: Tx, site_id: int, code: str) -> int | None:
    found = tx.value(
        "SELECT id FROM place WHERE site_id = :site AND code = :code AND kind = 'dock' AND active = 1",
        site=site_id,
        code=code.upper(),
    )
    return None if found is None else int(found)


def door_named(tx: Tx, site_id: int, code: str) -> Any:
    """The departure that stands, or comes next, at a door within half a day."""
    return tx.one(
        f"SELECT d.* FROM departure d JOIN place p ON p.id = d.place_id WHERE d.site_id = :site AND d.{OPEN} "
        "AND p.code = :code AND d.leaves_at < :until ORDER BY CASE d.state WHEN 'loading' THEN 0 ELSE 1 END, "
        "d.leaves_at, d.id LIMIT 1",
        site=site_id,
        code=code.upper(),
        until=tx.now + 12 * 3_600_000,
    )
