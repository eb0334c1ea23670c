"""``pickface audit`` finds what somebody has changed behind the door's back."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pickface import processors
from pickface.app import create_app
from pickface.cli import cli
from pickface.config import Config
from pickface.errors import NotFound
from pickface.insight import audit_signatures
from pickface.insight.audit import audit
from pickface.scans import checkpoints
from pickface.scans.keys import load_or_make
from tests.conftest import close
from tests.scenarios.floor import Floor
from tests.signing import deliver, event


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
    first = floor.write(checkpoints.make)
    deliver(floor, event(malik, code="TEA", checkpoint=first), event(malik, code="TEA"))
    floor.write(checkpoints.make)
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


def run_audit(data: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON line."""
    done = CliRunner().invoke(cli, ["audit", "--data", str(data), "--json", *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    line: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert line["clean"] == (done.exit_code == 0)
    return done.exit_code, line


def told(data: Path, *options: str) -> str:
    """All differences of a failing audit."""
    code, line = run_audit(data, *options)
    assert code == 1
    assert line["difference_count"] == len(line["differences"]) > 0
    return "\n".join(line["differences"])


def test_an_honest_journal_is_clean_with_its_forks_and_forgeries(data: Path) -> None:
    code, line = run_audit(data)
    assert (code, line["differences"]) == (0, [])
    assert line["events"] >= 10
    assert (line["streams"], line["keys"], line["checkpoints"]) == (3, 3, 2)


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
    tamper.execute("UPDATE scan_event SET body = body || ' ' WHERE stream = ''")
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
    tamper.execute(
        "UPDATE move SET cause = (SELECT MIN(m.cause) FROM move m JOIN scan_event e ON e.id = m.cause)"
    )
    since = [line for line in audit_since(data, 1) if "moved goods" in line]
    assert len(since) == 1, "an event that moved many is told once"


def test_a_stream_that_was_removed_is_found(data: Path, tamper: sqlite3.Connection) -> None:
    tamper.execute("DELETE FROM stream")
    assert "belongs to a stream that is not there" in told(data)


def test_an_event_under_another_name_is_found(data: Path, tamper: sqlite3.Connection) -> None:
    tamper.execute("UPDATE shift SET public_key = (SELECT MAX(public_key) FROM shift)")
    assert "the signature does not hold" in told(data)


def whose(tamper: sqlite3.Connection, name: str) -> str:
    """Somebody's stream."""
    return str(
        tamper.execute(
            "SELECT stream FROM shift s JOIN person p ON p.id = s.person_id WHERE p.name = ?",
            (name,),
        ).fetchone()[0]
    )


def cut_off(tamper: sqlite3.Connection, stream: str, seq: int) -> None:
    """A stream ends at ``seq`` as if it had never gone on: as clean as somebody who knows everything can make it."""
    body = tamper.execute(
        "SELECT body FROM scan_event WHERE stream = ? AND seq = ?", (stream, seq)
    ).fetchone()[0]
    later = "SELECT id FROM scan_event WHERE stream = ? AND seq > ?"
    tamper.execute(f"DELETE FROM verdict WHERE event_id IN ({later})", (stream, seq))
    tamper.execute(f"DELETE FROM exception WHERE event_id IN ({later})", (stream, seq))
    tamper.execute("DELETE FROM scan_event WHERE stream = ? AND seq > ?", (stream, seq))
    tamper.execute(
        "UPDATE stream SET next_seq = ?, head = ? WHERE id = ?",
        (seq + 1, hashlib.sha256(body.encode()).hexdigest(), stream),
    )


def newest(tamper: sqlite3.Connection) -> tuple[int, str]:
    """The number and the hash of the last checkpoint."""
    found: tuple[int, str] = tamper.execute(
        "SELECT number, hash FROM checkpoint ORDER BY number DESC"
    ).fetchone()
    return found


def test_law_03_a_journal_whose_tail_was_cut_off_is_told_by_its_checkpoint(
    data: Path, tamper: sqlite3.Connection
) -> None:
    malik = whose(tamper, "Malik")
    cut_off(tamper, malik, 6)
    assert f"stream {malik}: checkpoint 2 covers it up to 7, it ends at 6" in told(data)


def test_law_03_a_journal_that_is_cut_off_together_with_its_checkpoint_is_told_by_who_carries_it(
    data: Path, tamper: sqlite3.Connection
) -> None:
    number, kept = newest(tamper)
    cut_off(tamper, whose(tamper, "Malik"), 5)
    tamper.execute("DELETE FROM checkpoint WHERE number = ?", (number,))
    tamper.execute("DELETE FROM checkpoint_head WHERE number = ?", (number,))
    assert run_audit(data)[1]["clean"], "nothing inside tells it"
    assert f"what was kept outside names checkpoint {kept}" in told(data, "--checkpoint", kept)


def test_law_03_an_event_that_names_a_checkpoint_which_never_was_is_told(
    data: Path, tamper: sqlite3.Connection
) -> None:
    first = tamper.execute("SELECT hash FROM checkpoint WHERE number = 1").fetchone()[0]
    tamper.execute("DELETE FROM checkpoint")
    tamper.execute("DELETE FROM checkpoint_head")
    found = told(data)
    assert f"names checkpoint {first}, which is not there" in found
    assert found.count("names checkpoint") == 1


def test_law_03_a_journal_that_was_rewritten_whole_is_told_by_its_checkpoint(
    data: Path, tamper: sqlite3.Connection
) -> None:
    stream = tamper.execute("SELECT id FROM server_key").fetchone()[0]
    forge_server_stream(data, tamper, stream)
    found = told(data)
    assert "does not hang" not in found
    assert "signature" not in found
    assert f"stream {stream}: up to 2 it is not what checkpoint 1 covers" in found


def forge_server_stream(data: Path, tamper: sqlite3.Connection, stream: str) -> None:
    """Somebody who has the server's own key puts another device into its last sign-in, and mends the whole chain."""
    signer = load_or_make(data)
    event_id, text = tamper.execute(
        "SELECT id, body FROM scan_event WHERE stream = ? AND seq = 2", (stream,)
    ).fetchone()
    said = json.loads(text)
    said["device"] = tamper.execute("SELECT MIN(id) FROM device").fetchone()[0]
    forged = json.dumps(said, separators=(",", ":"))
    tamper.execute(
        "UPDATE scan_event SET body = ?, sig = ? WHERE id = ?",
        (forged, signer.sign(forged), event_id),
    )
    tamper.execute(
        "UPDATE stream SET head = ? WHERE id = ?",
        (hashlib.sha256(forged.encode()).hexdigest(), stream),
    )
    tamper.execute("UPDATE shift SET device_id = ? WHERE id = ?", (said["device"], said["begun"]))


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (
            "UPDATE checkpoint SET at = at + 1 WHERE number = 1",
            "checkpoint 1 does not have the hash",
        ),
        ("DELETE FROM checkpoint WHERE number = 1", "checkpoint 2 does not hang on the one before"),
        ("DELETE FROM checkpoint_head WHERE number = 2", "checkpoint 2 does not have the hash"),
        ("UPDATE checkpoint SET server_keys = '[]'", "checkpoint 1 does not have the hash"),
        ("DELETE FROM checkpoint WHERE number = 2", "checkpoint 2 has heads and is not there"),
        ("DELETE FROM stream", "covers it, it is not there"),
    ],
)
def test_law_03_a_checkpoint_that_was_touched_is_told(
    data: Path, tamper: sqlite3.Connection, harm: str, sentence: str
) -> None:
    tamper.execute(harm)
    assert sentence in told(data)


def test_law_03_a_key_that_was_put_in_by_hand_is_told(
    data: Path, tamper: sqlite3.Connection
) -> None:
    tamper.execute(
        "INSERT INTO shift (id, person_id, device_id, stream, public_key, started_at) "
        "SELECT '01900000-0000-7000-8000-000000000000', person_id, device_id, stream, public_key, started_at "
        "FROM shift LIMIT 1"
    )
    assert "no event of the server's registered its key" in told(data)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE shift SET public_key = (SELECT MIN(public_key) FROM shift)",
        "UPDATE shift SET person_id = (SELECT MIN(person_id) FROM shift)",
        "UPDATE shift SET device_id = (SELECT MIN(device_id) FROM shift)",
    ],
)
def test_law_03_a_key_that_was_given_to_somebody_else_is_told(
    data: Path, tamper: sqlite3.Connection, harm: str
) -> None:
    tamper.execute(harm)
    assert "is not what event" in told(data)


def test_law_03_a_shift_that_was_removed_is_told(data: Path, tamper: sqlite3.Connection) -> None:
    tamper.execute("DELETE FROM shift WHERE stream = ?", (whose(tamper, "Malik"),))
    assert "that it began is not there" in told(data)


@pytest.mark.parametrize("column", ["person_id", "task_id", "device_at", "code", "kind"])
def test_law_03_a_scan_that_the_journal_shows_as_another_is_told(
    data: Path, tamper: sqlite3.Connection, column: str
) -> None:
    value = "'SALT'" if column in {"code", "kind"} else "99"
    tamper.execute(f"UPDATE scan_event SET {column} = {value} WHERE seq = 4 AND task_id > 0")
    assert f"{column} in the journal is not what its body says" in told(data)


def test_where_there_is_no_pickface_the_audit_fails(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["audit", "--data", str(tmp_path)])
    assert done.exit_code == 1


def test_law_26_a_manager_redacts_at_the_command_line_and_the_audit_counts_it(data: Path) -> None:
    before = run_audit(data)
    with closing(sqlite3.connect(data / "pickface.sqlite3")) as books, books:
        books.execute(
            "INSERT INTO person (site_id, name, login, role) VALUES (1, 'Maria', 'maria', 'manager')"
        )
        (event_id,) = books.execute(
            "SELECT e.id FROM scan_event e JOIN verdict v ON v.event_id = e.id "
            "WHERE e.task_id IS NULL AND e.code = 'TEA' AND v.verdict = 'booked' ORDER BY e.id LIMIT 1"
        ).fetchone()
    words = ["redact", event_id, "--data", str(data), "--why", "not ours to keep", "--by"]
    assert isinstance(CliRunner().invoke(cli, [*words, "nobody"]).exception, NotFound)
    done = CliRunner().invoke(cli, [*words, "Maria"])
    assert done.exit_code == 0, done.output
    after = run_audit(data)
    assert (after[0], after[1]["redacted"]) == (before[0], 1)
    assert after[1]["differences"] == before[1]["differences"]


def audit_since(data: Path, moment: int) -> list[str]:
    """What an audit finds that looks only at what came since a moment."""
    app = create_app(Config(data=data, testing=True))
    with app.app_context():
        found = audit(since=moment).differences
    close(app)
    return found


def first_checkpoint(tamper: sqlite3.Connection) -> int:
    """When the first of the two checkpoints was made."""
    return int(tamper.execute("SELECT at FROM checkpoint WHERE number = 1").fetchone()[0])


def test_an_audit_of_what_came_since_believes_the_checkpoint_before(
    data: Path, tamper: sqlite3.Connection
) -> None:
    since = first_checkpoint(tamper)
    assert audit_since(data, since) == []
    assert run_audit(data, "--since", "1d")[0] == 0
    covered = tamper.execute(
        "SELECT MIN(seq), stream FROM scan_event WHERE stream <> ''"
    ).fetchone()
    spoil = "UPDATE scan_event SET body = body || ' ' WHERE stream = ? AND seq = ?"
    tamper.execute(spoil, (covered[1], covered[0]))
    assert audit_since(data, since) == []
    assert "the signature does not hold" in told(data)
    last = tamper.execute(
        "SELECT stream, seq FROM scan_event WHERE stream <> '' ORDER BY id DESC"
    ).fetchone()
    tamper.execute(spoil, last)
    found = "\n".join(audit_since(data, since))
    assert "its head is not its last event" in found


def test_believing_the_checkpoint_saves_signatures_and_nothing_else(
    data: Path, tamper: sqlite3.Connection
) -> None:
    believing = "--believe-checkpoint"
    assert run_audit(data, believing)[0] == 0
    stream, seq = tamper.execute(
        "SELECT e.stream, e.seq FROM scan_event e JOIN checkpoint_head h ON h.stream = e.stream "
        "AND h.next_seq > e.seq AND h.number = 1 ORDER BY e.id LIMIT 1"
    ).fetchone()
    forge = "UPDATE scan_event SET sig = 'AAAA' WHERE stream = ? AND seq = ?"
    tamper.execute(forge, (stream, seq))
    assert run_audit(data)[0] == 1
    assert run_audit(data, believing)[0] == 0
    spoil = "UPDATE scan_event SET body = body || ' ' WHERE stream = ? AND seq = ?"
    tamper.execute(spoil, (stream, seq))
    assert run_audit(data, believing)[0] == 1


def test_helpers_find_what_one_process_finds(
    data: Path, tamper: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    forged = [
        event
        for (event,) in tamper.execute(
            "SELECT id FROM scan_event WHERE stream <> '' AND kind = 'scan' "
            "AND id IN (SELECT event_id FROM verdict WHERE verdict = 'booked') ORDER BY id"
        ).fetchall()
    ]
    assert forged
    tamper.execute(
        "UPDATE scan_event SET sig = 'AAAA' WHERE stream <> '' AND kind = 'scan' "
        "AND id IN (SELECT event_id FROM verdict WHERE verdict = 'booked')"
    )
    alone = told(data)
    monkeypatch.setattr(audit_signatures, "ALONE", 4)
    monkeypatch.setattr(audit_signatures, "AT_ONCE", 2)
    monkeypatch.setattr(processors, "processors", lambda: 2)
    together = told(data)
    assert sorted(together.splitlines()) == sorted(alone.splitlines())
    for one in forged:
        assert f"event {one}: the signature does not hold" in together


def test_an_audit_of_what_came_since_looks_at_the_items_that_moved(
    data: Path, tamper: sqlite3.Connection
) -> None:
    tamper.execute("UPDATE balance SET qty = qty + 1 WHERE virtual = 0 AND qty > 1")
    found = "\n".join(audit_since(data, 1))
    assert "balance_qty" in found
    assert "level_on_hand" in found
    assert audit_since(data, 2**45) == []
