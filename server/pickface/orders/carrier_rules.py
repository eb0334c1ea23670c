"""Which carrier takes a parcel, and when it leaves. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

ALARM_MS = 30 * 60_000
"""So long before a cut-off the board tells of what has not left."""


@dataclass(frozen=True)
class Rate:
    """What a carrier wants for a parcel up to a weight; ``country`` '' is all that no other rate of it names."""

    carrier_id: int
    code: str
    name: str
    cut_off: str
    country: str
    max_weight_g: int
    price_minor: int
    truck_at: int = 0
    """When its next truck leaves that can still take a parcel, in UTC milliseconds; 0 for a carrier without trucks."""


def fitting(rates: Sequence[Rate], country: str, weight_g: int) -> list[Rate]:
    """The rate of each carrier that would take the parcel: of its country before all others, the smallest weight."""
    best: dict[int, Rate] = {}
    named = {r.carrier_id for r in rates if r.country and _same(r.country, country)}
    for rate in rates:
        here = _same(rate.country, country) if rate.carrier_id in named else not rate.country
        if not here or rate.max_weight_g < weight_g:
            continue
        known = best.get(rate.carrier_id)
        if known is None or rate.max_weight_g < known.max_weight_g:
            best[rate.carrier_id] = rate
    return list(best.values())


def choose(
    rates: Sequence[Rate], country: str, weight_g: int, now: int, ship_by: int, zone: str
) -> Rate | None:
    """The cheapest of those who leave by when the order is to leave; else the cheapest of the first day that has one.

    What is late already is no later at its customer for leaving some hours behind another truck of the same day.
    """
    found = fitting(rates, country, weight_g)
    leaving = {rate: rate.truck_at or next_departure(rate.cut_off, now, zone) for rate in found}
    in_time = [rate for rate in found if leaving[rate] <= ship_by]
    if in_time:
        return min(in_time, key=lambda rate: (rate.price_minor, rate.code))
    day = {
        rate: dt.datetime.fromtimestamp(leaving[rate] / 1000, ZoneInfo(zone)).date()
        for rate in found
    }
    return min(found, key=lambda rate: (day[rate], rate.price_minor, rate.code), default=None)


def next_departure(cut_off: str, now: int, zone: str) -> int:
    """When a carrier takes away what is packed now, in UTC milliseconds; at once where it has no cut-off."""
    if not cut_off:
        return now
    local = dt.datetime.fromtimestamp(now / 1000, ZoneInfo(zone))
    hour, minute = (int(part) for part in cut_off.split(":"))
    leaves = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if leaves < local:
        leaves = (leaves + dt.timedelta(days=1)).replace(hour=hour, minute=minute)
    return int(leaves.timestamp() * 1000)


def is_pressing(cut_off: str, now: int, zone: str) -> bool:
    """Whether a carrier leaves within half an hour."""
    return bool(cut_off) and next_departure(cut_off, now, zone) - now <= ALARM_MS


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
