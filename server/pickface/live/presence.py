"""Who is on the floor: the people whose devices listen for work, counted by open sockets.

One process keeps them in memory. Several share a Redis hash per site with one field per process, which it renews while
it lives; what a dead process left behind runs out by itself.
"""

from __future__ import annotations

import json
import logging
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import redis

log = logging.getLogger(__name__)

Present = dict[int, dict[str, Any]]
"""``{person_id: {"device": name, "since": ms}}``"""

RENEW_S = 15.0
LIVES_S = 45
SETTLE_S = 0.2


@dataclass(frozen=True, slots=True)
class Listener:
    """One open socket that listens for a person's work."""

    socket: str
    site_id: int
    person_id: int
    device: str
    since: int


Tell = Callable[[set[tuple[int, int]]], None]
"""Hears of the (site, person) pairs that came or went, once everybody who asks is told so."""


def tell_nobody(_changed: set[tuple[int, int]]) -> None:
    """For those who only want to ask."""


class Presence(Protocol):
    """Comes and goes with the sockets."""

    def enter(self, listener: Listener) -> None:
        """A device listens for work."""
        ...

    def leave(self, listener: Listener) -> None:
        """It does no more."""
        ...

    def people(self, site_id: int) -> Present:
        """Who listens at a site, each with the device that came last."""
        ...

    def close(self) -> None:
        """Forget everybody of this process."""
        ...


def by_person(listeners: list[Listener]) -> Present:
    """The device that came last speaks for a person."""
    ordered = sorted(listeners, key=lambda listener: listener.since)
    return {one.person_id: {"device": one.device, "since": one.since} for one in ordered}


class LocalPresence:
    """Presence in one process."""

    def __init__(self, tell: Tell = tell_nobody) -> None:
        self._tell = tell
        self._listeners: dict[str, Listener] = {}
        self._lock = threading.Lock()

    def enter(self, listener: Listener) -> None:
        """A device listens for work."""
        with self._lock:
            self._listeners[listener.socket] = listener
        self._tell({(listener.site_id, listener.person_id)})

    def leave(self, listener: Listener) -> None:
        """It does no more."""
        with self._lock:
            self._listeners.pop(listener.socket, None)
        self._tell({(listener.site_id, listener.person_id)})

    def at(self, site_id: int) -> list[Listener]:
        """The open sockets of a site."""
        with self._lock:
            return [one for one in self._listeners.values() if one.site_id == site_id]

    def sites(self) -> set[int]:
        """Where anybody is."""
        with self._lock:
            return {one.site_id for one in self._listeners.values()}

    def people(self, site_id: int) -> Present:
        """Who listens at a site."""
        return by_person(self.at(site_id))

    def close(self) -> None:
        """Forget everybody."""
        with self._lock:
            self._listeners.clear()


class RedisPresence:
    """Presence of several processes. Reading falls back to this process when Redis is away."""

    def __init__(self, connection: redis.Redis, tell: Tell = tell_nobody) -> None:
        self._redis = connection
        self._tell = tell
        self._news: set[tuple[int, int]] = set()
        self._here = LocalPresence()
        self._process = uuid.uuid4().hex
        self._sites: set[int] = set()
        self._changed = threading.Event()
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def enter(self, listener: Listener) -> None:
        """A device listens for work."""
        self._here.enter(listener)
        with self._lock:
            self._news.add((listener.site_id, listener.person_id))
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._renew, name="pickface-presence", daemon=True
                )
                self._thread.start()
        self._changed.set()

    def leave(self, listener: Listener) -> None:
        """It does no more."""
        self._here.leave(listener)
        with self._lock:
            self._news.add((listener.site_id, listener.person_id))
        self._changed.set()

    def people(self, site_id: int) -> Present:
        """Who listens at a site, in any process."""
        found = self._here.at(site_id)
        try:
            fields: Any = self._redis.hgetall(_key(site_id))
        except (redis.RedisError, OSError) as error:
            log.warning("Redis did not say who is present: %s", error)
            return by_person(found)
        for process, said in fields.items():
            if process != self._process:
                found += _read(said, site_id)
        return by_person(found)

    def close(self) -> None:
        """Take this process's people out."""
        self._here.close()
        self._closing.set()
        self._changed.set()
        if self._thread is not None:
            self._thread.join(timeout=3)

    def _renew(self) -> None:
        while not self._closing.is_set():
            if self._changed.wait(RENEW_S):
                # A floor that reconnects at once is written once, not once per device.
                self._closing.wait(SETTLE_S)
            self._changed.clear()
            with self._lock:
                news, self._news = self._news, set()
            self._write()
            if news:
                self._tell(news)

    def _write(self) -> None:
        self._sites |= self._here.sites()
        until = time.time() + LIVES_S
        try:
            for site_id in list(self._sites):
                here = self._here.at(site_id)
                if here:
                    people = [[one.socket, one.person_id, one.device, one.since] for one in here]
                    self._redis.hset(
                        _key(site_id), self._process, json.dumps({"until": until, "people": people})
                    )
                    self._redis.expire(_key(site_id), LIVES_S)
                else:
                    self._redis.hdel(_key(site_id), self._process)
                    self._sites.discard(site_id)
        except (redis.RedisError, OSError) as error:
            log.warning("Redis did not take who is present: %s", error)


def _key(site_id: int) -> str:
    return f"pickface:present:{site_id}"


def _read(said: str, site_id: int) -> list[Listener]:
    try:
        field = json.loads(said)
        if field["until"] < time.time():
            return []
        return [Listener(str(s), site_id, int(p), str(d), int(t)) for s, p, d, t in field["people"]]
    except (ValueError, KeyError, TypeError):
        return []
