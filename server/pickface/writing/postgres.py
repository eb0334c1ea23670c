"""The writer of PostgreSQL: a transaction for each work, tried again after a deadlock (LAWS 10)."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.rows import dict_row

from pickface.clock import clock
from pickface.errors import WriterUnavailable
from pickface.writing.connections import UNCOMPILED, whole_numbers
from pickface.writing.tx import T, Tx, Work

_TRIES = 8


class PostgresWriter:
    """A transaction per work on a pooled connection; deadlocks are tried again."""

    def __init__(self, url: str, publish: Callable[[str, Any], None]) -> None:
        self._publish = publish
        self._engine = sa.create_engine(
            url,
            pool_size=16,
            max_overflow=16,
            pool_timeout=10,
            connect_args={"options": UNCOMPILED},
        )
        sa.event.listen(self._engine, "connect", whole_numbers)
        self.commits = 0
        self._heeds: list[Callable[[], None]] = []

    def run(self, work: Work[T]) -> T:
        """Run one work in a transaction of its own; see :class:`~pickface.writing.writer.Writer`."""
        last: Exception | None = None
        for attempt in range(_TRIES):
            try:
                return self._once(work)
            except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure) as error:
                last = error
                time.sleep(random.uniform(0, 0.01 * 2**attempt))
            except (
                psycopg.OperationalError,
                psycopg.InterfaceError,
                sa.exc.OperationalError,
                sa.exc.TimeoutError,
            ) as error:
                raise WriterUnavailable(f"the database refused: {error}") from error
        raise WriterUnavailable(f"deadlocked {_TRIES} times: {last}") from last

    def run_each(self, works: Sequence[Work[T]]) -> list[T]:
        """Run each work in a transaction of its own, in order; see :class:`~pickface.writing.writer.Writer`."""
        return [self.run(work) for work in works]

    def heeded(self, heed: Callable[[], None]) -> None:
        """Call ``heed`` behind each commit; see :class:`~pickface.writing.writer.Writer`."""
        self._heeds.append(heed)

    def close(self) -> None:
        """Let the pooled connections go."""
        self._engine.dispose()

    def _once(self, work: Work[T]) -> T:
        pooled = self._engine.raw_connection()
        try:
            connection: Any = pooled.driver_connection
            with connection.cursor(row_factory=dict_row) as cursor:
                tx = Tx(cursor, "postgresql", clock())
                result = work(tx)
            connection.commit()
            self.commits += 1
        except BaseException:
            pooled.rollback()
            raise
        finally:
            pooled.close()
        for heed in self._heeds:
            heed()
        for topic, message in tx.published:
            self._publish(topic, message)
        for later in tx.after:
            later()
        return result
