"""The one writer of the embedded database when things go wrong (LAWS 9)."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pickface import db
from pickface.app import create_app
from pickface.config import Config
from pickface.db import SqliteWriter, Tx, connect_sqlite
from pickface.errors import WriterUnavailable
from tests.conftest import close
from tests.scenarios.floor import Floor
from tests.signing import deliver, event, outcomes

NOTE = "INSERT INTO note (text) VALUES (:text)"


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A database with one table of notes."""
    path = str(tmp_path / "notes.sqlite3")
    connection = connect_sqlite(path)
    connection.execute("CREATE TABLE note (text TEXT NOT NULL)")
    connection.close()
    return path


@pytest.fixture
def published() -> list[tuple[str, Any]]:
    """What was published."""
    return []


@pytest.fixture
def writer(path: str, published: list[tuple[str, Any]]) -> Iterator[SqliteWriter]:
    """A writer on it."""
    writer = SqliteWriter(path, lambda topic, message: published.append((topic, message)))
    yield writer
    writer.close()


def notes(path: str) -> list[str]:
    """What is committed."""
    connection = sqlite3.connect(path)
    try:
        return [text for (text,) in connection.execute("SELECT text FROM note ORDER BY rowid")]
    finally:
        connection.close()


def note(text: str) -> Any:
    """A work that writes one note and tells of it."""

    def work(tx: Tx) -> str:
        tx.run(NOTE, text=text)
        tx.publish("notes", text)
        return text

    return work


class Together:
    """Holds the writer until all jobs wait behind each other, so that they share one commit."""

    def __init__(self, writer: SqliteWriter) -> None:
        self.writer = writer
        self.outcomes: dict[str, Any] = {}
        self._held, self._go = threading.Event(), threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=("hold", self._hold))]
        self._threads[0].start()
        assert self._held.wait(20)

    def _hold(self, _tx: Tx) -> None:
        self._held.set()
        assert self._go.wait(20)

    def _ask(self, name: str, work: Any) -> None:
        try:
            self.outcomes[name] = self.writer.run(work)
        except Exception as error:  # noqa: BLE001 - the outcome is what is looked at
            self.outcomes[name] = error

    def ask(self, name: str, work: Any) -> None:
        """Put a job behind the others."""
        thread = threading.Thread(target=self._ask, args=(name, work))
        waiting = self.writer._queue.qsize()
        thread.start()
        self._threads.append(thread)
        while self.writer._queue.qsize() == waiting:
            threading.Event().wait(0.001)

    def go(self) -> dict[str, Any]:
        """Let the writer take them; what each was answered."""
        self._go.set()
        for thread in self._threads:
            thread.join(20)
        return self.outcomes


def fill_the_disk(tx: Tx) -> None:
    """Write more than the disk has."""
    tx.run("PRAGMA max_page_count = 10")
    tx.run(NOTE, text="x" * 1_000_000)


def test_law_09_a_failing_job_does_not_hurt_its_group(
    writer: SqliteWriter, path: str, published: list[tuple[str, Any]]
) -> None:
    together = Together(writer)
    commits = writer.commits

    def fail(tx: Tx) -> None:
        note("lost")(tx)
        raise LookupError

    together.ask("a", note("a"))
    together.ask("b", fail)
    together.ask("c", lambda tx: tx.run("INSERT INTO nowhere VALUES (1)"))
    together.ask("d", note("d"))
    answered = together.go()
    assert writer.commits == commits + 2
    assert answered["a"] == "a"
    assert answered["d"] == "d"
    assert isinstance(answered["b"], LookupError)
    assert isinstance(answered["c"], sqlite3.OperationalError)
    assert notes(path) == ["a", "d"]
    assert sorted(published) == [("notes", "a"), ("notes", "d")]


def test_law_09_a_full_disk_is_told_to_the_whole_group_and_nothing_is_kept(
    writer: SqliteWriter, path: str, published: list[tuple[str, Any]]
) -> None:
    together = Together(writer)
    together.ask("a", note("a"))
    together.ask("full", fill_the_disk)
    together.ask("b", note("b"))
    answered = together.go()
    assert {type(answered[name]) for name in ("a", "full", "b")} == {WriterUnavailable}
    assert answered["a"].status == 503
    assert notes(path) == []
    assert published == []
    # And it goes on by itself when there is room again.
    assert writer.run(note("after")) == "after"
    assert notes(path) == ["after"]


def test_law_09_an_error_of_the_disk_that_a_work_hides_keeps_nothing_either(
    writer: SqliteWriter, path: str
) -> None:
    def careless(tx: Tx) -> str:
        note("careless")(tx)
        tx._cursor.connection.rollback()  # type: ignore[attr-defined]
        return "fine"

    together = Together(writer)
    together.ask("a", note("a"))
    together.ask("careless", careless)
    answered = together.go()
    assert {type(answered[name]) for name in ("a", "careless")} == {WriterUnavailable}
    assert notes(path) == []


def test_a_database_that_is_not_there_is_told_and_nobody_waits_for_ever(tmp_path: Path) -> None:
    writer = SqliteWriter(str(tmp_path / "absent" / "x.sqlite3"), lambda *_: None)
    try:
        for _ in range(2):
            with pytest.raises(WriterUnavailable):
                writer.run(note("a"))
    finally:
        writer.close()


def test_a_writer_that_is_closed_says_so(writer: SqliteWriter) -> None:
    writer.close()
    with pytest.raises(WriterUnavailable):
        writer.run(note("late"))


def test_a_transaction_may_not_start_another(writer: SqliteWriter) -> None:
    with pytest.raises(RuntimeError):
        writer.run(lambda _tx: writer.run(note("inner")))


def test_another_program_s_lock_is_waited_for_and_then_told(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def impatient(where: str) -> sqlite3.Connection:
        connection = connect_sqlite(where)
        connection.execute("PRAGMA busy_timeout=10")
        return connection

    monkeypatch.setattr(db, "connect_sqlite", impatient)
    writer = SqliteWriter(path, lambda *_: None)
    other = connect_sqlite(path)
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WriterUnavailable):
            writer.run(note("a"))
        other.execute("ROLLBACK")
        assert writer.run(note("b")) == "b"
    finally:
        other.close()
        writer.close()


@pytest.fixture
def floor(sqlite_template: Path, tmp_path: Path) -> Iterator[Floor]:
    """A warehouse on SQLite with a pick to be done."""
    shutil.copy(sqlite_template, tmp_path / "pickface.sqlite3")
    app = create_app(Config(data=tmp_path, testing=True))
    floor = Floor(app)
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 9)
    floor.order("1042", TEA=3)
    yield floor
    close(app)


def test_law_09_a_scan_on_a_full_disk_is_not_acknowledged_and_comes_in_later(floor: Floor) -> None:
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    before = floor.value("SELECT COUNT(*) FROM scan_event")
    pages = floor.value("PRAGMA page_count")
    floor.value(f"PRAGMA max_page_count = {pages}")
    # A page or so may still be free; the scans fill it.
    scans = [event(sofia, task=None, code="x" * 4_000) for _ in range(40)]
    with pytest.raises(WriterUnavailable):
        deliver(floor, *scans)
    assert floor.value("SELECT COUNT(*) FROM scan_event") == before
    assert outcomes(deliver(floor, *scans)) == [("booked", "noted")] * 40
    floor.check_books()


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE])
def test_law_09_a_failing_disk_is_no_reason_to_set_a_scan_aside(
    floor: Floor, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """Also where SQLite leaves the transaction standing, as it may."""
    from pickface.tasks import changes

    sofia = floor.person("Sofia").next("pick")
    assert sofia

    def fail(*_: object) -> None:
        error = sqlite3.OperationalError("disk trouble")
        error.sqlite_errorcode = code
        raise error

    scan = event(sofia, code="T0001")
    monkeypatch.setattr(changes, "carry_out", fail)
    with pytest.raises(WriterUnavailable):
        deliver(floor, scan)
    monkeypatch.undo()
    assert deliver(floor, scan)[0]["verdict"] == "booked"
