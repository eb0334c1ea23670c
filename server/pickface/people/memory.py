"""What a process may remember for some seconds instead of asking the database on every request."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class ShortMemory(Generic[K, V]):
    """Answers of a look-up, each for ``seconds``; absent ones (None) are not remembered.

    Threads may look the same thing up twice at the same moment; that costs a query and nothing else.
    """

    def __init__(
        self, seconds: float, most: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds = seconds
        self._most = most
        self._clock = clock
        self._known: dict[K, tuple[float, V]] = {}

    def get(self, key: K, look_up: Callable[[K], V | None]) -> V | None:
        """The remembered answer, else a new one."""
        now = self._clock()
        known = self._known.get(key)
        if known is not None and known[0] > now:
            return known[1]
        found = look_up(key)
        if found is None:
            self._known.pop(key, None)
            return None
        if len(self._known) >= self._most:
            self._known = {}
        self._known[key] = (now + self._seconds, found)
        return found

    def forget(self) -> None:
        """Look everything up again: something that was remembered is known to have changed."""
        self._known = {}
