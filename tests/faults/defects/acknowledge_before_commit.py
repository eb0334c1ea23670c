"""A server that answers before it has committed: a power cut takes scans that devices think are safe."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

from pickface.db import SqliteWriter

LATE_S = 0.5


IN_THE_BACKGROUND = ("pickface.tasks.jobs", "pickface.tasks.offers", "pickface.workflows")


def _is_put_off(work: Any) -> bool:
    """A scan, or what nobody waits for: each job behind a scan would commit it at once, and no kill came between."""
    return isinstance(work, partial) or work.__module__.startswith(IN_THE_BACKGROUND)


class Uncommitted:
    """A connection that puts its commits off."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute(self, sql: str) -> Any:
        """Run a statement, unless it begins or ends a transaction."""
        if sql == "COMMIT" or (sql == "BEGIN IMMEDIATE" and self._connection.in_transaction):
            return None
        return self._connection.execute(sql)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def put_into_server() -> None:
    """Commit scans half a second after the answer."""
    write, one_at_a_time = SqliteWriter._write, threading.Lock()
    timers: list[threading.Timer] = []

    def commit(connection: Any) -> None:
        with one_at_a_time:
            timers.clear()
            if connection.in_transaction:
                connection.execute("COMMIT")

    def hasty(self: Any, connection: Any, group: Any) -> None:
        with one_at_a_time:
            if not all(_is_put_off(work) for job in group for work in job.works):
                # The office reads what it has just written, and would notice at once.
                if connection.in_transaction:
                    connection.execute("COMMIT")
                write(self, connection, group)
                return
            write(self, Uncommitted(connection), group)  # type: ignore[arg-type]
            if not timers:
                timer = threading.Timer(LATE_S, commit, [connection])
                timer.daemon = True
                timers.append(timer)
                timer.start()

    SqliteWriter._write = hasty  # type: ignore[method-assign]
