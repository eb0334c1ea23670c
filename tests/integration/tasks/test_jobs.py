"""Background work: done once, by whoever, and never forgotten (LAWS 28)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import Tx, Writer
from pickface.tasks import jobs
from tests.builders import write


def leave(app: APIFlask, kind: str, *keys: str, **more: Any) -> None:
    """Leave jobs."""
    write(app, lambda tx: [jobs.leave(tx, kind, key, **more) for key in keys])


def left(app: APIFlask) -> list[tuple[str, str]]:
    """The jobs that are still to be done."""
    found = write(app, lambda tx: tx.all("SELECT kind, key FROM job ORDER BY id"))
    return [(row["kind"], row["key"]) for row in found]


def lease_ends(app: APIFlask) -> None:
    """A minute goes by."""
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


def test_law_28_a_job_survives_a_crash_between_its_lease_and_its_end(app: APIFlask) -> None:
    done: list[str] = []
    leave(app, "sweep", "1")

    def crash(_writer: Writer, _key: str) -> None:
        raise RuntimeError("the power went")

    assert run(app, sweep=crash) == 0
    assert run(app, sweep=noting(done, "sweep")) == 0
    lease_ends(app)
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
