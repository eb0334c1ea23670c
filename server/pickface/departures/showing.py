"""Departures as the office sees them; reads only."""

from __future__ import annotations

import json
from typing import Any

from pickface.db import Row, clock, one_moment, row, rows
from pickface.departures.service import NoSuchDeparture, code_of
from pickface.orders.carrier_rules import ALARM_MS
from pickface.orders.carriers import NoSuchCarrier

MOST = 200
_LISTED = """
SELECT d.id, c.code AS carrier, c.name, p.code AS door, d.leaves_at, d.cut_off_at, d.state, d.by_timetable, d.left_at,
    w.name AS left_by, (SELECT COUNT(*) FROM shipment s WHERE s.departure_id = d.id) AS parcels,
    (SELECT COUNT(*) FROM shipment s WHERE s.departure_id = d.id AND s.loaded_at IS NOT NULL) AS loaded
FROM departure d JOIN carrier c ON c.id = d.carrier_id JOIN place p ON p.id = d.place_id
LEFT JOIN person w ON w.id = d.left_by WHERE d.site_id = :site AND {which} ORDER BY {order} LIMIT :most
"""
_PARCELS = """
SELECT s.id, s.tracking, s.container_code AS plate, o.number, o.customer, s.weight_g, p.code AS place,
    c.parent AS pallet, s.loaded_at, w.name AS loaded_by, s.shipped_at
FROM shipment s JOIN orders o ON o.id = s.order_id JOIN container c ON c.code = s.container_code
JOIN place p ON p.id = c.place_id LEFT JOIN scan_event e ON e.id = s.load_event_id
LEFT JOIN person w ON w.id = e.person_id WHERE s.departure_id = :id
ORDER BY CASE WHEN s.loaded_at IS NULL THEN 0 ELSE 1 END, s.id
"""
_LOADERS = """
SELECT DISTINCT p.name FROM task t JOIN person p ON p.id = t.person_id
WHERE t.kind = 'load' AND t.container = :code AND t.state IN ('offered', 'begun') ORDER BY p.name
"""


def list_departures(site_id: int, state: str) -> dict[str, Any]:
    """The departures that are to come, or those that have left, the latest first."""
    which = "d.state IN ('planned', 'loading')" if state == "open" else "d.state = 'left'"
    order = "d.leaves_at, d.id" if state == "open" else "d.left_at DESC, d.id DESC"
    found = rows(_LISTED.format(which=which, order=order), site=site_id, most=MOST)
    return {"items": [_shown(one) for one in found]}


def show_departure(site_id: int, departure_id: int) -> dict[str, Any]:
    """One departure; NoSuchDeparture."""
    found = row(_LISTED.format(which="d.id = :id", order="d.id"), site=site_id, id=departure_id, most=1)  # fmt: skip
    if found is None:
        raise NoSuchDeparture("the site has no such departure", departure=departure_id)
    return _shown(found)


def show_whole(site_id: int, departure_id: int) -> dict[str, Any]:
    """A departure with its parcels, those that are not on it first, and who is loading it; NoSuchDeparture."""
    with one_moment():
        shown = show_departure(site_id, departure_id)
        parcels = rows(_PARCELS, id=departure_id)
        loaders = rows(_LOADERS, code=shown["code"])
    return {
        "departure": shown,
        "loaders": [one["name"] for one in loaders],
        "parcels": [dict(one) for one in parcels],
    }


def show_timetable(site_id: int, carrier_id: int) -> dict[str, Any]:
    """When a carrier's trucks leave; NoSuchCarrier."""
    found = row(
        "SELECT timetable FROM carrier WHERE id = :id AND site_id = :site",
        id=carrier_id,
        site=site_id,
    )
    if found is None:
        raise NoSuchCarrier("the site has no such carrier", carrier=carrier_id)
    return {"rows": json.loads(found["timetable"])}


def _shown(found: Row) -> dict[str, Any]:
    is_open, waits = found["state"] in ("planned", "loading"), found["parcels"] > found["loaded"]
    return {
        **dict(found),
        "code": code_of(found["id"]),
        "by_timetable": bool(found["by_timetable"]),
        "pressing": is_open and waits and found["leaves_at"] - clock() <= ALARM_MS,
    }
