"""The writer of SQLite: one thread, which commits together what waits (LAWS 9)."""

from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from typing import Any, Generic

from pickface.clock import clock
from pickface.errors import WriterUnavailable
from pickface.writing.connections import connect_sqlite
from pickface.writing.tx import T, Tx, Work, gave_up
from pickface.writing.writer import Turn

log = logging.getLogger(__name__)

_GROUP = 64
"""How many works share a commit at most: enough to pay for the disk, few enough to answer soon (LAWS 9)."""


class _Job(Generic[T]):
    """A function that waits for the writer, and its outcome."""

    __slots__ = ("after", "done", "error", "published", "result", "works")

    def __init__(self, works: Sequence[Work[T]]) -> None:
        self.works = works
        self.result: list[T] = []
        self.error: BaseException | None = None
        self.published: list[tuple[str, Any]] = []
        self.after: list[Callable[[], None]] = []
        self.done = threading.Lock()
        self.done.acquire()


class SqliteWriter:
    """The one thread that writes; it commits what waits together."""

    def __init__(
        self, path: str, publish: Callable[[str, Any], None], turn: Turn = nullcontext
    ) -> None:
        self._path = path
        self._turn = turn
        self._pauses: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._publish = publish
        self._queue: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="pickface-writer", daemon=True)
        self.commits = 0
        self._heeds: list[Callable[[], None]] = []
        self._thread.start()

    def run(self, work: Work[T]) -> T:
        """Run one work; see :class:`~pickface.writing.writer.Writer`."""
        return self.run_each([work])[0]

    def run_each(self, works: Sequence[Work[T]]) -> list[T]:
        """Run works in one savepoint of the next commit; see :class:`~pickface.writing.writer.Writer`."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("a transaction may not start another one")
        job: _Job[T] = _Job(works)
        with self._closing:
            if self._closed:
                raise WriterUnavailable("the server is stopping")
            self._queue.put(job)
        job.done.acquire()
        if job.error is not None:
            raise job.error
        for topic, message in job.published:
            self._publish(topic, message)
        for later in job.after:
            later()
        return job.result

    def stand_still(self, while_this: Callable[[], None]) -> None:
        """Call ``while_this``, which must not raise, between two commits: meanwhile somebody else may write."""
        self._pauses.put(while_this)
        self.run_each([])

    def heeded(self, heed: Callable[[], None]) -> None:
        """Call ``heed`` behind each commit; see :class:`~pickface.writing.writer.Writer`."""
        self._heeds.append(heed)

    def close(self) -> None:
        """Finish what waits and stop; who comes later is told so."""
        with self._closing:
            self._closed = True
            self._queue.put(None)
        self._thread.join(timeout=10)

    def _serve(self) -> None:
        connection: sqlite3.Connection | None = None
        open_for_work = True
        while open_for_work:
            group, open_for_work = self._next_group()
            try:
                if any(job.works for job in group):
                    connection = connection or connect_sqlite(self._path)
                    with self._turn():
                        self._write(connection, group)
            # Whatever it was, this thread must go on: everybody would wait for ever.
            except Exception as error:  # noqa: BLE001
                log.warning("the database could not keep %d requests: %s", len(group), error)
                for job in group:
                    job.error = WriterUnavailable(f"the database refused: {error}")
                # Letting the connection go rolls back what is left, and the next group begins afresh.
                _let_go(connection)
                connection = None
            finally:
                for job in group:
                    job.done.release()
            # One at a time, so that what has come to wait meanwhile is written in between.
            with suppress(queue.Empty):
                self._pauses.get_nowait()()
        _let_go(connection)

    def _next_group(self) -> tuple[list[_Job[Any]], bool]:
        """Wait for a job and take what waits behind it; False with the last one."""
        group: list[_Job[Any]] = []
        size = 0
        job = self._queue.get()
        while job is not None:
            group.append(job)
            size += len(job.works)
            if size >= _GROUP:
                return group, True
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                return group, True
        return group, False

    def _write(self, connection: sqlite3.Connection, group: list[_Job[Any]]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        cursor: Any = connection.cursor()
        for job in group:
            tx = Tx(cursor, "sqlite", clock())
            connection.execute("SAVEPOINT job")
            try:
                job.result = [work(tx) for work in job.works]
                connection.execute("RELEASE job")
                job.published, job.after = tx.published, tx.after
            except Exception as error:
                # Disk full and I/O errors roll back everything, savepoints included: then nobody's
                # work was kept, and a writer that went on would acknowledge lost scans.
                if gave_up(error) or not connection.in_transaction:
                    raise
                connection.execute("ROLLBACK TO job")
                connection.execute("RELEASE job")
                job.error = error
        connection.execute("COMMIT")
        self.commits += 1
        for heed in self._heeds:
            heed()


def _let_go(connection: sqlite3.Connection | None) -> None:
    if connection is not None:
        with suppress(sqlite3.Error):
            connection.close()
