"""What work takes of the processors: of this process, of those that it started and that have ended, and of the
PostgreSQL backends that work for it.

On a machine that does other things too, the clock tells how busy it is; this tells what the work costs.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from pickface.db import db, rows

_BACKENDS = (
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
    " ORDER BY pid"
)


def own_clock() -> Callable[[], float]:
    """Seconds of work so far, of this process, its ended helpers, and the backends that are connected now; needs an app
    context.
    """
    told: list[Path] = []
    if db.engine.dialect.name == "postgresql":
        told = [Path(f"/proc/{one['pid']}/schedstat") for one in rows(_BACKENDS)]
        db.session.remove()

    def now() -> float:
        nanoseconds = sum(int(path.read_text().split()[0]) for path in told if path.exists())
        helpers = os.times()
        return (
            time.process_time()
            + helpers.children_user
            + helpers.children_system
            + nanoseconds / 1e9
        )

    return now
