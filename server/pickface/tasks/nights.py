"""When a site's nightly work is done."""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

_NIGHT: Final = dt.time(2, 30)


def next_night(now: int, zone: str) -> int:
    """The next moment at which nobody works, by the site's clock."""
    here = dt.datetime.fromtimestamp(now / 1000, ZoneInfo(zone))
    night = here.replace(hour=_NIGHT.hour, minute=_NIGHT.minute, second=0, microsecond=0)
    if night <= here:
        night = (night + dt.timedelta(days=1)).replace(hour=_NIGHT.hour, minute=_NIGHT.minute)
    return int(night.timestamp() * 1000)
