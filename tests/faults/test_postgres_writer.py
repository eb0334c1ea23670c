"""Writing to PostgreSQL when transactions meet, and when the server goes away (LAWS 10)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from pickface.db import PostgresWriter, Tx
from pickface.errors import WriterUnavailable


@pytest.fixture
def url(new_postgres: Callable[[], str]) -> str:
    """A fresh database with two owners to lock."""
    url = new_postgres()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO owner (id, code, name) VALUES (11, 'a', '0'), (12, 'b', '0')"
        )
    return url


@pytest.fixture
def published() -> list[Any]:
    """What was published."""
    return []


@pytest.fixture
def writer(url: str, published: list[Any]) -> Iterator[PostgresWriter]:
    """A writer on it."""
    writer = PostgresWriter(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        lambda *news: published.append(news),
    )
    yield writer
    writer.close()


def raise_name(tx: Tx, owner: int) -> None:
    """Count up in a row, which locks it."""
    tx.run(
        "UPDATE owner SET name = CAST(CAST(name AS INTEGER) + 1 AS TEXT) WHERE id = :id", id=owner
    )


def test_law_10_a_deadlock_is_tried_again_and_nothing_is_lost(
    writer: PostgresWriter, published: list[Any]
) -> None:
    both_hold_one = threading.Barrier(2)
    tries: list[int] = []

    def cross(first: int, second: int) -> None:
        met = [False]

        def work(tx: Tx) -> None:
            tries.append(first)
            raise_name(tx, first)
            if not met[0]:
                met[0] = True
                both_hold_one.wait(20)
            raise_name(tx, second)
            tx.publish("done", first)

        writer.run(work)

    threads = [threading.Thread(target=cross, args=pair) for pair in ((11, 12), (12, 11))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(tries) >= 3, "they never met"
    names = writer.run(lambda tx: tx.all("SELECT name FROM owner WHERE id > 10 ORDER BY id"))
    assert [row["name"] for row in names] == ["2", "2"]
    assert sorted(published) == [("done", 11), ("done", 12)]


def test_law_10_a_failing_work_leaves_nothing(writer: PostgresWriter, published: list[Any]) -> None:
    def fail(tx: Tx) -> None:
        raise_name(tx, 11)
        tx.publish("done", 11)
        raise LookupError

    with pytest.raises(LookupError):
        writer.run(fail)
    assert writer.run(lambda tx: tx.value("SELECT name FROM owner WHERE id = 11")) == "0"
    assert published == []


def test_a_connection_that_breaks_is_a_503_and_the_next_work_gets_a_new_one(
    writer: PostgresWriter,
) -> None:
    def cut(tx: Tx) -> None:
        raise_name(tx, 11)
        tx.run("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(WriterUnavailable) as refused:
        writer.run(cut)
    assert refused.value.status == 503
    assert writer.run(lambda tx: tx.value("SELECT name FROM owner WHERE id = 11")) == "0"


def test_a_server_that_is_not_there_is_a_503() -> None:
    writer = PostgresWriter("postgresql+psycopg://nobody@127.0.0.1:1/none", lambda *_: None)
    with pytest.raises(WriterUnavailable):
        writer.run(lambda tx: tx.value("SELECT 1"))
    writer.close()


def test_a_savepoint_takes_back_what_was_said_inside(
    writer: PostgresWriter, published: list[Any]
) -> None:
    def work(tx: Tx) -> None:
        raise_name(tx, 11)
        tx.publish("said", 1)
        with pytest.raises(LookupError), tx.savepoint():
            raise_name(tx, 12)
            tx.publish("said", 2)
            raise LookupError

    writer.run(work)
    names = writer.run(lambda tx: tx.all("SELECT name FROM owner WHERE id > 10 ORDER BY id"))
    assert [row["name"] for row in names] == ["1", "0"]
    assert published == [("said", 1)]


def test_sums_are_numbers_as_in_the_other_database(writer: PostgresWriter) -> None:
    found = writer.run(
        lambda tx: tx.one("SELECT SUM(id) AS sum, -SUM(id) AS less, AVG(id) AS mean FROM owner")
    )
    assert found == {"sum": 24, "less": -24, "mean": 8.0}
    assert type(found["sum"]) is int
