"""Checkpoints are made beside the work, cover every stream, and reach whoever may keep them (LAWS 3)."""

from __future__ import annotations

import csv
import json

import pytest

from pickface.db import clock
from pickface.insight import journal
from pickface.insight.audit import audit
from pickface.insight.forms import JournalQuery
from pickface.scans import checkpoints
from pickface.tasks import jobs, work
from pickface.workbooks.plain import csv_lines
from tests.integration.scans.test_the_door import is_clean
from tests.scenarios.floor import Floor, Person
from tests.signing import deliver, event


def made(floor: Floor) -> list[str]:
    """The hashes of all checkpoints, oldest first."""
    return [row["hash"] for row in floor.read("SELECT hash FROM checkpoint ORDER BY number")]


def test_law_03_a_checkpoint_covers_the_head_of_every_stream(floor: Floor, sofia: Person) -> None:
    made_now = floor.write(checkpoints.make)
    assert made(floor) == [made_now]
    covered = {
        (row["stream"], row["next_seq"], row["head"])
        for row in floor.read("SELECT stream, next_seq, head FROM checkpoint_head")
    }
    assert (sofia.stream, sofia.seq + 1, sofia.head) in covered
    assert floor.engine.signer.id in {stream for stream, _, _ in covered}
    assert is_clean(floor)


def test_law_03_the_next_one_hangs_on_it_and_names_only_what_moved(
    floor: Floor, sofia: Person
) -> None:
    first = floor.write(checkpoints.make)
    sofia.scan("TEA")
    second = floor.write(checkpoints.make)
    assert floor.value("SELECT prev FROM checkpoint WHERE hash = :hash", hash=second) == first
    moved = floor.read("SELECT stream FROM checkpoint_head WHERE number = 2")
    assert [row["stream"] for row in moved] == [sofia.stream]
    assert is_clean(floor)


def test_where_nothing_has_moved_none_is_made(floor: Floor, sofia: Person) -> None:
    assert floor.write(checkpoints.make)
    assert floor.write(checkpoints.make) == ""
    assert len(made(floor)) == 1


def test_law_28_the_job_makes_one_and_leaves_the_next(
    floor: Floor, sofia: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor.write(checkpoints.begin)
    floor.write(checkpoints.begin)
    floor.work_off()
    assert len(made(floor)) == 1
    waiting = floor.read("SELECT run_at FROM job WHERE kind = :kind", kind=checkpoints.JOB)
    assert [clock() < row["run_at"] <= clock() + checkpoints.EVERY_MS for row in waiting] == [True]
    sofia.scan("TEA")
    assert len(made(floor)) == 1, "not before its time"
    monkeypatch.setattr(checkpoints, "EVERY_MS", 0)
    floor.write(lambda tx: tx.run("UPDATE job SET run_at = 0"))
    jobs.run_due(floor.app, floor.engine.writer, floor.engine.jobs)
    assert len(made(floor)) == 2


def test_law_03_the_snapshot_hands_it_to_the_device_and_events_bring_it_back(
    floor: Floor, sofia: Person
) -> None:
    def handed() -> str:
        with floor.app.app_context():
            return str(work.snapshot(sofia.id, sofia.device)["checkpoint"])

    assert handed() == ""
    newest = floor.write(checkpoints.make)
    assert handed() == newest
    deliver(floor, event(sofia, code="TEA", checkpoint=newest))
    assert is_clean(floor)


def test_law_03_a_signed_event_that_names_another_checkpoint_is_told(
    floor: Floor, sofia: Person
) -> None:
    floor.write(checkpoints.make)
    deliver(floor, event(sofia, code="TEA", checkpoint="f" * 64))
    with floor.app.app_context():
        told = audit().differences
    assert [f"names checkpoint {'f' * 64}" in each for each in told] == [True]


def test_law_03_a_forged_event_may_name_what_it_likes(floor: Floor, sofia: Person) -> None:
    sealed, _ = event(sofia, code="TEA", checkpoint="f" * 64)
    deliver(floor, (sealed, "forged"))
    assert is_clean(floor)


def test_law_03_an_export_carries_the_newest_checkpoint_on_every_row(
    floor: Floor, sofia: Person
) -> None:
    newest = floor.write(checkpoints.make)
    with floor.app.app_context():
        text = "".join(csv_lines(journal.table(floor.site.id, JournalQuery(format="csv"))))
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["checkpoint"] for row in rows} == {newest}
    mine = [row["hash"] for row in rows if row["stream"] == sofia.stream]
    assert mine[0] == sofia.head, "the newest row has the hash that the next event hangs on"


def test_law_03_a_sign_in_is_an_event_that_names_the_key(floor: Floor, sofia: Person) -> None:
    said = [
        json.loads(row["body"])
        for row in floor.read("SELECT body FROM scan_event WHERE kind = 'sign_in' ORDER BY seq")
    ]
    key = floor.value("SELECT public_key FROM shift WHERE id = :id", id=sofia.shift)
    assert [
        (s["begun"], s["person"], s["public_key"]) for s in said if s["person"] == sofia.id
    ] == [(sofia.shift, sofia.id, key)]
