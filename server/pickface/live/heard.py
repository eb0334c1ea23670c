"""When each device was last heard, and how many scans it said it still had: told before work is taken back.

Kept in memory, beside the hot path: after a restart nothing is known until a device speaks again. Several processes
share it over Redis, where a device is written at most every few seconds while nothing changes.
"""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import dataclass
from typing import Any

import redis

log = logging.getLogger(__name__)

REMEMBERED_S = 7 * 86_400
AGAIN_MS = 5_000


@dataclass(frozen=True, slots=True)
class LastHeard:
    """``unsent`` is what the device said at that moment, None if it did not say; it may have scanned more since."""

    at: int
    unsent: int | None


class Heard:
    """What the devices said last, in one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[str, LastHeard] = {}

    def note(self, device_id: str, unsent: int | None, now: int) -> None:
        """A device has spoken."""
        with self._lock:
            self._last[device_id] = LastHeard(now, unsent)

    def of(self, device_id: str) -> LastHeard | None:
        """What a device said last; None if it has not spoken since the start."""
        with self._lock:
            return self._last.get(device_id)


class SharedHeard(Heard):
    """The same over Redis; without it each process tells what it has heard itself."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._redis = redis.Redis.from_url(url, decode_responses=True, socket_timeout=1)
        self._told: dict[str, LastHeard] = {}

    def note(self, device_id: str, unsent: int | None, now: int) -> None:
        """A device has spoken: others hear of it when it says something new, or after some seconds."""
        super().note(device_id, unsent, now)
        told = self._told.get(device_id)
        if told is not None and told.unsent == unsent and now - told.at < AGAIN_MS:
            return
        self._told[device_id] = LastHeard(now, unsent)
        try:
            self._redis.set(_key(device_id), json.dumps([now, unsent]), ex=REMEMBERED_S)
        except (redis.RedisError, OSError) as error:
            log.warning("Redis did not take what a device said: %s", error)

    def of(self, device_id: str) -> LastHeard | None:
        """What a device said last, to any process."""
        here = super().of(device_id)
        try:
            said: Any = self._redis.get(_key(device_id))
            at, unsent = json.loads(said) if said else (0, None)
        except (redis.RedisError, OSError, ValueError) as error:
            log.warning("Redis did not say what a device said: %s", error)
            return here
        if here is not None and here.at >= at:
            return here
        return LastHeard(at, unsent) if at else None


def _key(device_id: str) -> str:
    return f"pickface:heard:{device_id}"
