"""The job that writes snapshots of stock, once an hour."""

from __future__ import annotations

from pickface.db import Tx, Writer
from pickface.stock import snapshots
from pickface.tasks import jobs

JOB, KEY = "stock_snapshots", "all"
EVERY_MS = 3_600_000


def make(writer: Writer, key: str) -> None:
    """The job: write what is due, and come back in an hour."""
    snapshots.write_due(writer)

    def again(tx: Tx) -> None:
        if jobs.finish(tx, JOB, key):
            jobs.leave(tx, JOB, key, tx.now + EVERY_MS)

    writer.run(again)


def begin(tx: Tx) -> None:
    """Have snapshots made from now on; once for all processes and restarts."""
    if tx.value("SELECT 1 FROM job WHERE kind = :kind AND key = :key", kind=JOB, key=KEY) is None:
        jobs.leave(tx, JOB, KEY, tx.now + EVERY_MS)
