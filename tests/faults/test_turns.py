"""Law 9: a command beside a running server writes in the turns that the server's one writer gives it."""

from __future__ import annotations

import socket
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pickface import turns
from pickface.db import SqliteWriter, Tx, connect_sqlite
from pickface.errors import WriterUnavailable
from pickface.turns import Beside, Turns


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A database with one table of notes."""
    path = str(tmp_path / "notes.sqlite3")
    connection = connect_sqlite(path)
    connection.execute("CREATE TABLE note (text TEXT NOT NULL)")
    connection.close()
    return path


def publish(_topic: str, _message: Any) -> None:
    """Nobody listens."""


@pytest.fixture
def server(path: str) -> Iterator[SqliteWriter]:
    """The writer of a running server."""
    writer = SqliteWriter(path, publish)
    yield writer
    writer.close()


@pytest.fixture
def given(server: SqliteWriter, tmp_path: Path) -> Iterator[Turns]:
    """The turns that it gives."""
    given = Turns(tmp_path, server)
    yield given
    given.close()


@pytest.fixture
def command(path: str, tmp_path: Path) -> Iterator[SqliteWriter]:
    """The writer of a command beside it."""
    writer = SqliteWriter(path, publish, Beside(tmp_path))
    yield writer
    writer.close()


def note(text: str, seconds: float = 0.0) -> Any:
    """A work that writes a note, and takes its time."""

    def work(tx: Tx) -> str:
        tx.run("INSERT INTO note (text) VALUES (:text)", text=text)
        time.sleep(seconds)
        return text

    return work


def notes(writer: SqliteWriter) -> list[str]:
    """What is committed."""
    return [row["text"] for row in writer.run(lambda tx: tx.all("SELECT text FROM note"))]


@pytest.mark.alone
@pytest.mark.usefixtures("given")
def test_law_09_a_scan_waits_for_one_piece_of_an_import_and_no_more(
    server: SqliteWriter, command: SqliteWriter
) -> None:
    piece_s, over, waited = 0.025, threading.Event(), []

    def bring_in() -> None:
        while not over.is_set():
            command.run(note("imported", piece_s))

    importing = threading.Thread(target=bring_in)
    importing.start()
    try:
        for _ in range(60):
            began = time.monotonic()
            server.run(note("scanned"))
            waited.append(time.monotonic() - began)
    finally:
        over.set()
        importing.join()
    kept = notes(server)
    assert kept.count("scanned") == 60
    assert kept.count("imported") >= 20, "and the import goes on"
    # Left to SQLite's lock the slowest tenth waits several pieces and sleeps.
    assert sorted(waited)[54] < 3 * piece_s


@pytest.mark.usefixtures("given")
def test_while_a_command_has_its_turn_the_server_writes_nothing(
    server: SqliteWriter, tmp_path: Path
) -> None:
    beside, done = Beside(tmp_path), []
    with beside():
        scanning = threading.Thread(target=lambda: done.append(server.run(note("scanned"))))
        scanning.start()
        scanning.join(turns.TURN_S / 2)
        assert done == []
    scanning.join(5)
    assert done == ["scanned"]


@pytest.mark.usefixtures("given")
def test_who_does_not_give_the_turn_back_loses_it(server: SqliteWriter, tmp_path: Path) -> None:
    with Beside(tmp_path)():
        began = time.monotonic()
        assert server.run(note("scanned")) == "scanned"
        assert time.monotonic() - began < turns.TURN_S + 1
    with Beside(tmp_path)():
        pass
    assert notes(server) == ["scanned"]


@pytest.mark.usefixtures("given")
def test_a_command_that_dies_before_its_turn_holds_nobody_up(
    server: SqliteWriter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Long enough that nobody takes a busy machine for it.
    monkeypatch.setattr(turns, "TURN_S", 10.0)
    with (
        Beside(tmp_path)(),
        socket.socket(socket.AF_UNIX) as dies,
        turns._short(tmp_path / turns.NAME) as address,
    ):
        dies.connect(address)
    began = time.monotonic()
    assert server.run(note("scanned")) == "scanned"
    assert time.monotonic() - began < turns.TURN_S / 2


def test_without_a_server_a_command_writes_at_once(command: SqliteWriter, tmp_path: Path) -> None:
    assert command.run(note("first")) == "first"
    # What a killed server leaves behind.
    dead = socket.socket(socket.AF_UNIX)
    with turns._short(tmp_path / turns.NAME) as address:
        dead.bind(address)
    dead.close()
    assert command.run(note("second")) == "second"
    assert notes(command) == ["first", "second"]


def test_a_command_goes_on_when_the_server_stops_and_when_it_is_back(
    path: str, command: SqliteWriter, tmp_path: Path
) -> None:
    for round_ in range(2):
        server = SqliteWriter(path, publish)
        given = Turns(tmp_path, server)
        assert command.run(note(f"beside {round_}"))
        server.close()
        given.close()
        with pytest.raises(WriterUnavailable):
            server.run(note("late"))
        assert command.run(note(f"alone {round_}"))
    assert notes(command) == ["beside 0", "alone 0", "beside 1", "alone 1"]


def test_a_folder_that_can_hold_no_socket_stops_no_server(
    server: SqliteWriter, tmp_path: Path
) -> None:
    assert turns.give(tmp_path / "absent", server) is None
    assert server.run(note("scanned")) == "scanned"


@pytest.mark.usefixtures("given")
def test_only_the_owner_of_the_data_may_ask(tmp_path: Path) -> None:
    mode = (tmp_path / turns.NAME).stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert stat.S_IMODE(mode) == 0o600
