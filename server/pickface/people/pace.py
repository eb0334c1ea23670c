"""How often software may ask: so many requests in each minute, counted in this process or for all of them in Redis."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Final, NamedTuple, cast

import redis

log = logging.getLogger(__name__)

PER_MINUTE: Final = 600
WINDOW_S: Final = 60
PATIENCE_S: Final = 1.0


class Left(NamedTuple):
    """How many requests are left until the window ends; below nothing, this one was too many."""

    limit: int
    requests: int
    reset_s: int


class Pace:
    """Counts in this process. Windows are those of the clock, so that nothing needs to be remembered of them."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._window = 0
        self._counts: dict[str, int] = {}

    def count(self, who: str) -> Left:
        """Count a request, and tell how many are left."""
        window, passed = divmod(self._clock(), WINDOW_S)
        return Left(
            PER_MINUTE, PER_MINUTE - self._counted(who, int(window)), WINDOW_S - int(passed)
        )

    def _counted(self, who: str, window: int) -> int:
        with self._lock:
            if window != self._window:
                self._window, self._counts = window, {}
            self._counts[who] = self._counts.get(who, 0) + 1
            return self._counts[who]


class SharedPace(Pace):
    """Counts in Redis; while that is away, in this process."""

    def __init__(self, url: str, clock: Callable[[], float] = time.time) -> None:
        super().__init__(clock)
        self._redis = redis.Redis.from_url(
            url, socket_connect_timeout=PATIENCE_S, socket_timeout=PATIENCE_S
        )

    def _counted(self, who: str, window: int) -> int:
        key = f"pickface:pace:{who}:{window}"
        try:
            together = self._redis.pipeline()
            together.incr(key)
            together.expire(key, 2 * WINDOW_S)
            counted, _ = together.execute()
        except (redis.RedisError, OSError) as error:
            log.warning("Redis does not count requests, this process does: %s", error)
            return super()._counted(who, window)
        return cast("int", counted)
