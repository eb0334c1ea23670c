"""Who guesses a PIN too often waits: five failures in five minutes for a badge (docs/api.md).

Every attempt counts as a failure until it has succeeded, so guesses made at the same moment do not slip through;
attempts while locked neither count nor cost anything, so nobody keeps a badge locked longer than five minutes by
trying on.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from pickface.errors import PickfaceError

FAILURES = 5
WINDOW_S = 300.0
REMEMBERED = 10_000


class SignInLocked(PickfaceError):
    """Too many wrong PINs; ``retry_s`` says how long to wait."""

    code = "sign_in_locked"
    status = 429


class Lockout:
    """The recent failures of each badge or login, in this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, list[float]] = OrderedDict()

    def attempt(self, who: str) -> None:
        """Count an attempt before the PIN is looked at; SignInLocked if there were too many."""
        now = self._clock()
        with self._lock:
            recent = [at for at in self._failures.pop(who, []) if at > now - WINDOW_S]
            self._failures[who] = recent
            if len(recent) >= FAILURES:
                retry_s = int(recent[0] + WINDOW_S - now) + 1
                raise SignInLocked(f"too many failures; try again in {retry_s} s", retry_s=retry_s)
            recent.append(now)
            while len(self._failures) > REMEMBERED:
                self._failures.popitem(last=False)

    def unlock(self, beginning: str) -> int:
        """Forget the failures of everything that begins so; answers how many of them were locked."""
        now = self._clock()
        with self._lock:
            known = [who for who in self._failures if who.startswith(beginning)]
            recent = [
                [at for at in self._failures.pop(who) if at > now - WINDOW_S] for who in known
            ]
        return sum(len(failures) >= FAILURES for failures in recent)

    def forgive(self, who: str) -> None:
        """The attempt was right: forget the failures before it."""
        with self._lock:
            self._failures.pop(who, None)
