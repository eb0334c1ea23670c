"""Background work: done once, by whoever, and never forgotten (LAWS 28)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import monotonic
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import Tx, Writer
from pickface.tasks import jobs, snapshots
from tests.builders import write


def leave(app: APIFlask, kind: str, *keys: str, **more: Any) -> None:
    """Leave jobs."""
    write(app, lambda tx: [jobs.leave(tx, kind, key, **more) for key in keys])


def left(app: APIFlask) -> list[tuple[str, str]]:
    """The jobs that are still to be done."""
    found = write(app, lambda tx: tx.all("SELECT kind, key FROM job ORDER BY id"))
    return [(row["kind"], row["key"]) for row in found]


def lease_ends(app: APIFlask) -> None:
    """The lease's time goes by."""
    write(app, lambda tx: tx.run("UPDATE job SET leased_until = 1 WHERE leased_until > 0"))


def noting(done: list[str], kind: str) -> Callable[[Writer, str], None]:
    """A handler that does its job in a transaction and notes that it did."""

    def handle(writer: Writer, key: str) -> None:
        if writer.run(lambda tx: jobs.finish(tx, kind, key)):
            done.append(key)

    return handle


def run(app: APIFlask, **handlers: Any) -> int:
    """What one runner does now."""
    return jobs.run_due(app, app.extensions["pickface"].writer, handlers)


def test_law_28_a_job_is_done_once_by_two_runners(app: APIFlask) -> None:
    done: list[str] = []
    leave(app, "sweep", *[str(n) for n in range(30)])
    start = Barrier(2)

    def runner(_n: int) -> None:
        start.wait()
        while run(app, sweep=noting(done, "sweep")):
            pass

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(runner, range(2)))
    run(app, sweep=noting(done, "sweep"))
    assert sorted(done, key=int) == [str(n) for n in range(30)]
    assert left(app) == []


def test_law_28_leaving_a_job_twice_leaves_it_once(app: APIFlask) -> None:
    leave(app, "sweep", "1", "1")
    assert left(app) == [("sweep", "1")]


def test_law_28_a_job_of_a_process_that_was_killed_is_taken_up_within_five_seconds(
    app: APIFlask,
) -> None:
    done: list[str] = []
    leave(app, "sweep", "1")
    # What a killed process leaves behind: a claim, and nobody who renews it.
    claimed_at = write(app, lambda tx: (jobs._claim(tx), tx.now)[1])
    assert run(app, sweep=noting(done, "sweep")) == 0
    until = write(app, lambda tx: tx.value("SELECT leased_until FROM job"))
    assert 0 < until - claimed_at <= 5_000
    lease_ends(app)
    assert run(app, sweep=noting(done, "sweep")) == 1
    assert done == ["1"]


def test_law_28_who_is_at_work_keeps_the_lease(
    app: APIFlask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "RENEW_S", 0.02)
    leave(app, "sweep", "1")
    leases: set[int] = set()

    def slow(writer: Writer, key: str) -> None:
        until = monotonic() + 20
        while len(leases) < 3 and monotonic() < until:
            leases.add(write(app, lambda tx: tx.value("SELECT leased_until FROM job")))
        noting([], "sweep")(writer, key)

    assert run(app, sweep=slow) == 1
    assert len(leases) == 3


def test_a_job_that_fails_rests_longer_each_time_and_is_tried_again(app: APIFlask) -> None:
    done: list[str] = []
    leave(app, "sweep", "1")

    def fail(_writer: Writer, _key: str) -> None:
        raise RuntimeError("a bug")

    pauses = []
    for _ in range(3):
        began = write(app, lambda tx: tx.now)
        assert run(app, sweep=fail) == 0
        assert run(app, sweep=noting(done, "sweep")) == 0
        pauses.append(write(app, lambda tx: tx.value("SELECT run_at FROM job")) - began)
        write(app, lambda tx: tx.run("UPDATE job SET run_at = :now", now=tx.now))
    assert [round(pause / 1000) for pause in pauses] == [1, 2, 4]
    assert run(app, sweep=noting(done, "sweep")) == 1
    assert done == ["1"]


def test_law_28_a_slow_runner_does_not_do_again_what_another_has_done(app: APIFlask) -> None:
    done: list[str] = []
    leave(app, "sweep", "1")

    def slow(writer: Writer, key: str) -> None:
        lease_ends(app)
        run(app, sweep=noting(done, "sweep"))
        noting(done, "sweep")(writer, key)

    run(app, sweep=slow)
    assert done == ["1"]


def test_law_28_a_job_left_again_while_it_is_done_is_done_again(app: APIFlask) -> None:
    done: list[str] = []
    leave(app, "sweep", "1")

    def overtaken(writer: Writer, key: str) -> None:
        leave(app, "sweep", key)
        noting(done, "sweep")(writer, key)

    run(app, sweep=overtaken)
    assert left(app) == [("sweep", "1")]
    run(app, sweep=noting(done, "sweep"))
    assert done == ["1", "1"]
    assert left(app) == []


def test_law_28_a_job_waits_for_its_time(app: APIFlask) -> None:
    done: list[str] = []
    leave(app, "sweep", "1", run_at=2**52)
    assert run(app, sweep=noting(done, "sweep")) == 0
    assert left(app) == [("sweep", "1")]


def test_a_job_that_nobody_can_do_stays(app: APIFlask, caplog: pytest.LogCaptureFixture) -> None:
    leave(app, "unheard", "1")
    assert run(app) == 0
    assert left(app) == [("unheard", "1")]
    assert "no handler for job unheard" in caplog.text


def test_a_job_of_a_transaction_that_failed_was_never_left(app: APIFlask) -> None:
    def fail(tx: Tx) -> None:
        jobs.leave(tx, "sweep", "1")
        raise LookupError

    with pytest.raises(LookupError):
        write(app, fail)
    assert left(app) == []


def test_the_runner_does_a_job_as_soon_as_it_is_left_and_offers_ready_work(app: APIFlask) -> None:
    done, offered, told = [], [], Event()

    def handle(writer: Writer, key: str) -> None:
        noting(done, "sweep")(writer, key)
        told.set()

    ready = Event()

    def offer(site_id: int) -> None:
        offered.append(site_id)
        ready.set()

    here = app.extensions["pickface"]
    runner = jobs.Runner(app, here.writer, {"sweep": handle}, offer)
    runner.start()
    try:
        leave(app, "sweep", "1")
        assert told.wait(20)
        write(app, lambda tx: tx.publish("jobs", {"ready": 7}))
        assert ready.wait(20)
    finally:
        runner.stop()
    assert done == ["1"]
    assert offered == [7]


def test_snapshots_of_stock_are_begun_once_and_come_back_every_hour(app: APIFlask) -> None:
    here = app.extensions["pickface"]
    here.writer.run(snapshots.begin)
    first = here.writer.run(
        lambda tx: tx.value("SELECT run_at FROM job WHERE kind = 'stock_snapshots'")
    )
    here.writer.run(snapshots.begin)
    assert here.writer.run(lambda tx: tx.value("SELECT COUNT(*) FROM job")) == 1
    here.writer.run(lambda tx: tx.run("UPDATE job SET run_at = 1"))
    assert jobs.run_due(app, here.writer, here.jobs)
    again = here.writer.run(
        lambda tx: tx.value("SELECT run_at FROM job WHERE kind = 'stock_snapshots'")
    )
    assert again >= first
