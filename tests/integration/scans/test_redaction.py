"""Law 26: what a scan said can be blanked for good, by somebody and for a reason; nothing else can be."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from pickface.db import Tx, db
from pickface.errors import Conflict, NotFound
from pickface.insight.audit import audit
from pickface.insight.audit_report import Report
from pickface.scans import checkpoints
from pickface.scans.journal import hash_of
from pickface.scans.redaction import redact
from tests.scenarios.floor import Floor, Person

pytestmark = pytest.mark.both

SECRET = "ADA-LOVELACE-1815"
REFUSED = (sqlite3.IntegrityError, psycopg.errors.RaiseException)


def audited(floor: Floor) -> Report:
    """What an audit finds."""
    with floor.app.app_context():
        found = audit()
        db.session.remove()
    return found


def scanned(floor: Floor, code: str = SECRET) -> dict[str, Any]:
    """The journal's row of the scan of a code."""
    return floor.read("SELECT * FROM scan_event WHERE code = :code", code=code)[0]


def row_of(floor: Floor, event_id: str) -> dict[str, Any]:
    """The journal's row of an event."""
    return floor.read("SELECT * FROM scan_event WHERE id = :id", id=event_id)[0]


def blank(floor: Floor, event_id: str, why: str = "an identity card was scanned") -> int:
    """A manager redacts; answers who."""
    maria: int = (
        floor.value("SELECT id FROM person WHERE name = 'Maria'")
        or floor.person("Maria", "manager").id
    )
    floor.write(lambda tx: redact(tx, floor.engine.signer, event_id, maria, why))
    return maria


@pytest.fixture
def done(floor: Floor, sofia: Person) -> str:
    """A pick is done in which somebody scanned what should not be kept; the id of that scan."""
    floor.write(checkpoints.make)
    sofia.scan(SECRET)
    sofia.scan("TEA")
    sofia.quantity(4)
    sofia.scan("PACK-1")
    assert sofia.done
    floor.write(checkpoints.make)
    return str(scanned(floor)["id"])


def everywhere(floor: Floor) -> str:
    """All that the database holds, as text."""
    tables = (
        "scan_event",
        "verdict",
        "exception",
        "task",
        "delivery",
        "redaction",
        "container",
        "lot",
    )
    return "".join(repr(floor.read(f"SELECT * FROM {table}")) for table in tables)


def test_law_26_what_was_said_is_gone_and_what_proves_it_stays(floor: Floor, done: str) -> None:
    before = row_of(floor, done)
    assert SECRET in everywhere(floor)
    maria = blank(floor, done)
    assert SECRET not in everywhere(floor)
    after = row_of(floor, done)
    assert after["body"] == f"redacted:{hash_of(before['body'])}"
    assert {**after, "body": "", "code": ""} == {**before, "body": "", "code": ""}
    by = json.loads(
        floor.value("SELECT body FROM scan_event WHERE kind = 'office' ORDER BY id DESC LIMIT 1")
    )
    assert (by["action"], by["event"], by["person"]) == ("redact", done, maria)
    assert by["why"] == "an identity card was scanned"
    found = audited(floor)
    assert (found.differences, found.redacted) == ([], 1)
    assert "1 events redacted" in found.sentence()


def test_law_26_redacting_twice_changes_nothing(floor: Floor, done: str) -> None:
    blank(floor, done)
    events = floor.value("SELECT COUNT(*) FROM scan_event")
    blank(floor, done)
    assert floor.value("SELECT COUNT(*) FROM scan_event") == events
    assert audited(floor).clean


def test_what_nobody_ever_scanned_is_not_redacted(floor: Floor) -> None:
    with pytest.raises(NotFound):
        blank(floor, "01890000-0000-7000-8000-000000000000")
    assert floor.value("SELECT COUNT(*) FROM redaction") == 0


def test_a_redacted_scan_that_is_delivered_again_is_a_repeat_and_stays_blank(
    floor: Floor, sofia: Person, done: str
) -> None:
    blank(floor, done)
    events = floor.value("SELECT COUNT(*) FROM scan_event")
    assert {verdict.get("repeat") for verdict in sofia.repeat_delivery()} == {True}
    assert floor.value("SELECT COUNT(*) FROM scan_event") == events
    assert SECRET not in everywhere(floor)


@pytest.mark.parametrize("of", ["open task", "waiting scan", "sign-in", "office"])
def test_what_is_still_needed_is_not_redacted(floor: Floor, sofia: Person, of: str) -> None:
    sofia.scan("TEA")
    if of == "waiting scan":
        malik = floor.person("Malik")
        malik.task = sofia.task
        malik.scan("TEA")
        assert malik.verdict[0] == "set_aside"
        event_id = malik.verdicts[-1]["id"]
    elif of == "open task":
        event_id = scanned(floor, "TEA")["id"]
    else:
        if of == "office":
            floor.write(
                lambda tx: tx.run(
                    "UPDATE task SET state = 'done' WHERE id = :id", id=sofia.task["id"]
                )  # type: ignore[index]
            )
            blank(floor, scanned(floor, "TEA")["id"])
        kind = "sign_in" if of == "sign-in" else "office"
        event_id = floor.value("SELECT id FROM scan_event WHERE kind = :kind", kind=kind)
    with pytest.raises(Conflict):
        blank(floor, event_id)


def forged(floor: Floor, done: str, *statements: str, **values: Any) -> Callable[[], None]:
    """Somebody writes into the database what these statements say."""

    def work(tx: Tx) -> None:
        for statement in statements:
            tx.run(statement, **{name: value for name, value in values.items() if f":{name}" in statement}
                   | ({"id": done} if ":id" in statement else {}))  # fmt: skip

    return lambda: floor.write(work)


ROW = "INSERT INTO redaction (event_id, hash, shift, by_event, at) VALUES (:id, :hash, '', '', 1)"
BLANK = "UPDATE scan_event SET body = 'redacted:' || :hash, code = '' WHERE id = :id"


@pytest.mark.parametrize(
    "statements",
    [
        (BLANK,),
        (ROW, "UPDATE scan_event SET body = 'redacted:', code = '' WHERE id = :id"),
        (ROW, "UPDATE scan_event SET body = 'redacted:' || :hash WHERE id = :id"),
        (ROW, "UPDATE scan_event SET body = '{}', code = '' WHERE id = :id"),
        (ROW, f"{BLANK[:-15]}, person_id = 99 WHERE id = :id"),
        (ROW, f"{BLANK[:-15]}, sig = '' WHERE id = :id"),
        (ROW, "DELETE FROM scan_event WHERE id = :id"),
        (ROW, BLANK, "UPDATE scan_event SET code = 'MORE' WHERE id = :id"),
        (ROW, BLANK, BLANK),
        (ROW, "UPDATE scan_event SET body = 'redacted:' || :hash, code = ''"),
        (ROW, "UPDATE verdict SET verdict = 'booked' WHERE event_id = :id"),
        (ROW, "UPDATE verdict SET params = '{\"more\": 1}' WHERE event_id = :id"),
        (ROW, "UPDATE verdict SET params = '{}'"),
        ("UPDATE verdict SET params = '{}' WHERE event_id = :id",),
        (ROW, "UPDATE redaction SET hash = 'x'"),
        (ROW, "DELETE FROM redaction"),
    ],
    ids=range(16),
)
def test_law_11_the_database_lets_nobody_do_anything_else(
    floor: Floor, done: str, statements: tuple[str, ...]
) -> None:
    before = everywhere(floor)
    digest = hash_of(row_of(floor, done)["body"])
    with pytest.raises(REFUSED, match="append-only"):
        forged(floor, done, *statements, hash=digest)()
    assert everywhere(floor) == before


def test_an_audit_tells_what_was_blanked_by_nobody(floor: Floor, done: str) -> None:
    digest = hash_of(row_of(floor, done)["body"])
    forged(floor, done, ROW, BLANK, hash=digest)()
    assert audited(floor).differences == [
        f"event {done}: it is blanked, and nobody has redacted it"
    ]


def test_an_audit_tells_a_hash_that_is_not_of_what_was_signed(floor: Floor, done: str) -> None:
    forged(floor, done, ROW, BLANK, hash="0" * 64)()
    found = audited(floor).differences
    assert f"event {done}: it is blanked, and nobody has redacted it" in found
    assert any("does not hang on the one before" in difference for difference in found)


def test_a_scan_that_looks_redacted_is_kept_as_it_came(floor: Floor, sofia: Person) -> None:
    text = f"redacted:{'0' * 64}"
    sofia.outbox.append((text, ""))
    sofia.come_back()
    kept = floor.read("SELECT body FROM scan_event WHERE kind = 'malformed'")[0]["body"]
    assert kept.startswith("base64:")
    assert audited(floor).redacted == 0
