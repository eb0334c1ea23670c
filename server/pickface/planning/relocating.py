"""The job that looks for better places, once a week at night and whenever somebody asks.

It reads at one moment and reckons in a process of its own, which takes half a minute of a processor on a floor of
some thousand bins; what somebody has asked for already is left as it is.
"""

from __future__ import annotations

from typing import Final

from pickface.db import Tx, Writer, db
from pickface.planning.apart import apart
from pickface.planning.places import read_places
from pickface.planning.reckoning import zone_of
from pickface.planning.slotting import Advice, advise
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


def begin(tx: Tx) -> None:
    """Have the places of every site reckoned from now on; once for all processes and restarts."""
    jobs.leave_for_every_site(tx, JOB, FIRST_MS)


def ask(tx: Tx, site_id: int) -> None:
    """Have a site's places reckoned at once."""
    jobs.leave(tx, JOB, str(site_id), tx.now)


def slot(writer: Writer, key: str) -> None:
    """The job: reckon a site's places, and come back next week."""
    site_id = int(key)
    question = read_places(site_id)
    db.session.remove()
    advice = _NOTHING if question is None else apart(advise, question, _PATIENCE_S)
    orders = 0 if question is None else len(question.orders)

    def write(tx: Tx) -> None:
        if jobs.finish(tx, JOB, key):
            jobs.leave(tx, JOB, key, next_night(tx.now + EVERY_MS, zone_of(tx, site_id)))
        _write(tx, site_id, advice, orders)

    writer.run(write)


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
