"""Hooks for gunicorn: a worker that is told to stop says goodbye to its sockets at once.

Without them a single open socket keeps a stopping worker for the whole graceful timeout and ends without a close frame.
"""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any

from pickface.live import sockets

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


def post_worker_init(_worker: Any) -> None:
    """Put the goodbye in front of gunicorn's own handlers; name it as ``post_worker_init`` in the settings."""
    sockets.stopping.clear()
    for number in SIGNALS:
        before = signal.getsignal(number)

        def stop(received: int, frame: FrameType | None, before: Any = before) -> None:
            sockets.stop_all()
            if callable(before):
                before(received, frame)

        signal.signal(number, stop)
