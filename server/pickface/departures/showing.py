"""Departures as the office sees them; reads only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from pickface.db import clock, one_moment, row, rows
from pickface.departures.forms import DepartureQuery
from pickface.departures.trucks import OPEN, NoSuchDeparture, code_of
from pickface.orders.carrier_rules import ALARM_MS
from pickface.orders.carriers import NoSuchCarrier
from pickface.paging import Sort, ended_at, sorted_page, where

_LISTED = """
SELECT d.id, c.code AS carrier, c.name, p.code AS door, d.leaves_at, d.cut_off_at, d.state, d.by_timetable, d.left_at,
    w.name AS left_by, (SELECT COUNT(*) FROM shipment s WHERE s.departure_id = d.id) AS parcels,
    (SELECT COUNT(*) FROM shipment s WHERE s.departure_id = d.id AND s.loaded_at IS NOT NULL) AS loaded
FROM {of} d JOIN carrier c ON c.id = d.carrier_id JOIN place p ON p.id = d.place_id
LEFT JOIN person w ON w.id = d.left_by
"""
_PAGE = "(SELECT d.* FROM departure d WHERE d.site_id = :site AND {which} ORDER BY {order} LIMIT :limit)"
"""A page is found along its index first: what a truck takes is counted of what is shown alone."""
_SORTS: Final = {"leaves": (Sort(("d.leaves_at",), (int, int), id="d.id"), ("leaves_at",))}
_OF_CARRIER: Final = (
    "d.carrier_id IN (SELECT c.id FROM carrier c WHERE c.site_id = :site AND c.code = :carrier)"
)
_TO_COME: Final = ("open", "planned", "loading")
_AT_DOOR: Final = "d.place_id IN (SELECT p.id FROM place p WHERE p.site_id = :site AND p.code = :door)"  # fmt: skip
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


def list_departures(site_id: int, query: DepartureQuery) -> dict[str, Any]:
    """A page of departures: of those to come the next first, else the latest first."""
    sort, columns = _SORTS[query.sort]
    descending = query.state not in _TO_COME if query.descending is None else query.descending
    ended = ended_at(query.cursor, query.sort, descending, sort.kinds)
    behind, bound = sort.after(descending, ended)
    which = where(
        {
            f"d.{OPEN}": query.state == "open",
            "d.state = :state": query.state != "open",
            _OF_CARRIER: query.carrier,
            _AT_DOOR: query.door,
            behind: behind,
        }
    )
    order = sort.order(descending)
    listed = _LISTED.format(of=_PAGE.format(which=which, order=order))
    found = rows(
        f"{listed} ORDER BY {order}",
        site=site_id,
        **({"state": query.state} if query.state != "open" else {}),
        **({"carrier": query.carrier.upper()} if query.carrier else {}),
        **({"door": query.door.upper()} if query.door else {}),
        limit=query.limit + 1,
        **bound,
    )
    answered = sorted_page(found, query.limit, query.sort, descending, columns)
    return {**answered, "items": [_shown(one) for one in answered["items"]]}


def show_departure(site_id: int, departure_id: int) -> dict[str, Any]:
    """One departure; NoSuchDeparture."""
    found = row(
        f"{_LISTED.format(of='departure')} WHERE d.id = :id AND d.site_id = :site",
        site=site_id,
        id=departure_id,
    )
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


def _shown(found: Mapping[str, Any]) -> dict[str, Any]:
    is_open, waits = found["state"] in ("planned", "loading"), found["parcels"] > found["loaded"]
    return {
        **dict(found),
        "code": code_of(found["id"]),
        "by_timetable": bool(found["by_timetable"]),
        "pressing": is_open and waits and found["leaves_at"] - clock() <= ALARM_MS,
    }
