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
    """``unsent`` is what the device said at that moment, None if it did not say; it may have scanned more since.

    ``scanner``: its scans of the day, and how many of them came in pieces, too short or unreadable, as it last said.
    """

    at: int
    unsent: int | None
    scanner: tuple[int, ...] | None = None


class Heard:
    """What the devices said last, in one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[str, LastHeard] = {}

    def note(
        self, device_id: str, unsent: int | None, now: int, scanner: tuple[int, ...] | None = None
    ) -> LastHeard:
        """A device has spoken; what it left out stands as it said it before."""
        with self._lock:
            before = self._last.get(device_id)
            said = LastHeard(now, unsent, scanner or (before.scanner if before else None))
            self._last[device_id] = said
        return said

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

    def note(
        self, device_id: str, unsent: int | None, now: int, scanner: tuple[int, ...] | None = None
    ) -> LastHeard:
        """A device has spoken: others hear of it when it says something new, or after some seconds."""
        said = super().note(device_id, unsent, now, scanner)
        told = self._told.get(device_id)
        same = told and (told.unsent, told.scanner) == (unsent, said.scanner)
        if told and same and now - told.at < AGAIN_MS:
            return said
        self._told[device_id] = said
        try:
            words = json.dumps([now, unsent, said.scanner])
            self._redis.set(_key(device_id), words, ex=REMEMBERED_S)
        except (redis.RedisError, OSError) as error:
            log.warning("Redis did not take what a device said: %s", error)
        return said

    def of(self, device_id: str) -> LastHeard | None:
        """What a device said last, to any process."""
        here = super().of(device_id)
        try:
            said: Any = self._redis.get(_key(device_id))
            at, unsent, *more = json.loads(said) if said else (0, None)
        except (redis.RedisError, OSError, ValueError) as error:
            log.warning("Redis did not say what a device said: %s", error)
            return here
        if here is not None and here.at >= at:
            return here
        scanner = tuple(more[0]) if more and more[0] else None
        return LastHeard(at, unsent, scanner) if at else None


def _key(device_id: str) -> str:
    return f"pickface:heard:{device_id}"
