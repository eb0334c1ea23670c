"""The bus in one process: topics, and bounded mailboxes that listen to them.

A mailbox that is full marks itself as too slow and takes nothing more: its socket is closed and the device pulls.
"""

from __future__ import annotations

import contextlib
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

    def wake(self) -> None:
        """Make a waiting ``get`` answer None now. A full mailbox has nobody who waits."""
        with contextlib.suppress(queue.Full):
            self._queue.put_nowait(None)

    def get(self, timeout_s: float) -> Any | None:
        """The next message, or None after the time or when woken."""
        try:
            return self._queue.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def take(self) -> Any | None:
        """The next message if there is one, without waiting."""
        try:
            return self._queue.get_nowait()
        except queue.Empty:
            return None


class Bus(Protocol):
    """Carries messages to whoever listens; it may lose some, since a pull is the truth."""

    def publish(self, topic: str, message: Any) -> None:
        """Hand ``message`` (plain JSON data) to whoever listens to ``topic``, in every process; never raises."""
        ...

    def deliver(self, topic: str, message: Any) -> None:
        """The same, to the listeners of this process only."""
        ...

    def listen(self, topics: list[str], size: int = MAILBOX_SIZE) -> Mailbox:
        """A new mailbox for the topics."""
        ...

    def leave(self, mailbox: Mailbox) -> None:
        """Forget a mailbox."""
        ...

    def listeners(self, topic: str) -> int:
        """How many listen to a topic in this process."""
        ...

    def close(self) -> None:
        """Let go of what the bus holds."""
        ...


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

    def deliver(self, topic: str, message: Any) -> None:
        """One process: the same as publishing."""
        self.publish(topic, message)

    def listen(self, topics: list[str], size: int = MAILBOX_SIZE) -> Mailbox:
        """A new mailbox for the topics."""
        mailbox = Mailbox(size)
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

    def topics(self) -> list[str]:
        """What anybody listens to here."""
        with self._lock:
            return list(self._listeners)

    def close(self) -> None:
        """Nothing to let go of."""
