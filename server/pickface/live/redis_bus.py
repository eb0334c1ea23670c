"""The bus of several processes: the same topics and mailboxes, carried over Redis publish and subscribe.

Each process hears everything and sorts it by topic itself, so a device that begins to listen need not wait for a
subscription. What Redis loses while it is away is made good by telling every listener to pull once it is back.
"""

from __future__ import annotations

import json
import logging
import random
import threading
import time
import uuid
from typing import Any, cast

import redis

from pickface.live.bus import MAILBOX_SIZE, LocalBus, Mailbox

log = logging.getLogger(__name__)

CHANNEL = "pickface:bus"
SHORTEST_WAIT_S = 0.2
LONGEST_WAIT_S = 10.0
PATIENCE_S = 1.0
AVOID_S = 1.0


class RedisBus:
    """Topics over one Redis channel. Own messages reach own listeners at once, with or without Redis."""

    def __init__(self, url: str) -> None:
        self.redis = redis.Redis.from_url(
            url, socket_connect_timeout=PATIENCE_S, socket_timeout=PATIENCE_S, decode_responses=True
        )
        self._here = LocalBus()
        self._origin = uuid.uuid4().hex
        self._closing = threading.Event()
        self._subscribed = threading.Event()
        self._avoid_until = 0.0
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def publish(self, topic: str, message: Any) -> None:
        """Deliver here, and hand to the other processes. A Redis that is away costs them a pull, not us a scan."""
        self._here.publish(topic, message)
        if time.monotonic() < self._avoid_until:
            return
        try:
            said = json.dumps({"from": self._origin, "topic": topic, "message": message})
            self.redis.publish(CHANNEL, said)
        except (redis.RedisError, OSError) as error:
            self._avoid_until = time.monotonic() + AVOID_S
            log.warning("Redis did not take a message, other processes will pull: %s", error)

    def deliver(self, topic: str, message: Any) -> None:
        """To the listeners of this process only."""
        self._here.publish(topic, message)

    def listen(self, topics: list[str], size: int = MAILBOX_SIZE) -> Mailbox:
        """A new mailbox; returns when Redis is listened to, or after a moment when it is away."""
        mailbox = self._here.listen(topics, size)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._hear, name="pickface-redis", daemon=True
                )
                self._thread.start()
        self._subscribed.wait(PATIENCE_S)
        return mailbox

    def leave(self, mailbox: Mailbox) -> None:
        """Forget a mailbox."""
        self._here.leave(mailbox)

    def listeners(self, topic: str) -> int:
        """How many listen to a topic in this process."""
        return self._here.listeners(topic)

    def close(self) -> None:
        """Stop hearing and let the connections go."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join(timeout=2 * PATIENCE_S)
        self.redis.close()

    def _hear(self) -> None:
        wait_s, been_away = SHORTEST_WAIT_S, False
        while not self._closing.is_set():
            try:
                with cast("Any", self.redis).pubsub() as ear:
                    ear.subscribe(CHANNEL)
                    while not self._closing.is_set():
                        heard = ear.get_message(timeout=PATIENCE_S / 2)
                        if heard is None:
                            continue
                        if heard["type"] == "subscribe":
                            wait_s, been_away = self._back(been_away)
                        else:
                            self._pass_on(heard["data"])
            except (redis.RedisError, OSError) as error:
                been_away = True
                self._subscribed.clear()
                log.warning("Redis is away, trying again in %.1f s: %s", wait_s, error)
                self._closing.wait(wait_s * random.uniform(0.5, 1.0))
                wait_s = min(LONGEST_WAIT_S, wait_s * 2)

    def _back(self, been_away: bool) -> tuple[float, bool]:
        self._subscribed.set()
        self._avoid_until = 0.0
        if been_away:
            for topic in self._here.topics():
                self._here.publish(topic, {"type": "pull", "version": 0})
        return SHORTEST_WAIT_S, False

    def _pass_on(self, data: str) -> None:
        try:
            said = json.loads(data)
            if said["from"] != self._origin:
                self._here.publish(said["topic"], said["message"])
        except (ValueError, KeyError, TypeError):
            log.warning("something that is not ours came over Redis: %.80r", data)
