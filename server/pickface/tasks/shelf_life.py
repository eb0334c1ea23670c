"""The day goes on, and what expires with it is promised to nobody; who is on the way to it is sent elsewhere."""

from __future__ import annotations

from typing import Final

from pickface.db import Tx, Writer, clock, db, rows
from pickface.stock import shelf_life
from pickface.tasks import jobs

JOB: Final = "keep_fresh"
FIRST_MS: Final = 5_000
EVERY_MS: Final = 15 * 60_000
"""Days begin in every time zone at a quarter of an hour; a changed setting is followed as soon."""


def begin(tx: Tx) -> None:
    """Have every site's dated goods looked at from now on; once for all processes and restarts."""
    jobs.leave_for_every_site(tx, JOB, FIRST_MS)


def keep(writer: Writer, key: str) -> None:
    """The job: go on to the present day, a day of expiry at a time, and come back in a quarter of an hour."""
    site_id = int(key)
    while True:
        step = shelf_life.next_day(rows, site_id, clock())
        db.session.remove()
        if step is None:
            break
        writer.run(lambda tx, step=step: _go_on(tx, site_id, *step))  # type: ignore[misc]

    def again(tx: Tx) -> None:
        if jobs.finish(tx, JOB, key):
            jobs.leave(tx, JOB, key, tx.now - tx.now % EVERY_MS + EVERY_MS)

    writer.run(again)


def _go_on(tx: Tx, site_id: int, day: str, behind: str) -> None:
    loosened = shelf_life.go_on(tx, site_id, day, behind)
    for task_id in sorted({promise.task_id for promise in loosened if promise.task_id}):
        jobs.leave(tx, "pins_moved", str(task_id))
    if loosened:
        # Lines whose promise was let go wait for the job that reserves them again.
        tx.publish("jobs", {"kind": "reserve", "key": ""})
