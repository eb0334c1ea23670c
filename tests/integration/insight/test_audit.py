"""``pickface audit`` finds what somebody has changed behind the door's back."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pickface.app import create_app
from pickface.config import Config
from tests.conftest import close
from tests.scenarios.floor import Floor
from tests.signing import deliver, event

PICKFACE = (sys.executable, "-c", "from pickface.cli import main; main()")


@pytest.fixture(scope="module")
def worked(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation in which somebody has worked; with a fork, a tombstone and a forgery in it."""
    data = tmp_path_factory.mktemp("worked")
    shutil.copy(sqlite_template, data / "pickface.sqlite3")
    app = create_app(Config(data=data, testing=True))
    floor = Floor(app)
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 20)
    floor.order("1042", TEA=4)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA", "TEA")
    malik = floor.person("Malik")
    deliver(floor, *[event(malik, code="TEA") for _ in range(3)])
    malik.seq -= 1
    text, _ = event(malik, code="SALT")
    deliver(floor, (text, ""), ("{", ""), event(malik, person=sofia.id), event(malik, kind="dance"))
    close(app)
    return data


@pytest.fixture
def data(worked: Path, tmp_path: Path) -> Path:
    """A copy of it to do harm to."""
    return Path(shutil.copytree(worked, tmp_path / "data"))


@pytest.fixture
def tamper(data: Path) -> Iterator[sqlite3.Connection]:
    """The database as somebody sees it who may write to the file, its triggers gone."""
    connection = sqlite3.connect(data / "pickface.sqlite3", isolation_level=None)
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    connection.close()


def run_audit(data: Path) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON line."""
    done = subprocess.run(
        [*PICKFACE, "audit", "--data", str(data), "--json"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": "server"},
    )
    assert done.stdout, done.stderr
    line: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert line["clean"] == (done.returncode == 0)
    return done.returncode, line


def told(data: Path) -> str:
    """All differences of a failing audit."""
    code, line = run_audit(data)
    assert code == 1
    assert line["difference_count"] == len(line["differences"]) > 0
    return "\n".join(line["differences"])


def test_an_honest_journal_is_clean_with_its_forks_and_forgeries(data: Path) -> None:
    code, line = run_audit(data)
    assert (code, line["differences"]) == (0, [])
    assert line["events"] >= 10
    assert line["streams"] == 2


def test_a_changed_body_is_found(data: Path, tamper: sqlite3.Connection) -> None:
    tamper.execute(
        """UPDATE scan_event SET body = replace(body, '"TEA"', '"SALT"') WHERE seq = 3"""
    )
    found = told(data)
    assert "the signature does not hold" in found
    assert "does not hang on the one before" in found


def test_a_changed_body_at_a_stream_s_end_is_found(data: Path, tamper: sqlite3.Connection) -> None:
    tamper.execute(
        "UPDATE scan_event SET body = body || ' ' WHERE seq = (SELECT MAX(seq) FROM scan_event WHERE task_id > 0)"
    )
    assert "its head is not its last event" in told(data)


def test_changed_bytes_that_nobody_could_read_are_found(
    data: Path, tamper: sqlite3.Connection
) -> None:
    tamper.execute(
        "UPDATE scan_event SET body = body || ' ' WHERE id = (SELECT id FROM scan_event ORDER BY received_at "
        "DESC, seq DESC LIMIT 1)"
    )
    assert "its bytes are not those that came" in told(data)


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_deleted_event_is_found(data: Path, tamper: sqlite3.Connection, seq: int) -> None:
    tamper.execute(
        "DELETE FROM scan_event WHERE seq = ? AND stream = (SELECT stream FROM scan_event "
        "WHERE task_id IS NOT NULL LIMIT 1)",
        (seq,),
    )
    found = told(data)
    assert "has a verdict and is not in the journal" in found
    assert "stream" in found


def test_an_event_put_in_by_hand_is_found(data: Path, tamper: sqlite3.Connection) -> None:
    tamper.execute(
        "INSERT INTO scan_event SELECT '01900000-0000-7000-8000-000000000000', site_id, received_at, device_at, "
        "stream, seq, person_id, device_id, task_id, step, kind, code, source, body, sig FROM scan_event "
        "WHERE seq = 2 LIMIT 1"
    )
    assert "has no verdict" in told(data)


def test_a_changed_balance_is_found(data: Path, tamper: sqlite3.Connection) -> None:
    tamper.execute("UPDATE balance SET qty = qty + 1 WHERE qty > 0")
    assert "balance_qty" in told(data)


def test_a_changed_move_is_found(data: Path, tamper: sqlite3.Connection) -> None:
    tamper.execute("UPDATE move SET qty = qty + 1 WHERE kind = 'pick'")
    assert "balance_qty" in told(data)


def test_a_move_of_nothing_that_was_scanned_is_found(
    data: Path, tamper: sqlite3.Connection
) -> None:
    tamper.execute(
        "UPDATE move SET cause = '01900000-0000-7000-8000-000000000000' WHERE kind = 'pick'"
    )
    assert "move_without_cause" in told(data)


def test_a_verdict_that_was_taken_back_is_found(data: Path, tamper: sqlite3.Connection) -> None:
    tamper.execute("UPDATE verdict SET verdict = 'refused'")
    assert "moved goods without being booked" in told(data)


def test_a_stream_that_was_removed_is_found(data: Path, tamper: sqlite3.Connection) -> None:
    tamper.execute("DELETE FROM stream")
    assert "belongs to a stream that is not there" in told(data)


def test_an_event_under_another_name_is_found(data: Path, tamper: sqlite3.Connection) -> None:
    tamper.execute("UPDATE shift SET public_key = (SELECT MAX(public_key) FROM shift)")
    assert "the signature does not hold" in told(data)


def test_where_there_is_no_pickface_the_audit_fails(tmp_path: Path) -> None:
    done = subprocess.run(
        [*PICKFACE, "audit", "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": "server"},
    )
    assert done.returncode != 0
