"""What a desk decides about trucks: when they leave, what is taken off them, and what happens when one leaves."""

from __future__ import annotations

import json

from pickface.db import Row, Tx
from pickface.departures import loaders, trucks
from pickface.departures.forms import DepartureChange, DepartureForm, TimetableForm
from pickface.departures.waiting import BRING, take_waiting
from pickface.errors import Conflict, NotFound
from pickface.orders.carrier_rules import ALARM_MS
from pickface.orders.carriers import carrier_named
from pickface.tasks import jobs, lifecycle


class DepartureTaken(Conflict):
    """The carrier has a truck that leaves at that moment already."""

    code = "departure_taken"


class ParcelsOnIt(Conflict):
    """Parcels are on the truck: they are taken off first."""

    code = "departure_has_parcels"


class ParcelNotOn(Conflict):
    """The parcel is not on the truck."""

    code = "parcel_not_on"


def create(tx: Tx, site_id: int, form: DepartureForm) -> int:
    """Make a departure by hand: it takes what waits of its carrier. NoSuchCarrier, DepartureTaken, BadRequest."""
    carrier_id = carrier_named(tx, site_id, form.carrier)
    cut_off = form.leaves_at if form.cut_off_at is None else form.cut_off_at
    made = trucks.make(
        tx, site_id, carrier_id, trucks.dock_named(tx, site_id, form.door), form.leaves_at, cut_off
    )
    if made is None:
        raise DepartureTaken("the carrier has a truck at that moment", carrier=form.carrier)
    take_waiting(tx, site_id, carrier_id)
    return made


def change(tx: Tx, site_id: int, departure_id: int, form: DepartureChange) -> None:
    """It leaves at another time or from another door. DepartureLeft, DepartureTaken, BadRequest."""
    now = trucks.open_one(tx, site_id, departure_id)
    leaves_at = now["leaves_at"] if form.leaves_at is None else form.leaves_at
    cut_off_at = now["cut_off_at"] if form.cut_off_at is None else form.cut_off_at
    trucks.check_times(leaves_at, cut_off_at)
    _make_room(tx, now, leaves_at)
    tx.run(
        "UPDATE departure SET leaves_at = :leaves, cut_off_at = :cut_off, place_id = :door WHERE id = :id",
        leaves=leaves_at,
        cut_off=cut_off_at,
        door=now["place_id"] if form.door is None else trucks.dock_named(tx, site_id, form.door),
        id=departure_id,
    )
    if now["by_timetable"] and leaves_at != now["leaves_at"]:
        _stand_in(tx, now)
    jobs.leave(tx, trucks.DUE, str(departure_id), max(tx.now, leaves_at - ALARM_MS))
    take_waiting(tx, site_id, now["carrier_id"])
    loaders.tell(tx, departure_id)


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
        trucks.dock_named(tx, site_id, one.door)
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
        loaders.send_home(tx, gone["id"])
        orders |= {
            int(one["order_id"])
            for one in tx.all(
                "UPDATE shipment SET departure_id = NULL WHERE departure_id = :id AND shipped_at IS NULL "
                "RETURNING order_id",
                id=gone["id"],
            )
        }
    trucks.ensure(tx, site_id, carrier_id)
    take_waiting(tx, site_id, carrier_id)
    for order_id in sorted(orders):
        jobs.leave(tx, BRING, str(order_id))


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
    following = trucks.next_for(
        tx, departure["site_id"], departure["carrier_id"], departure["leaves_at"]
    )
    stays = tx.all(
        "UPDATE shipment SET departure_id = :next WHERE departure_id = :id AND loaded_at IS NULL "
        "AND shipped_at IS NULL RETURNING id, order_id, container_code, departure_id",
        next=following,
        id=departure["id"],
    )
    jobs.leave(tx, trucks.SHIP, str(departure["id"]))
    if stays and following is not None:
        loaders.tell(tx, following)
    lifecycle.hint(tx, departure["site_id"], orders=True)
    return stays


def take_off(tx: Tx, site_id: int, departure_id: int, shipment_id: int) -> str:
    """A parcel was taken off a truck that has not left; its plate. ParcelNotOn, DepartureLeft."""
    trucks.open_one(tx, site_id, departure_id)
    plate = tx.value(
        "UPDATE shipment SET loaded_at = NULL, load_event_id = NULL, also_event_id = NULL, off_truck = off_truck + 1 "
        "WHERE id = :id AND departure_id = :departure AND loaded_at IS NOT NULL AND shipped_at IS NULL "
        "RETURNING container_code",
        id=shipment_id,
        departure=departure_id,
    )
    if plate is None:
        raise ParcelNotOn("it is not on the truck", shipment=shipment_id)
    loaders.tell(tx, departure_id)
    return str(plate)


def cancel(tx: Tx, site_id: int, departure_id: int) -> list[Row]:
    """The truck does not come, nor does the timetable call it back: its parcels wait for the next one.

    DepartureLeft, ParcelsOnIt.
    """
    departure = trucks.open_one(tx, site_id, departure_id)
    on_it = "SELECT 1 FROM shipment WHERE departure_id = :id AND loaded_at IS NOT NULL LIMIT 1"
    if tx.value(on_it, id=departure_id):
        raise ParcelsOnIt("parcels are on it", departure=trucks.code_of(departure_id))
    tx.run(
        "UPDATE departure SET state = 'cancelled', by_timetable = 0 WHERE id = :id", id=departure_id
    )
    loaders.send_home(tx, departure_id)
    following = trucks.next_for(tx, site_id, departure["carrier_id"])
    stays = tx.all(
        "UPDATE shipment SET departure_id = :next WHERE departure_id = :id AND shipped_at IS NULL "
        "RETURNING id, order_id, container_code, departure_id",
        next=following,
        id=departure_id,
    )
    if stays and following is not None:
        loaders.tell(tx, following)
    return stays
