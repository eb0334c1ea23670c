"""Server time: UTC milliseconds that never run backwards, not even over a restart, and never stand still (LAWS 22).

The machine's clock is followed as long as it makes sense. Behind what was told already, time goes on by itself: at half
its pace until the machine's clock has caught up, or at its full pace where that would take hours. A clock that leaps
more than a day ahead of a running process is believed only once it has stood there for some minutes, so that a slip
which is mended does not leave everything dated in the future.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

log = logging.getLogger(__name__)

HOUR_MS = 3_600_000
LEAP_MS = 24 * HOUR_MS
BELIEVED_AFTER_MS = 600_000
TOLD_FROM_MS = 1_000


class Clock:
    """Server time in milliseconds; call it for the present."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0
        # Server time when the machine's clock was last followed, and the running time then.
        self._base, self._at = 0, 0
        self._strayed = False
        self._leapt_at: int | None = None

    def __call__(self) -> int:
        """Now; never less than the answer before."""
        with self._lock:
            wall, running = _wall(), _running()
            self._last = max(self._last, self._present(wall, running))
            return self._last

    def floor(self, newest: int) -> None:
        """Go on from the newest time that the database knows, if the machine's clock is behind it."""
        with self._lock:
            wall = _wall()
            behind = newest - max(wall, self._last)
            if behind <= 0:
                return
            self._last = self._base = newest
            self._at, self._strayed = _running(), True
        if behind > LEAP_MS:
            log.error(
                "the machine's clock is %d days behind the newest record: it is wrong now, or it was then. Server time "
                "goes on from that record, so that order and leases hold; set the clock, dates are wrong until then",
                behind // LEAP_MS,
            )
        elif behind > TOLD_FROM_MS:
            log.warning(
                "the machine's clock is %d s behind the newest record; server time goes on from there",
                behind // 1000,
            )

    def _present(self, wall: int, running: int) -> int:
        by_itself = self._base + (running - self._at)
        if self._base and wall - by_itself > LEAP_MS:
            if self._leapt_at is None:
                self._leapt_at = running
                log.error("the machine's clock leapt %d s ahead", (wall - by_itself) // 1000)
            if running - self._leapt_at < BELIEVED_AFTER_MS:
                return by_itself
        self._leapt_at = None
        if wall >= self._last:
            self._base, self._at, self._strayed = wall, running, False
            return wall
        lag = by_itself - wall
        if not self._strayed and lag > TOLD_FROM_MS:
            log.warning("the machine's clock went back %d s; server time does not", lag // 1000)
        self._strayed = True
        # Half the pace lets the machine's clock catch up; from hours ahead it would creep for days. The pace may change
        # at any moment, so it goes on from what was told; an odd millisecond waits for the next call.
        step = running - self._at
        halved = lag <= HOUR_MS
        self._base += step // 2 if halved else step
        self._at = running - step % 2 if halved else running
        return self._base


def _wall() -> int:
    return time.time_ns() // 1_000_000


def _running() -> int:
    return time.monotonic_ns() // 1_000_000


clock = Clock()


def zone_of(timezone: str) -> ZoneInfo:
    """A site's time zone; an unknown one counts as UTC."""
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def day_of(at: int, timezone: str) -> str:
    """The calendar day (``YYYY-MM-DD``) of a moment by a site's clock."""
    return (
        datetime.fromtimestamp(at / 1000, tz=UTC).astimezone(zone_of(timezone)).date().isoformat()
    )
