"""Which loading should exist: one task per person at a truck, made when it is scanned or when its time is short."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from pickface.db import Row, Tx, Writer
from pickface.departures import loaders, trucks, waiting
from pickface.orders.carrier_rules import ALARM_MS
from pickface.orders.carriers import FIND_DEPARTURE, TELL_LOADERS
from pickface.tasks import dictionary, dispatch, jobs, lifecycle
from pickface.tasks.workflow import World
from pickface.workflows.load.compile import Other, Parcel, compile_loading

MOST_OTHERS = 2_000
"""How many parcels that are not for a truck its script names, so that a device refuses them without a network."""
_MINE = """
SELECT s.container_code, s.tracking, s.loaded_at, s.off_truck, c.parent FROM shipment s
JOIN container c ON c.code = s.container_code
WHERE s.departure_id = :departure AND s.shipped_at IS NULL ORDER BY s.id
"""
_OTHERS = """
SELECT s.container_code, s.tracking, s.carrier, s.carrier_id, s.departure_id, c.parent, d.leaves_at, p.code AS door
FROM shipment s JOIN container c ON c.code = s.container_code
LEFT JOIN departure d ON d.id = s.departure_id LEFT JOIN place p ON p.id = d.place_id
WHERE s.site_id = :site AND s.shipped_at IS NULL AND COALESCE(s.departure_id, 0) <> :departure
AND COALESCE(d.state, '') <> 'left'
ORDER BY s.id DESC LIMIT :most
"""
# What was a parcel: of a cancelled order, its goods are put away; of a recalled lot, it is opened and packed again.
_NO_PARCELS = """
SELECT c.code, c.parent, c.order_id FROM container c
WHERE c.site_id = :site AND c.kind IN ('carton', 'label') AND c.state IN ('open', 'closed')
AND NOT EXISTS (SELECT 1 FROM shipment s WHERE s.container_code = c.code)
AND EXISTS (SELECT 1 FROM balance b WHERE b.container = c.code AND b.virtual = 0 AND b.qty > 0)
AND (c.order_id IS NOT NULL OR EXISTS (SELECT 1 FROM task t WHERE t.container = c.code AND t.kind = 'putaway'
    AND t.state IN ('ready', 'offered', 'begun', 'held')))
ORDER BY c.code LIMIT :most
"""


def opens(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """A departure's code, the door that it stands at, or a parcel that waits for it opens its loading."""
    departure = _named(tx, site_id, code)
    if departure is None:
        return None
    return open_loading(tx, departure, person_id)


def _named(tx: Tx, site_id: int, code: str) -> Row | None:
    if re.fullmatch(r"DEP\d{6,9}", code.upper()):
        by_id = "SELECT * FROM departure WHERE id = :id AND site_id = :site"
        found = tx.one(by_id, id=int(code[3:]), site=site_id)
        if found is not None and found["state"] not in ("planned", "loading"):
            raise trucks.DepartureLeft("it has left", departure=code.upper(), state=found["state"])
        return found
    at_door: Row | None = trucks.door_named(tx, site_id, code)
    if at_door is not None:
        return at_door
    return tx.one(
        "SELECT d.* FROM shipment s JOIN departure d ON d.id = s.departure_id WHERE s.site_id = :site "
        "AND (s.container_code = :code OR s.tracking = :code) AND s.shipped_at IS NULL "
        "AND d.state IN ('planned', 'loading') ORDER BY s.id DESC LIMIT 1",
        site=site_id,
        code=code,
    )


def open_loading(tx: Tx, departure: Row, person_id: int) -> int:
    """The loading that a person works on at a truck: theirs, a free one, or a new one."""
    for task in loaders.of_truck(tx, departure["id"]):
        if dispatch.take_up(tx, task, person_id):
            _renew(tx, lifecycle.load(tx, task["id"]), departure)
            return int(task["id"])
    return _make(tx, departure, person_id)


def _make(tx: Tx, departure: Row, person_id: int | None) -> int:
    return lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=departure["site_id"],
            kind="load",
            title=_title(tx, departure),
            script=script_of(tx, departure),
            facts=_facts(departure),
            priority=2,
            due_at=departure["leaves_at"],
            place_id=departure["place_id"],
            container=trucks.code_of(departure["id"]),
            person_id=person_id,
        ),
    )


def _renew(tx: Tx, task: Row, departure: Row) -> None:
    """A further revision where what is for the truck has changed."""
    script, facts = script_of(tx, departure), _facts(departure)
    now = lifecycle.script_of(tx, task)
    alike = all(now[name] == script[name] for name in ("steps", "title"))
    if alike and json.loads(task["facts"]) == facts:
        return
    tx.run(
        "UPDATE task SET title = :title, place_id = :door, due_at = :due WHERE id = :id",
        title=script["title"],
        door=departure["place_id"],
        due=departure["leaves_at"],
        id=task["id"],
    )
    lifecycle.revise(tx, task, script, facts)


def _facts(departure: Row) -> dict[str, int]:
    return {"departure": departure["id"], "door": departure["place_id"]}


def script_of(tx: Tx, departure: Row) -> dict[str, Any]:
    """What is for the truck, and what is not, as it is known now."""
    site_id, own = departure["site_id"], departure["id"]
    leave = _leave(tx, site_id, departure["place_id"])
    zone = ZoneInfo(str(tx.value("SELECT timezone FROM site WHERE id = :id", id=site_id)))
    parcels = [
        Parcel(
            one["container_code"],
            one["tracking"],
            one["parent"],
            one["loaded_at"] is not None,
            int(one["off_truck"]),
        )
        for one in tx.all(_MINE, departure=own)
    ]
    others = [
        _other(one, departure, leave, zone)
        for one in tx.all(_OTHERS, site=site_id, departure=own, most=MOST_OTHERS)
    ]
    others += [
        Other(
            one["code"],
            "",
            "parcel_not_sent" if one["order_id"] is None else "parcel_open",
            {"leave": leave},
            one["parent"],
        )
        for one in tx.all(_NO_PARCELS, site=site_id, most=MOST_OTHERS)
    ]
    words = dictionary.of_places(tx, [departure["place_id"]])
    title = _title(tx, departure)
    return compile_loading(title, site_id, departure["place_id"], parcels, others, leave, words)


def _other(one: Row, departure: Row, leave: str, zone: ZoneInfo) -> Other:
    plate, label, pallet = one["container_code"], one["tracking"], one["parent"]
    if one["carrier_id"] != departure["carrier_id"]:
        if one["carrier_id"] is None:
            return Other(plate, label, "parcel_no_truck", {"leave": leave}, pallet)
        said = {"carrier": one["carrier"], "leave": one["door"] or leave}
        return Other(plate, label, "parcel_other_carrier", said, pallet)
    if one["departure_id"] is None:
        return Other(plate, label, "parcel_no_truck", {"leave": leave}, pallet)
    said = {"time": clock_of(one["leaves_at"], zone), "leave": one["door"] or leave}
    return Other(plate, label, "parcel_other_truck", said, pallet)


def clock_of(at: int, zone: ZoneInfo) -> str:
    """A moment by the site's clock: HH:MM."""
    return f"{dt.datetime.fromtimestamp(at / 1000, zone):%H:%M}"


def _title(tx: Tx, departure: Row) -> str:
    found = tx.one(
        "SELECT c.name, w.timezone FROM carrier c JOIN site w ON w.id = c.site_id WHERE c.id = :id",
        id=departure["carrier_id"],
    )
    if found is None:
        return trucks.code_of(departure["id"])
    return f"{found['name']} {clock_of(departure['leaves_at'], ZoneInfo(found['timezone']))}"


def _leave(tx: Tx, site_id: int, door_id: int) -> str:
    """Where strange parcels are left: quarantine, or beside the door where the site has none."""
    return str(
        tx.value(
            "SELECT code FROM place WHERE site_id = :site AND active = 1 AND (kind = 'quarantine' OR id = :door) "
            "ORDER BY CASE WHEN kind = 'quarantine' THEN 0 ELSE 1 END, code LIMIT 1",
            site=site_id,
            door=door_id,
        )
    )


def on_packed(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """An order is packed: its parcels wait for the next trucks of their carriers, where such are awaited."""
    place_order(tx, news["order"])


def place_order(tx: Tx, order_id: int) -> None:
    """Let the parcels of an order wait for trucks."""
    site_id = tx.value("SELECT site_id FROM orders WHERE id = :id", id=order_id)
    if site_id is not None:
        waiting.take_order(tx, int(site_id), order_id)


def make_due(writer: Writer, key: str) -> None:
    """The job: a truck leaves soon and nobody loads it: there is work for whoever asks for the next task."""

    def make(tx: Tx) -> None:
        if not jobs.finish(tx, trucks.DUE, key):
            return
        departure = tx.one("SELECT * FROM departure WHERE id = :id" + tx.for_update, id=int(key))
        if departure is None or departure["state"] not in ("planned", "loading"):
            return
        lifecycle.hint(tx, departure["site_id"], orders=True)
        if departure["leaves_at"] - ALARM_MS > tx.now:
            jobs.leave(tx, trucks.DUE, key, departure["leaves_at"] - ALARM_MS)
        elif tx.all(_MINE, departure=departure["id"]) and not loaders.of_truck(tx, departure["id"]):
            _make(tx, departure, None)

    writer.run(make)


def tell_loaders(writer: Writer, key: str) -> None:
    """The job: those who load a truck get a script that knows what is for it now."""

    def tell(tx: Tx) -> None:
        if not jobs.finish(tx, TELL_LOADERS, key):
            return
        departure = tx.one("SELECT * FROM departure WHERE id = :id", id=int(key))
        if departure is None or departure["state"] not in ("planned", "loading"):
            return
        for task in loaders.of_truck(tx, departure["id"]):
            _renew(tx, task, departure)

    writer.run(tell)


def find_departure(writer: Writer, key: str) -> None:
    """The job: parcels of an order lack a truck, or whoever brings them to the dock."""

    def find(tx: Tx) -> None:
        if jobs.finish(tx, FIND_DEPARTURE, key):
            place_order(tx, int(key))
            jobs.leave(tx, waiting.BRING, key)

    writer.run(find)
