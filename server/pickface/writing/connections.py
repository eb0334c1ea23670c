"""Connections: durable ones to write on, and those that the database itself keeps from writing."""

from __future__ import annotations

import sqlite3
from typing import Any, Final

import sqlalchemy as sa
from psycopg.adapt import Loader
from psycopg.pq import TransactionStatus


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


def read_only(connection: Any, _record: Any) -> None:
    """Reads wait for a writer, and never are one."""
    connection.execute("PRAGMA busy_timeout=10000")
    connection.execute("PRAGMA query_only=ON")


UNCOMPILED: Final = "-c jit=off"
"""PostgreSQL's option that statements are not compiled: with partitions that takes a second, and gains little here."""


class _Whole(Loader):
    """Reads PostgreSQL's ``numeric``, which sums come as, the way SQLite answers them."""

    def load(self, data: Any) -> int | float:
        """A whole number as an int; an average as a float."""
        text = bytes(data)
        return int(text) if text.lstrip(b"-").isdigit() else float(text)


def whole_numbers(connection: Any, _record: Any) -> None:
    """Sums of PostgreSQL are numbers as those of SQLite are."""
    # No column is numeric: quantities are whole, and JSON would make strings of decimals.
    connection.adapters.register_loader("numeric", _Whole)


def keep_prepared(engine: sa.Engine) -> None:
    """Let transactions of an engine that only reads PostgreSQL end with COMMIT where nothing went wrong.

    psycopg forgets at a ROLLBACK what it has prepared. Each statement would be planned whenever it is asked, and with
    the partitions of all months that is most of what a small one costs.
    """
    dialect: Any = engine.dialect
    roll_back = dialect.do_rollback

    def end(connection: Any) -> None:
        status = connection.driver_connection.info.transaction_status
        (dialect.do_commit if status == TransactionStatus.INTRANS else roll_back)(connection)

    dialect.do_rollback = end
