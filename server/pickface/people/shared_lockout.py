"""The lockout of several processes: failures are counted in Redis, so that guesses at all of them count together."""

from __future__ import annotations

import logging
import uuid
from typing import Any, cast

import redis

from pickface.people.lockout import FAILURES, WINDOW_S, Lockout, SignInLocked

log = logging.getLogger(__name__)

PATIENCE_S = 1.0
_ATTEMPT = """
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local window = tonumber(ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  return math.floor(tonumber(oldest[2]) + window - now) + 1
end
redis.call('ZADD', KEYS[1], now, ARGV[3])
redis.call('EXPIRE', KEYS[1], math.ceil(window))
return 0
"""
"""Forget old failures, then refuse or count, at one moment: the seconds to wait, or 0."""


class SharedLockout(Lockout):
    """Counts in Redis; while that is away, in this process, which still ends guessing."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._redis = redis.Redis.from_url(
            url, socket_connect_timeout=PATIENCE_S, socket_timeout=PATIENCE_S, decode_responses=True
        )
        self._script: Any = self._redis.register_script(_ATTEMPT)

    def attempt(self, who: str) -> None:
        """Count an attempt before the PIN is looked at; SignInLocked if there were too many in any process."""
        try:
            said = self._script(keys=[_key(who)], args=[WINDOW_S, FAILURES, uuid.uuid4().hex])
        except (redis.RedisError, OSError) as error:
            log.warning("Redis does not count failed sign-ins, this process does: %s", error)
            super().attempt(who)
            return
        retry_s = int(cast("int", said))
        if retry_s:
            raise SignInLocked(f"too many failures; try again in {retry_s} s", retry_s=retry_s)

    def unlock(self, beginning: str) -> int:
        """Forget the failures of everything that begins so, everywhere; answers how many of them were locked."""
        unlocked = super().unlock(beginning)
        plain = "".join(f"\\{sign}" if sign in "*?[]^\\" else sign for sign in _key(beginning))
        try:
            for key in list(self._redis.scan_iter(f"{plain}*")):
                unlocked += self._redis.zcard(key) >= FAILURES
                self._redis.delete(key)
        except (redis.RedisError, OSError) as error:
            log.warning("Redis did not forget failed sign-ins: %s", error)
        return unlocked

    def forgive(self, who: str) -> None:
        """The attempt was right: forget the failures before it, everywhere."""
        super().forgive(who)
        try:
            self._redis.delete(_key(who))
        except (redis.RedisError, OSError) as error:
            log.warning("Redis did not forget failed sign-ins: %s", error)


def _key(who: str) -> str:
    return f"pickface:lockout:{who}"
