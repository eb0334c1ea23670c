"""Keeps boards current: gathers hints of what changed, reads those rows once, and hands them to the boards here.

Every process with boards runs one feed for its own boards; nobody reads when nobody looks.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from apiflask import APIFlask

from pickface.db import db
from pickface.live.bus import Bus, Mailbox

log = logging.getLogger(__name__)

GATHER_S = 0.2
REST = 4
"""The feed rests at least this many times as long as its reading took, so that it never takes more than a fifth."""
MAILBOX = 20_000


@dataclass
class Changed:
    """What changed at one site since the last reading."""

    tasks: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    exceptions: set[int] = field(default_factory=set)
    orders: bool = False

    def add(self, hint: dict[str, Any]) -> None:
        """Take in one hint; what it leaves out has not changed."""
        self.tasks.update(hint.get("tasks") or ())
        self.people.update(hint.get("people") or ())
        self.exceptions.update(hint.get("exceptions") or ())
        self.orders = self.orders or bool(hint.get("orders"))


Read = Callable[[int, Changed], dict[str, Any]]
"""Reads the changed rows of a site as a board message."""


class BoardFeed:
    """One thread that turns hints into board messages."""

    def __init__(self, app: APIFlask, bus: Bus, read: Read) -> None:
        self._app = app
        self._bus = bus
        self._read = read
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._mailbox: Mailbox | None = None
        self._closing = threading.Event()

    def ensure_running(self) -> None:
        """Start at the first board."""
        with self._lock:
            if self._thread is None:
                self._mailbox = self._bus.listen(["hints"], MAILBOX)
                self._thread = threading.Thread(
                    target=self._run, args=(self._mailbox,), name="pickface-board", daemon=True
                )
                self._thread.start()

    def close(self) -> None:
        """Stop."""
        self._closing.set()
        if self._mailbox is not None:
            self._mailbox.wake()
            self._bus.leave(self._mailbox)
        if self._thread is not None:
            self._thread.join(timeout=3)

    def _run(self, mailbox: Mailbox) -> None:
        took_s = 0.0
        while not self._closing.is_set():
            hint = mailbox.get(5.0)
            if hint is None:
                continue
            changed = self._gather(mailbox, hint, max(GATHER_S, took_s * REST))
            began = time.monotonic()
            if mailbox.too_slow:
                mailbox.too_slow = False
                self._pull(set(changed))
                changed = {}
            for site_id, what in changed.items():
                if self._bus.listeners(f"board:{site_id}"):
                    self._tell(site_id, what)
            took_s = time.monotonic() - began

    def _gather(self, mailbox: Mailbox, first: Any, for_s: float) -> dict[int, Changed]:
        changed: dict[int, Changed] = {}
        hint, end = first, time.monotonic() + for_s
        while True:
            # What is not a hint is the bus saying that it lost some; boards are told so by the bus itself.
            if isinstance(hint, dict) and "site" in hint:
                changed.setdefault(hint["site"], Changed()).add(hint)
            left_s = end - time.monotonic()
            if left_s <= 0 or self._closing.is_set():
                return changed
            hint = mailbox.get(left_s)

    def _tell(self, site_id: int, what: Changed) -> None:
        try:
            with self._app.app_context():
                try:
                    message = self._read(site_id, what)
                finally:
                    db.session.remove()
        except Exception:
            # The board pulls; a feed that died would leave it stale without a word.
            log.exception("reading board rows failed")
            self._pull({site_id})
            return
        self._bus.deliver(f"board:{site_id}", message)

    def _pull(self, sites: set[int]) -> None:
        for site_id in sites:
            with contextlib.suppress(Exception):
                self._bus.deliver(f"board:{site_id}", {"type": "pull", "version": 0})
