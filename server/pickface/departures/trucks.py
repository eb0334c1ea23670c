"""A carrier's trucks: what is scanned for one, and how they are made, by a timetable or by hand."""

from __future__ import annotations

import json
from typing import Any

from pickface.db import Row, Tx
from pickface.departures import timetable
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.orders.carrier_rules import ALARM_MS
from pickface.tasks import jobs

DUE = "departure_due"
"""The job that has a truck loaded in time; its key is the departure."""
SHIP = "ship_departure"
"""The job that takes what is on a truck that has left out of the books; its key is the departure."""
OPEN = "state IN ('planned', 'loading')"


class NoSuchDeparture(NotFound):
    """The site has no such departure."""

    code = "departure_not_found"


class DepartureLeft(Conflict):
    """The truck has left, or was cancelled."""

    code = "departure_has_left"


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
        door = find_dock(tx, site_id, due.door)
        if door is not None:
            make(tx, site_id, carrier_id, door, due.leaves_at, due.cut_off_at, by_timetable=1)


def make(  # noqa: PLR0917 - a departure is that much
    tx: Tx,
    site_id: int,
    carrier_id: int,
    place_id: int,
    leaves_at: int,
    cut_off_at: int,
    by_timetable: int = 0,
) -> int | None:
    """A departure of a carrier; None where it has one at that moment already. BadRequest for times that cannot be."""
    check_times(leaves_at, cut_off_at)
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


def check_times(leaves_at: int, cut_off_at: int) -> None:
    """BadRequest for a cut-off that is behind the moment at which it leaves."""
    if cut_off_at > leaves_at:
        raise BadRequest("the cut-off is before it leaves", field="cut_off_at")


def dock_named(tx: Tx, site_id: int, code: str) -> int:
    """The dock with this code; BadRequest where the site has none."""
    found = find_dock(tx, site_id, code)
    if found is None:
        raise BadRequest("the site has no such dock", field="door")
    return found


def find_dock(tx: Tx, site_id: int, code: str) -> int | None:
    """The same, or None."""
    found = tx.value(
        "SELECT id FROM place WHERE site_id = :site AND code = :code AND kind = 'dock' AND active = 1",
        site=site_id,
        code=code.upper(),
    )
    return None if found is None else int(found)
