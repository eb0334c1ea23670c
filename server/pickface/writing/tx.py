"""A write transaction, as those see it who write in it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Protocol, TypeVar

import psycopg

T = TypeVar("T")
Row = Mapping[str, Any]
Work = Callable[["Tx"], T]

_NAME = re.compile(r"(?<!:):([a-z_][a-z0-9_]*)")
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

    def certain(self, sql: str, **params: Any) -> Row:
        """The first row, which what was done before has seen to. LookupError where it is not there."""
        row = self.one(sql, **params)
        if row is None:
            raise LookupError(f"nothing for {params} by {sql}")
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

    def run_many(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Execute once for each row of parameters; for what the office changes, not for scans."""
        if rows:
            self.statements += 1
            self._cursor.executemany(sql if self._sqlite else _pyformat(sql), rows)  # type: ignore[attr-defined]

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


def is_taken(error: BaseException) -> bool:
    """Whether a unique key refused it: somebody else has written the same a moment before."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0)
        return code in {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
    return isinstance(error, psycopg.errors.UniqueViolation)


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
