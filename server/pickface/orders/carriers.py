"""Carriers: made, changed, their rates, and which of them takes a parcel.

What they want for it, the label and the manifest come from here; no network is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from pickface.db import Row, Tx, clock, row, rows
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.orders.carrier_forms import CarrierChange, CarrierForm, RateForm
from pickface.orders.carrier_rules import ALARM_MS, Rate, choose, fitting, is_pressing
from pickface.orders.parcel_labels import want
from pickface.tasks import jobs

FIND_DEPARTURE = "find_departure"
"""The job that finds a truck for the parcels of an order; its key is the order."""
TELL_LOADERS = "tell_loaders"
"""The job that gives those who load a truck a further script; its key is the departure."""
_RATES = """
SELECT c.id AS carrier_id, c.code, c.name, c.cut_off, r.country, r.max_weight_g, r.price_minor,
    (SELECT MIN(d.leaves_at) FROM departure d WHERE d.site_id = c.site_id AND d.state IN ('planned', 'loading')
        AND d.carrier_id = c.id AND d.cut_off_at > :now) AS truck_at
FROM carrier c JOIN carrier_rate r ON r.carrier_id = c.id
WHERE c.site_id = :site AND c.active = 1 ORDER BY c.code, r.country, r.max_weight_g
"""
_LISTED = """
SELECT c.id, c.code, c.name, c.cut_off, c.active, c.service,
    (SELECT COUNT(*) FROM carrier_rate r WHERE r.carrier_id = c.id) AS rates,
    (SELECT COUNT(*) FROM shipment s WHERE s.site_id = c.site_id AND s.carrier_id = c.id AND s.shipped_at IS NULL)
        AS waiting,
    (SELECT COUNT(*) FROM shipment s WHERE s.site_id = c.site_id AND s.carrier_id = c.id AND s.shipped_at IS NULL
        AND s.departure_id IS NULL) AS loose,
    (SELECT COUNT(*) FROM departure d JOIN shipment s ON s.departure_id = d.id AND s.loaded_at IS NULL
        AND s.shipped_at IS NULL WHERE d.carrier_id = c.id AND d.state IN ('planned', 'loading')
        AND d.leaves_at <= :until) AS for_trucks
FROM carrier c WHERE c.site_id = :site ORDER BY c.active DESC, c.code
"""
_TOLD = ("id", "code", "name", "cut_off", "active", "service", "rates", "waiting")
_ON_IT = """
SELECT s.id, s.tracking, s.container_code AS plate, s.carrier, s.weight_g, s.cost_minor,
    COALESCE(s.shipped_at, s.loaded_at) AS shipped_at, o.number, o.customer, o.postcode, o.city, o.country
FROM shipment s JOIN orders o ON o.id = s.order_id WHERE s.site_id = :site AND {which} ORDER BY {order}, s.id
"""
_OF_DAY = _ON_IT.format(
    which="s.shipped_at >= :since AND s.shipped_at < :until AND COALESCE(s.carrier_id, 0) = :carrier",
    order="s.shipped_at",
)
_OF_DEPARTURE = _ON_IT.format(
    which="s.departure_id = :departure AND s.loaded_at IS NOT NULL", order="s.loaded_at"
)


class CarrierTaken(Conflict):
    """The site has a carrier with that code."""

    code = "carrier_taken"


class NoSuchCarrier(NotFound):
    """The site has no such carrier."""

    code = "carrier_not_found"


class CarrierTakesNot(Conflict):
    """The carrier has no rate for such a parcel."""

    code = "carrier_has_no_rate"


class ParcelGone(Conflict):
    """The parcel has left already."""

    code = "parcel_has_left"


class OrderIsCollected(Conflict):
    """The customer comes for the parcel: no carrier takes it."""

    code = "order_is_collected"


class ParcelOnTruck(Conflict):
    """The parcel is on a truck: it is taken off first."""

    code = "parcel_is_on_truck"


def create_carrier(tx: Tx, site_id: int, form: CarrierForm) -> int:
    """Make a carrier; CarrierTaken."""
    made = tx.value(
        "INSERT INTO carrier (site_id, code, name, cut_off) VALUES (:site, :code, :name, :cut_off) "
        "ON CONFLICT DO NOTHING RETURNING id",
        site=site_id,
        code=form.code.upper(),
        name=form.name,
        cut_off=form.cut_off,
    )
    if made is None:
        raise CarrierTaken("the site has a carrier with that code", code=form.code)
    return int(made)


def change_carrier(tx: Tx, site_id: int, carrier_id: int, form: CarrierChange) -> None:
    """Change a carrier, or take it out of use; NoSuchCarrier. Parcels that are closed keep theirs."""
    _known(tx, site_id, carrier_id)
    for name, value in form.model_dump(exclude_none=True).items():
        tx.run(
            f"UPDATE carrier SET {name} = :value WHERE id = :id",
            value=int(value) if isinstance(value, bool) else value,
            id=carrier_id,
        )


def say_rate(tx: Tx, site_id: int, carrier_id: int, form: RateForm) -> bool:
    """What a parcel up to a weight costs to a country; False where that was said already. NoSuchCarrier."""
    _known(tx, site_id, carrier_id)
    return bool(
        tx.run(
            "INSERT INTO carrier_rate (carrier_id, country, max_weight_g, price_minor) "
            "VALUES (:carrier, :country, :weight, :price) ON CONFLICT (carrier_id, country, max_weight_g) "
            "DO UPDATE SET price_minor = excluded.price_minor "
            "WHERE carrier_rate.price_minor <> excluded.price_minor",
            carrier=carrier_id,
            country=form.country,
            weight=form.max_weight_g,
            price=form.price_minor,
        )
    )


def take_rate_away(tx: Tx, site_id: int, carrier_id: int, rate_id: int) -> None:
    """A carrier has that rate no more; NoSuchCarrier."""
    _known(tx, site_id, carrier_id)
    tx.run(
        "DELETE FROM carrier_rate WHERE id = :id AND carrier_id = :carrier",
        id=rate_id,
        carrier=carrier_id,
    )


def carrier_named(tx: Tx, site_id: int, code: str) -> int:
    """The id of a carrier by its code; NoSuchCarrier."""
    found = tx.value(
        "SELECT id FROM carrier WHERE site_id = :site AND code = :code",
        site=site_id,
        code=code.upper(),
    )
    if found is None:
        raise NoSuchCarrier("the site has no such carrier", carrier=code)
    return int(found)


def choose_for(tx: Tx, site_id: int, order_id: int, weight_g: int) -> Rate | None:
    """Who takes a parcel of an order: the cheapest that leaves in time. None where no rate fits."""
    found = tx.all(_RATES, site=site_id, now=tx.now)
    if not found:
        return None
    order = tx.one(
        "SELECT o.country, o.ship_by, o.collect, w.timezone FROM orders o "
        "JOIN site w ON w.id = o.site_id WHERE o.id = :id",
        id=order_id,
    )
    if order is None or order["collect"]:
        return None
    rates = [_rate(one) for one in found]
    return choose(rates, order["country"], weight_g, tx.now, order["ship_by"], order["timezone"])


def as_columns(rate: Rate | None) -> dict[str, Any]:
    """What a parcel keeps of the rate by which it goes."""
    if rate is None:
        return {"carrier_id": None, "carrier": "", "cost_minor": 0}
    return {"carrier_id": rate.carrier_id, "carrier": rate.name, "cost_minor": rate.price_minor}


def give_to(tx: Tx, site_id: int, shipment_id: int, code: str) -> None:
    """A person chooses another carrier for a closed parcel; its label is printed anew.

    NotFound, OrderIsCollected, ParcelGone, ParcelOnTruck, NoSuchCarrier, CarrierTakesNot.
    """
    parcel = tx.one(
        "SELECT s.id, s.order_id, s.shipped_at, s.loaded_at, s.departure_id, s.weight_g, o.country, o.collect "
        "FROM shipment s "
        "JOIN orders o ON o.id = s.order_id "
        "WHERE s.id = :id AND s.site_id = :site" + (tx.for_update and " FOR UPDATE OF s"),
        id=shipment_id,
        site=site_id,
    )
    if parcel is None:
        raise NotFound("no such shipment", shipment=shipment_id)
    if parcel["shipped_at"] is not None:
        raise ParcelGone("the parcel has left", shipment=shipment_id)
    if parcel["collect"]:
        raise OrderIsCollected("the customer comes for it", shipment=shipment_id)
    if parcel["loaded_at"] is not None:
        raise ParcelOnTruck("it is on a truck", shipment=shipment_id)
    carrier_id = carrier_named(tx, site_id, code)
    mine = [
        _rate(one)
        for one in tx.all(_RATES, site=site_id, now=tx.now)
        if one["carrier_id"] == carrier_id
    ]
    fits = fitting(mine, parcel["country"], parcel["weight_g"])
    if not fits:
        raise CarrierTakesNot("the carrier has no rate for it", carrier=code.upper())
    values = as_columns(fits[0])
    tx.run(
        "UPDATE shipment SET carrier_id = :carrier_id, carrier = :carrier, cost_minor = :cost_minor, "
        "departure_id = NULL WHERE id = :id",
        id=shipment_id,
        **values,
    )
    if parcel["departure_id"] is not None:
        jobs.leave(tx, TELL_LOADERS, str(parcel["departure_id"]))
    want(tx, shipment_id)
    jobs.leave(tx, FIND_DEPARTURE, str(parcel["order_id"]))


def _pressing(one: Row, now: int, zone: str) -> bool:
    """What waits for a truck is pressed by that truck, on the days on which it comes; the rest by the cut-off."""
    loose = bool(one["loose"]) and is_pressing(one["cut_off"], now, zone)
    return loose or bool(one["for_trucks"])


def list_carriers(site_id: int) -> dict[str, Any]:
    """The carriers, how many parcels wait for each, and whether one leaves within half an hour."""
    now, zone = clock(), zone_of(site_id)
    found = [
        {**{name: one[name] for name in _TOLD}, "pressing": _pressing(one, now, zone)}
        for one in rows(_LISTED, site=site_id, until=now + ALARM_MS)
    ]
    return {"items": found}


def show_carrier(site_id: int, carrier_id: int) -> dict[str, Any]:
    """One carrier; NoSuchCarrier."""
    found = [one for one in list_carriers(site_id)["items"] if one["id"] == carrier_id]
    if not found:
        raise NoSuchCarrier("the site has no such carrier", carrier=carrier_id)
    return dict(found[0])


def list_rates(site_id: int, carrier_id: int) -> dict[str, Any]:
    """What a carrier wants, by country and weight; NoSuchCarrier."""
    show_carrier(site_id, carrier_id)
    found = rows(
        "SELECT id, country, max_weight_g, price_minor FROM carrier_rate WHERE carrier_id = :id "
        "ORDER BY country, max_weight_g",
        id=carrier_id,
    )
    return {"items": [dict(one) for one in found]}


def manifest(site_id: int, carrier: str, day: str) -> dict[str, Any]:
    """What a carrier took away on a day of the site, parcel by parcel; '' for parcels without one. NoSuchCarrier."""
    zone = ZoneInfo(zone_of(site_id))
    chosen = None
    if carrier:
        chosen = row(
            "SELECT id, code, name FROM carrier WHERE site_id = :site AND code = :code",
            site=site_id,
            code=carrier.upper(),
        )
        if chosen is None:
            raise NoSuchCarrier("the site has no such carrier", carrier=carrier)
    try:
        begins = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), zone)
    except ValueError as bad:
        raise BadRequest("no such day", field="day") from bad
    ends = dt.datetime.combine(begins.date() + dt.timedelta(days=1), dt.time(), zone)
    parcels = rows(
        _OF_DAY,
        site=site_id,
        since=int(begins.timestamp() * 1000),
        until=int(ends.timestamp() * 1000),
        carrier=chosen["id"] if chosen else 0,
    )
    return _added_up(
        chosen["code"] if chosen else "", chosen["name"] if chosen else "", day, parcels
    )


def manifest_of_departure(site_id: int, departure: Mapping[str, Any]) -> dict[str, Any]:
    """What is on a truck, or went with it, parcel by parcel."""
    parcels = rows(_OF_DEPARTURE, site=site_id, departure=departure["id"])
    leaves = dt.datetime.fromtimestamp(departure["leaves_at"] / 1000, ZoneInfo(zone_of(site_id)))
    return _added_up(departure["carrier"], departure["name"], f"{leaves:%Y-%m-%d}", parcels)


def _added_up(code: str, name: str, day: str, parcels: Sequence[Row]) -> dict[str, Any]:
    return {
        "carrier": code,
        "name": name,
        "day": day,
        "parcels": len(parcels),
        "weight_g": sum(int(one["weight_g"]) for one in parcels),
        "cost_minor": sum(int(one["cost_minor"]) for one in parcels),
        "items": [dict(one) for one in parcels],
    }


def zone_of(site_id: int) -> str:
    """The site's time zone."""
    found = row("SELECT timezone FROM site WHERE id = :id", id=site_id)
    return str(found["timezone"]) if found else "UTC"


def _known(tx: Tx, site_id: int, carrier_id: int) -> None:
    if not tx.value(
        "SELECT id FROM carrier WHERE id = :id AND site_id = :site", id=carrier_id, site=site_id
    ):
        raise NoSuchCarrier("the site has no such carrier", carrier=carrier_id)


def _rate(found: Row) -> Rate:
    return Rate(
        found["carrier_id"],
        found["code"],
        found["name"],
        found["cut_off"],
        found["country"],
        int(found["max_weight_g"]),
        int(found["price_minor"]),
        int(found["truck_at"] or 0),
    )
