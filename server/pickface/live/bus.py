"""The bus in one process: topics, and bounded mailboxes that listen to them.

A mailbox that is full marks itself as too slow and takes nothing more: its socket is closed and the device pulls.
"""

from __future__ import annotations

import queue
import threading
from collections import defaultdict
from typing import Any, Protocol

MAILBOX_SIZE = 256


class Mailbox:
    """What one listener has not read yet."""

    def __init__(self, size: int = MAILBOX_SIZE) -> None:
        self._queue: queue.Queue[Any] = queue.Queue(size)
        self.too_slow = False

    def put(self, message: Any) -> None:
        """Take a message, or note that the listener is too slow."""
        try:
            self._queue.put_nowait(message)
        except queue.Full:
            self.too_slow = True

    def get(self, timeout_s: float) -> Any | None:
        """The next message, or None after the time."""
        try:
            return self._queue.get(timeout=timeout_s)
        except queue.Empty:
            return None


class Bus(Protocol):
    """Carries messages to whoever listens; it may lose some, since a pull is the truth."""

    def publish(self, topic: str, message: Any) -> None: ...
    def listen(self, topics: list[str]) -> Mailbox: ...
    def leave(self, mailbox: Mailbox) -> None: ...
    def close(self) -> None: ...


class LocalBus:
    """The bus of the embedded mode."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Mailbox]] = defaultdict(set)
        self._lock = threading.Lock()

    def publish(self, topic: str, message: Any) -> None:
        """Put ``message`` into every mailbox that listens to ``topic``; never blocks."""
        with self._lock:
            mailboxes = list(self._listeners.get(topic, ()))
        for mailbox in mailboxes:
            mailbox.put(message)

    def listen(self, topics: list[str]) -> Mailbox:
        """A new mailbox for the topics."""
        mailbox = Mailbox()
        with self._lock:
            for topic in topics:
                self._listeners[topic].add(mailbox)
        return mailbox

    def leave(self, mailbox: Mailbox) -> None:
        """Forget a mailbox."""
        with self._lock:
            for topic in [t for t, boxes in self._listeners.items() if mailbox in boxes]:
                self._listeners[topic].discard(mailbox)
                if not self._listeners[topic]:
                    del self._listeners[topic]

    def listeners(self, topic: str) -> int:
        """How many listen to a topic here."""
        with self._lock:
            return len(self._listeners.get(topic, ()))

    def close(self) -> None:
        """Nothing to let go of."""
