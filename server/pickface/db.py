"""The database: read sessions that cannot write, and one way to write.

Reads go through ``db.session`` (Flask-SQLAlchemy), whose connections the database itself keeps read-only. Writes are
functions of a :class:`Tx` that are handed to the :class:`Writer`. On SQLite one thread per process takes what waits,
gives each function a savepoint, commits the group once and answers each (LAWS 9). On PostgreSQL each function is a
transaction of its own at READ COMMITTED, tried again after a deadlock (LAWS 10).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from typing import Any, cast

import sqlalchemy as sa
from flask import Flask, current_app, g
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase

from pickface import sight
from pickface.clock import clock
from pickface.processors import processors
from pickface.writing.connections import (
    UNCOMPILED,
    connect_sqlite,
    keep_prepared,
    read_only,
    whole_numbers,
)
from pickface.writing.postgres import PostgresWriter
from pickface.writing.sqlite import SqliteWriter
from pickface.writing.tx import Row, T, Tx, Work, gave_up, is_taken
from pickface.writing.writer import Turn, Writer

# Whoever writes asks here for all that writing takes.
__all__ = [
    "Base", "Id", "Millis", "Plate", "PostgresWriter", "Row", "SqliteWriter", "Turn", "Tx", "Uuid", "Work", "Writer",
    "beside_the_first_command", "clock", "command", "connect_sqlite", "db", "gave_up", "init_reads", "is_taken",
    "one_moment", "open_writer", "row", "rows", "side_by_side",
]  # fmt: skip


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


_SORTS = "SET LOCAL work_mem = '64MB'"
_MOST_BESIDE = 4


def init_reads(app: Flask, url: str) -> None:
    """Bind ``db.session`` to connections that the database keeps from writing."""
    options: dict[str, Any] = {}
    if url.startswith("postgresql"):
        options = {
            "connect_args": {"options": f"-c default_transaction_read_only=on {UNCOMPILED}"},
            "pool_size": 16,
            "max_overflow": 48,
        }
    else:
        # Opening one reads the whole schema, so as many are kept as requests run at a time in practice.
        options = {"pool_size": 48, "max_overflow": 64}
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    prepare = read_only if url.startswith("sqlite") else whole_numbers
    with app.app_context():
        sa.event.listen(db.engine, "connect", prepare)
        if db.engine.dialect.name == "postgresql":
            keep_prepared(db.engine)
        sight.init(db.engine, db.metadata)


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
        with sight.whole():
            return writer.run(work)

    def both(tx: Tx) -> T:
        beside(tx)
        return work(tx)

    with sight.whole():
        return writer.run(both)


def beside_the_first_command(work: Work[None]) -> None:
    """Do this as well, in the transaction of the first command of this request."""
    g.beside_the_first_command = work


@contextmanager
def one_moment(*, sorts_much: bool = False) -> Iterator[None]:
    """All reads inside see the database as it was at one moment; the connection is given back behind them.

    Otherwise each statement sees what is committed by then, in both databases. ``sorts_much``: PostgreSQL may take the
    memory for it that it would else spare, and write to disk.
    """
    db.session.remove()
    try:
        if db.engine.dialect.name == "sqlite":
            db.session.connection().exec_driver_sql("BEGIN")
        else:
            reads = db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            if sorts_much:
                reads.exec_driver_sql(_SORTS)
        yield
    finally:
        db.session.remove()


def side_by_side(statements: Sequence[str]) -> Iterator[list[Row]]:
    """What each statement answers, all at the moment of the :func:`one_moment` around: PostgreSQL on some processors,
    with memory to sort; SQLite one after the other.
    """
    engine, beside = db.engine, min(processors(), _MOST_BESIDE, len(statements))
    if engine.dialect.name == "sqlite" or beside < 2:
        yield from map(rows, statements)
        return
    moment = str(rows("SELECT pg_export_snapshot() AS id")[0]["id"])

    def ask(sql: str) -> list[Row]:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as reads:
            reads.exec_driver_sql(f"SET TRANSACTION SNAPSHOT '{moment}'")
            reads.exec_driver_sql(_SORTS)
            return cast("list[Row]", reads.execute(sa.text(sql)).mappings().all())

    with ThreadPoolExecutor(beside) as threads:
        yield from threads.map(ask, statements)


def rows(sql: str, **params: Any) -> list[Row]:
    """Read with plain SQL through the read session: a list of mappings."""
    return cast("list[Row]", db.session.execute(sa.text(sql), params).mappings().all())


def row(sql: str, **params: Any) -> Row | None:
    """The first row of a plain read, or None."""
    return cast("Row | None", db.session.execute(sa.text(sql), params).mappings().first())
