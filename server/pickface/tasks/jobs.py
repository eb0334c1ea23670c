"""Background work as leased rows: nothing runs twice, and no restart forgets anything (LAWS 28).

A lease is short, and who is at work renews it: what a killed process held is taken up within seconds, since a released
order waits for it. A job that fails is tried again after a pause that grows.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal

from flask import Flask

from pickface.db import Row, Tx, Writer, db
from pickface.errors import WriterUnavailable

log = logging.getLogger(__name__)

LEASE_MS = 5_000
RENEW_S = 1.5
IDLE_S = 2.0
FIRST_PAUSE_MS, LONGEST_PAUSE_MS = 1_000, 600_000
_AGAIN = '{"again": true}'
SLOW = (
    "reckon", "watch_stock", "mail_stock_alerts", "send_purchase_order", "send_report", "slot", "clear_photos",
    "clear_print_jobs", "load_archive", "follow_parcels",
)  # fmt: skip
"""Kinds of jobs that take long or wait for another machine: a thread of their own does them."""
AWAITED = ("fetch_label", "carrier_manifest")
"""Kinds that wait for another machine while a person waits for them: neither of the other threads does these."""
Lane = Literal["", "prompt", "slow", "awaited"]
_IN_LANE = {
    "": "",
    "prompt": f" AND kind NOT IN {SLOW + AWAITED}",
    "slow": f" AND kind IN {SLOW}",
    "awaited": f" AND kind IN {AWAITED}",
}
Handler = Callable[[Writer, str], None]


def leave(tx: Tx, kind: str, key: str, run_at: int = 0) -> None:
    """Leave a job to be done after this transaction; leaving the same one twice leaves it once.

    One that is under way has read what was there before, so it is marked to be done once more; one that rests after a
    failure is tried at once, since there is a new reason.
    """
    tx.run(
        "INSERT INTO job (kind, key, run_at) VALUES (:kind, :key, :at) ON CONFLICT (kind, key) DO UPDATE SET "
        "params = CASE WHEN job.leased_until > 0 THEN :again ELSE job.params END, "
        "run_at = CASE WHEN job.leased_until = 0 AND excluded.run_at < job.run_at THEN excluded.run_at "
        "ELSE job.run_at END",
        kind=kind,
        key=key,
        at=run_at or tx.now,
        again=_AGAIN,
    )
    tx.publish("jobs", {"kind": kind, "key": key})


def leave_for_every_site(tx: Tx, kind: str, in_ms: int) -> None:
    """Leave a job for each site that has none of its kind yet: it is theirs from now on, and comes back by itself."""
    for site in tx.all(
        "SELECT s.id FROM site s WHERE NOT EXISTS "
        "(SELECT 1 FROM job j WHERE j.kind = :kind AND j.key = CAST(s.id AS TEXT))",
        kind=kind,
    ):
        leave(tx, kind, str(site["id"]), tx.now + in_ms)


def finish(tx: Tx, kind: str, key: str) -> bool:
    """Strike a job off, in the transaction that does it. False if somebody else has done it already."""
    job = tx.one(
        "SELECT id, params FROM job WHERE kind = :kind AND key = :key" + tx.for_update,
        kind=kind,
        key=key,
    )
    if job is None:
        return False
    if job["params"] != _AGAIN:
        tx.run("DELETE FROM job WHERE id = :id", id=job["id"])
        return True
    tx.run(
        "UPDATE job SET params = '{}', leased_until = 0, attempts = 0, run_at = :now WHERE id = :id",
        now=tx.now,
        id=job["id"],
    )
    tx.publish("jobs", {"kind": kind, "key": key})
    return True


class Runner:
    """One thread that does the jobs and offers ready work: at once when told over the bus, else whenever it looks.

    A second one looks after slow jobs, which must not keep a released order waiting, and a third after what is asked of
    other machines while somebody waits for it.
    """

    def __init__(
        self,
        app: Flask,
        writer: Writer,
        handlers: Mapping[str, Handler],
        offer: Callable[[int], None],
    ) -> None:
        self._app, self._writer, self._handlers, self._offer = app, writer, handlers, offer
        self._stop = threading.Event()
        self._mailbox = app.extensions["pickface"].bus.listen(["jobs"])
        self._threads = [
            threading.Thread(target=self._serve, name="pickface-jobs", daemon=True),
            threading.Thread(
                target=self._serve_lane, args=("slow",), name="pickface-slow-jobs", daemon=True
            ),
            threading.Thread(
                target=self._serve_lane, args=("awaited",), name="pickface-asking", daemon=True
            ),
        ]

    def start(self) -> None:
        """Begin to work."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish the job at hand and end."""
        self._stop.set()
        self._mailbox.put({})
        for thread in self._threads:
            thread.join(timeout=5)
        self._app.extensions["pickface"].bus.leave(self._mailbox)

    def _serve(self) -> None:
        while not self._stop.is_set():
            sites = self._told()
            try:
                self._work_off("prompt")
                for site_id in sites | self._told(0):
                    with self._app.app_context():
                        self._offer(site_id)
            except Exception:
                log.exception("the job runner could not look for work")

    def _serve_lane(self, lane: Lane) -> None:
        while not self._stop.wait(IDLE_S):
            try:
                self._work_off(lane)
            except Exception:
                log.exception("the runner of %s jobs could not look for work", lane)

    def _work_off(self, lane: Lane) -> None:
        while not self._stop.is_set() and run_due(self._app, self._writer, self._handlers, lane):
            pass

    def _told(self, wait_s: float = IDLE_S) -> set[int]:
        """Wait for news, take all that is there, and answer the sites that have ready work."""
        sites: set[int] = set()
        message = self._mailbox.get(wait_s) if wait_s else self._mailbox.take()
        while message is not None:
            if "ready" in message:
                sites.add(message["ready"])
            message = self._mailbox.take()
        return sites


def run_due(app: Flask, writer: Writer, handlers: Mapping[str, Handler], lane: Lane = "") -> int:
    """Do what is due, once; answers how many were done. A job that fails stays, and is tried again after a pause.

    ``lane`` narrows it to the jobs of one thread.
    """
    claimed = writer.run(lambda tx: _claim(tx, lane))
    if not claimed:
        return 0
    done = 0
    with _kept(writer, claimed):
        for job in claimed:
            handler = handlers.get(job["kind"])
            if handler is None:
                log.error("no handler for job %s", job["kind"])
                _put_off(writer, job)
                continue
            try:
                with app.app_context():
                    handler(writer, job["key"])
                    db.session.remove()
                done += 1
            except Exception:
                log.exception("job %s %s failed", job["kind"], job["key"])
                _put_off(writer, job)
    return done


def _claim(tx: Tx, lane: Lane = "") -> list[Row]:
    kinds = _IN_LANE[lane]
    lock = "" if tx.dialect == "sqlite" else " FOR UPDATE SKIP LOCKED"
    due = tx.all(
        "SELECT id, kind, key, attempts FROM job WHERE run_at <= :now AND leased_until < :now"
        f"{kinds} ORDER BY id LIMIT 20" + lock,
        now=tx.now,
    )
    for job in due:
        tx.run(
            "UPDATE job SET leased_until = :until, attempts = attempts + 1 WHERE id = :id",
            until=tx.now + LEASE_MS,
            id=job["id"],
        )
    return due


@contextmanager
def _kept(writer: Writer, jobs: Sequence[Row]) -> Iterator[None]:
    """Renew the leases of ``jobs`` as long as this process lives and is at them."""
    over = threading.Event()

    def renew(tx: Tx) -> None:
        # One that has ended or been put off meanwhile has no lease to renew.
        for job in jobs:
            tx.run(
                "UPDATE job SET leased_until = :until WHERE id = :id AND leased_until > 0",
                until=tx.now + LEASE_MS,
                id=job["id"],
            )

    def keep() -> None:
        while not over.wait(RENEW_S):
            try:
                writer.run(renew)
            except WriterUnavailable as why:
                log.warning("leases of jobs could not be renewed: %s", why)

    keeper = threading.Thread(target=keep, name="pickface-job-leases", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _put_off(writer: Writer, job: Row) -> None:
    """Let a job that could not be done rest: a second at first, twice as long each time, ten minutes at most."""
    pause_ms = min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << min(int(job["attempts"]), 16))

    def put_off(tx: Tx) -> None:
        tx.run(
            "UPDATE job SET leased_until = 0, run_at = :at WHERE id = :id",
            at=tx.now + pause_ms,
            id=job["id"],
        )

    try:
        writer.run(put_off)
    except WriterUnavailable as why:
        # Its lease ends by itself.
        log.warning("job %s %s could not be put off: %s", job["kind"], job["key"], why)
