"""When a carrier's trucks leave, by its timetable. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

AHEAD = 2
"""So many departures to come are kept ready: the one that is loaded next, and the one for what stays."""
_DAYS = 9


@dataclass(frozen=True)
class Weekly:
    """A truck that comes each week: ``days`` are ISO weekdays ("12345"), times are HH:MM by the site's clock."""

    days: str
    leaves: str
    cut_off: str
    door: str


@dataclass(frozen=True)
class Due:
    """A departure as the timetable has it, in UTC milliseconds."""

    leaves_at: int
    cut_off_at: int
    door: str


def coming(rows: Sequence[Weekly], now: int, zone: str, ahead: int = AHEAD) -> list[Due]:
    """The next departures whose cut-off is still to come, the soonest first."""
    local = dt.datetime.fromtimestamp(now / 1000, ZoneInfo(zone)).date()
    found: set[Due] = set()
    for n in range(_DAYS):
        day = local + dt.timedelta(days=n)
        for row in rows:
            if str(day.isoweekday()) in row.days:
                leaves_at = _at(day, row.leaves, zone)
                # On the night when clocks go on, an hour that is left out comes later than the one behind it.
                cut_off_at = min(_at(day, row.cut_off, zone), leaves_at)
                if cut_off_at > now:
                    found.add(Due(leaves_at, cut_off_at, row.door))
        if len(found) >= ahead:
            break
    return sorted(found, key=lambda due: (due.leaves_at, due.cut_off_at, due.door))[:ahead]


def _at(day: dt.date, clock: str, zone: str) -> int:
    hour, minute = (int(part) for part in clock.split(":"))
    at = dt.datetime.combine(day, dt.time(hour, minute), ZoneInfo(zone))
    return int(at.timestamp() * 1000)
