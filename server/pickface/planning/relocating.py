"""The job that looks for better places, once a week at night and whenever somebody asks.

It reads at one moment and reckons in a process of its own, which takes half a minute of a processor on a floor of
some thousand bins; what somebody has asked for already is left as it is.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import Final

from pickface.db import Tx, Writer, db
from pickface.planning.places import read_places
from pickface.planning.reckoning import zone_of
from pickface.planning.slotting import Advice, Question, advise
from pickface.tasks import jobs
from pickface.tasks.nights import next_night

JOB: Final = "slot"
EVERY_MS: Final = 6 * 86_400_000
"""The first night after so long."""
REMEMBERED_MS: Final = 182 * 86_400_000
"""For half a year nobody is asked again about goods that somebody wants to leave where they are."""
FIRST_MS: Final = 15 * 60_000
_PATIENCE_S: Final = 1_800
_NOTHING: Final = Advice((), 0, 0)


class SlottingFailed(RuntimeError):
    """The process that reckons ended without an answer."""


def begin(tx: Tx) -> None:
    """Have the places of every site reckoned from now on; once for all processes and restarts."""
    for site in tx.all(
        "SELECT s.id FROM site s WHERE NOT EXISTS "
        "(SELECT 1 FROM job j WHERE j.kind = :kind AND j.key = CAST(s.id AS TEXT))",
        kind=JOB,
    ):
        jobs.leave(tx, JOB, str(site["id"]), tx.now + FIRST_MS)


def ask(tx: Tx, site_id: int) -> None:
    """Have a site's places reckoned at once."""
    jobs.leave(tx, JOB, str(site_id), tx.now)


def slot(writer: Writer, key: str) -> None:
    """The job: reckon a site's places, and come back next week."""
    site_id = int(key)
    question = read_places(site_id)
    db.session.remove()
    advice = _NOTHING if question is None else apart(question)
    orders = 0 if question is None else len(question.orders)

    def write(tx: Tx) -> None:
        if jobs.finish(tx, JOB, key):
            jobs.leave(tx, JOB, key, next_night(tx.now + EVERY_MS, zone_of(tx, site_id)))
        _write(tx, site_id, advice, orders)

    writer.run(write)


def apart(question: Question) -> Advice:
    """Reckon in a process of its own, which yields to whatever else the machine has to do."""
    done = subprocess.run(
        [sys.executable, "-m", "pickface.planning.relocating"],
        input=pickle.dumps(question),
        capture_output=True,
        timeout=_PATIENCE_S,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    if done.returncode:
        raise SlottingFailed(done.stderr.decode(errors="replace")[-2000:])
    advice: Advice = pickle.loads(done.stdout)  # noqa: S301 - our own child's words
    return advice


def _write(tx: Tx, site_id: int, advice: Advice, orders: int) -> None:
    tx.run(
        "DELETE FROM relocation WHERE site_id = :site AND state <> 'asked' AND (state = 'open' OR reckoned_at < :old)",
        site=site_id,
        old=tx.now - REMEMBERED_MS,
    )
    tx.run("DELETE FROM slotting WHERE site_id = :site", site=site_id)
    tx.run(
        "INSERT INTO slotting (site_id, reckoned_at, orders, now_mm_week, then_mm_week) "
        "VALUES (:site, :at, :orders, :now, :then)",
        site=site_id,
        at=tx.now,
        orders=orders,
        now=advice.now_mm_week,
        then=advice.then_mm_week,
    )
    wish = int(
        tx.value(
            "SELECT COALESCE(MAX(wish), 0) FROM relocation WHERE site_id = :site", site=site_id
        )
    )
    tx.insert_many(
        "relocation",
        [
            {
                "site_id": site_id,
                "wish": wish + number,
                "position": position,
                "item_id": one.item,
                "from_place_id": one.origin,
                "to_place_id": one.goal,
                "saves_mm_week": worth.saves_mm_week,
                "costs_mm": worth.costs_mm,
                "picks": worth.picks,
                "reckoned_at": tx.now,
            }
            for number, worth in enumerate(advice.worth, 1)
            for position, one in enumerate(worth.relocations, 1)
        ],
    )


def main() -> None:
    """Answer the question on standard input."""
    os.nice(10)
    question = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent's words
    sys.stdout.buffer.write(pickle.dumps(advise(question)))


if __name__ == "__main__":
    main()
