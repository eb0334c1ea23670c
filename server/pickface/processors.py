"""How much of the machine there is for this process."""

from __future__ import annotations

import os


def processors() -> int:
    """How many processors it may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
