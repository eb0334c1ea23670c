"""The database: read sessions that cannot write, and one way to write.

Reads go through ``db.session`` (Flask-SQLAlchemy), whose connections the database itself keeps read-only. Writes are
functions of a :class:`Tx` that are handed to the :class:`Writer`. On SQLite one thread per process takes what waits,
gives each function a savepoint, commits the group once and answers each (LAWS 9). On PostgreSQL each function is a
transaction of its own at READ COMMITTED, tried again after a deadlock (LAWS 10).
"""

from __future__ import annotations

import logging
import queue
import random
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import lru_cache
from typing import Any, Generic, Protocol, TypeVar, cast

import psycopg
import sqlalchemy as sa
from flask import Flask, current_app, g
from flask_sqlalchemy import SQLAlchemy
from psycopg.adapt import Loader
from psycopg.rows import dict_row
from sqlalchemy.orm import DeclarativeBase

from pickface.clock import clock as clock  # noqa: PLC0414 - whoever writes asks the time here
from pickface.errors import WriterUnavailable

log = logging.getLogger(__name__)

T = TypeVar("T")
Row = Mapping[str, Any]
Work = Callable[["Tx"], T]
Turn = Callable[[], AbstractContextManager[None]]
"""What a writer waits for before a transaction, where another process has the writer (``turns.py``)."""

_NAME = re.compile(r"(?<!:):([a-z_][a-z0-9_]*)")
_GROUP = 64
"""How many works share a commit at most: enough to pay for the disk, few enough to answer soon (LAWS 9)."""
_TRIES = 8
_GAVE_UP = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)


class Base(DeclarativeBase):
    """The base of all records."""


db = SQLAlchemy(model_class=Base)

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""An integer that the server hands out."""
Millis = sa.BigInteger()
"""UTC milliseconds (LAWS 22)."""
Uuid = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")
"""A UUIDv7 as canonical text, so that text order is time order in both databases."""
Plate = sa.String(40)
"""A container's licence plate; ``''`` is no container."""


class Cursor(Protocol):
    """What both drivers' cursors share."""

    rowcount: int

    def execute(self, sql: Any, params: Any = ..., /) -> Any:
        """Run a statement."""
        ...

    def fetchone(self) -> Any:
        """The next row, or None."""
        ...

    def fetchall(self) -> list[Any]:
        """The rest of the rows."""
        ...


class Tx:
    """One write transaction: plain SQL with ``:name`` parameters, a clock, and what to publish after the commit."""

    def __init__(self, cursor: Cursor, dialect: str, now: int) -> None:
        self.dialect = dialect
        self.now = now
        self.published: list[tuple[str, Any]] = []
        self.after: list[Callable[[], None]] = []
        self.statements = 0
        self._cursor = cursor
        self._sqlite = dialect == "sqlite"

    def run(self, sql: str, **params: Any) -> int:
        """Execute and tell how many rows it touched."""
        self.statements += 1
        self._cursor.execute(sql if self._sqlite else _pyformat(sql), params)
        return self._cursor.rowcount

    def one(self, sql: str, **params: Any) -> Row | None:
        """The first row, or None."""
        self.run(sql, **params)
        row: Row | None = self._cursor.fetchone()
        return row

    def all(self, sql: str, **params: Any) -> list[Row]:
        """All rows."""
        self.run(sql, **params)
        return self._cursor.fetchall()

    def value(self, sql: str, **params: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.one(sql, **params)
        return None if row is None else next(iter(dict(row).values()))

    def insert(self, table: str, **values: Any) -> int:
        """Insert one row and answer its integer ``id``. For cold paths; the hot ones spell their SQL."""
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        return int(
            self.value(f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING id", **values)
        )

    def insert_many(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows that share their columns, in one round trip per row at most; for imports and set-up."""
        if not rows:
            return
        names = list(rows[0])
        marks = ", ".join(f":{name}" for name in names)
        sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
        self.statements += 1
        self._cursor.executemany(sql if self._sqlite else _pyformat(sql), rows)  # type: ignore[attr-defined]

    @property
    def for_update(self) -> str:
        """Row lock suffix; SQLite's writer is alone already."""
        return "" if self._sqlite else " FOR UPDATE"

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what happens inside when it raises, published messages included."""
        said, later = len(self.published), len(self.after)
        self._cursor.execute("SAVEPOINT inner_work")
        try:
            yield
        except BaseException:
            if self.alive:
                self._cursor.execute("ROLLBACK TO SAVEPOINT inner_work")
                self._cursor.execute("RELEASE SAVEPOINT inner_work")
            del self.published[said:], self.after[later:]
            raise
        self._cursor.execute("RELEASE SAVEPOINT inner_work")

    def publish(self, topic: str, message: Any) -> None:
        """Hand a message to the bus once the transaction is committed."""
        self.published.append((topic, message))

    @property
    def alive(self) -> bool:
        """False when SQLite has rolled everything back by itself, as it does when the disk is full (LAWS 9)."""
        cursor: Any = self._cursor
        return not self._sqlite or bool(cursor.connection.in_transaction)


def gave_up(error: BaseException) -> bool:
    """Whether the database itself failed (full, gone, locked, deadlocked), rather than refused a statement."""
    if isinstance(error, sqlite3.Error):
        # The low byte is the kind of error, the rest its detail.
        return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _GAVE_UP
    return isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError))


@lru_cache(maxsize=2048)
def _pyformat(sql: str) -> str:
    """``:name`` as psycopg wants it."""
    return _NAME.sub(r"%(\1)s", sql.replace("%", "%%"))


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


class Writer(Protocol):
    """The one way to write."""

    def run(self, work: Work[T]) -> T:
        """Run ``work`` in a transaction, commit, publish, and answer its result; what it raises is raised here."""
        ...

    def run_each(self, works: Sequence[Work[T]]) -> list[T]:
        """Run several works in order; each must keep its own errors inside (the door's savepoints do)."""
        ...

    def close(self) -> None:
        """Finish what waits and stop."""
        ...


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
        self._thread.start()
        self.commits = 0

    def run(self, work: Work[T]) -> T:
        """Run one work; see :class:`Writer`."""
        return self.run_each([work])[0]

    def run_each(self, works: Sequence[Work[T]]) -> list[T]:
        """Run works in one savepoint of the next commit; see :class:`Writer`."""
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


def _let_go(connection: sqlite3.Connection | None) -> None:
    if connection is not None:
        with suppress(sqlite3.Error):
            connection.close()


class PostgresWriter:
    """A transaction per work on a pooled connection; deadlocks are tried again."""

    def __init__(self, url: str, publish: Callable[[str, Any], None]) -> None:
        self._publish = publish
        self._engine = sa.create_engine(url, pool_size=16, max_overflow=16, pool_timeout=10)
        sa.event.listen(self._engine, "connect", _whole_numbers)
        self.commits = 0

    def run(self, work: Work[T]) -> T:
        """Run one work in a transaction of its own; see :class:`Writer`."""
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
        """Run each work in a transaction of its own, in order; see :class:`Writer`."""
        return [self.run(work) for work in works]

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
        for topic, message in tx.published:
            self._publish(topic, message)
        for later in tx.after:
            later()
        return result


def connect_sqlite(path: str) -> sqlite3.Connection:
    """A durable write connection. ``recursive_triggers`` closes the door that INSERT OR REPLACE would open."""
    connection = sqlite3.connect(
        path, isolation_level=None, cached_statements=512, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "busy_timeout=10000",
        "temp_store=MEMORY",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def init_reads(app: Flask, url: str) -> None:
    """Bind ``db.session`` to connections that the database keeps from writing."""
    options: dict[str, Any] = {}
    if url.startswith("postgresql"):
        options = {
            "connect_args": {"options": "-c default_transaction_read_only=on"},
            "pool_size": 16,
            "max_overflow": 48,
        }
    else:
        # Opening one reads the whole schema, so as many are kept as requests run at a time in practice.
        options = {"pool_size": 48, "max_overflow": 64}
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    prepare = _read_only if url.startswith("sqlite") else _whole_numbers
    with app.app_context():
        sa.event.listen(db.engine, "connect", prepare)


def _read_only(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA busy_timeout=10000")
    connection.execute("PRAGMA query_only=ON")


class _Whole(Loader):
    """Reads PostgreSQL's ``numeric``, which sums come as, the way SQLite answers them."""

    def load(self, data: Any) -> int | float:
        """A whole number as an int; an average as a float."""
        text = bytes(data)
        return int(text) if text.lstrip(b"-").isdigit() else float(text)


def _whole_numbers(connection: Any, _record: Any) -> None:
    # No column is numeric: quantities are whole, and JSON would make strings of decimals.
    connection.adapters.register_loader("numeric", _Whole)


def open_writer(url: str, publish: Callable[[str, Any], None], turn: Turn = nullcontext) -> Writer:
    """The writer that suits the database; ``turn`` is waited for before each transaction on SQLite."""
    if url.startswith("sqlite"):
        return SqliteWriter(url.removeprefix("sqlite:///"), publish, turn)
    return PostgresWriter(url, publish)


def command(work: Work[T]) -> T:
    """Run a write of the office: the only commit besides the door's."""
    writer: Writer = current_app.extensions["pickface"].writer
    beside: Work[None] | None = g.pop("beside_the_first_command", None)
    if beside is None:
        return writer.run(work)

    def both(tx: Tx) -> T:
        beside(tx)
        return work(tx)

    return writer.run(both)


def beside_the_first_command(work: Work[None]) -> None:
    """Do this as well, in the transaction of the first command of this request."""
    g.beside_the_first_command = work


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads inside see the database as it was at one moment; the connection is given back behind them.

    Otherwise each statement sees what is committed by then, in both databases.
    """
    db.session.remove()
    try:
        if db.engine.dialect.name == "sqlite":
            db.session.connection().exec_driver_sql("BEGIN")
        else:
            db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield
    finally:
        db.session.remove()


def rows(sql: str, **params: Any) -> list[Row]:
    """Read with plain SQL through the read session: a list of mappings."""
    return cast("list[Row]", db.session.execute(sa.text(sql), params).mappings().all())


def row(sql: str, **params: Any) -> Row | None:
    """The first row of a plain read, or None."""
    return cast("Row | None", db.session.execute(sa.text(sql), params).mappings().first())
