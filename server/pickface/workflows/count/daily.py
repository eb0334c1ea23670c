"""The day's part of the counting programme: so many bins of each zone, chosen and put in order outside the writer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx, Writer, clock, db, row, rows
from pickface.ids import first_id
from pickface.locations import settings
from pickface.tasks import jobs
from pickface.tasks.workflow import World
from pickface.workflows.count import filling, rounds
from pickface.workflows.count.programme import DAY_MS, Held, classes, rank

JOB = "plan_counts"
LOOKED_BACK_MS = 90 * DAY_MS
PLANNED_AT_HOUR = 3
_PICKS = """
SELECT item_id, COUNT(*) AS n FROM move WHERE id >= :first AND kind = 'pick' AND site_id = :site GROUP BY item_id
"""
_SURPRISES = """
SELECT e.place_id, COUNT(*) AS n FROM exception e WHERE e.site_id = :site AND e.created_at >= :since
AND e.kind IN ('short', 'found', 'count_unknown', 'blocked') AND e.place_id IS NOT NULL
AND e.created_at > COALESCE((SELECT MAX(b.counted_at) FROM balance b WHERE b.place_id = e.place_id), 0)
GROUP BY e.place_id
"""
# A bin that is being counted, or whose difference waits, is not planned once more.
_HELD = """
SELECT b.place_id, b.item_id, b.qty * i.price_minor AS value_minor,
    CASE WHEN b.counted_at > 0 THEN b.counted_at ELSE b.first_in_at END AS counted_at
FROM place p JOIN balance b ON b.place_id = p.id JOIN item i ON i.id = b.item_id
WHERE p.zone_id = :zone AND p.kind = 'bin' AND p.active = 1 AND b.qty > 0
AND NOT EXISTS (SELECT 1 FROM count_line l WHERE l.place_id = p.id AND l.state IN ('recount', 'approval'))
AND NOT EXISTS (SELECT 1 FROM count_round r JOIN count_bin c ON c.round_id = r.id LEFT JOIN task t ON t.id = c.task_id
    WHERE r.zone_id = :zone AND r.closed_at = 0 AND c.place_id = p.id
    AND (t.state IS NULL OR t.state NOT IN ('done', 'cancelled')))
"""
_STILL_OPEN = """
SELECT COUNT(*) AS n FROM count_round r JOIN count_bin c ON c.round_id = r.id LEFT JOIN task t ON t.id = c.task_id
WHERE r.zone_id = :zone AND r.closed_at = 0 AND (t.state IS NULL OR t.state NOT IN ('done', 'cancelled'))
"""


def begin(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """Have the day's counts of every site planned from now on; once for all processes and restarts."""
    for site in tx.all("SELECT id FROM site ORDER BY id"):
        key = str(site["id"])
        if (
            tx.value("SELECT 1 FROM job WHERE kind = :kind AND key = :key", kind=JOB, key=key)
            is None
        ):
            jobs.leave(tx, JOB, key)


def on_wanted(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """A supervisor wants the day's counts planned now."""
    jobs.leave(tx, JOB, str(news["site"]))


def plan_site(writer: Writer, key: str) -> None:
    """The job: plan the day's counts of a site, and come back tomorrow."""
    site = row("SELECT id, timezone FROM site WHERE id = :id", id=int(key))
    if site is None:
        writer.run(lambda tx: jobs.finish(tx, JOB, key))
        return
    local = rounds.local_day(clock(), site["timezone"])
    wanted = settings.of_site(site["id"])
    if wanted.counts_per_zone:
        _plan(writer, site, wanted, local.date().isoformat())
    db.session.remove()

    def again(tx: Tx) -> None:
        if jobs.finish(tx, JOB, key):
            jobs.leave(tx, JOB, key, _tomorrow(local))

    writer.run(again)


def _plan(writer: Writer, site: Row, wanted: settings.SiteSettings, day: str) -> None:
    now = clock()
    since = now - LOOKED_BACK_MS
    days = {"a": wanted.count_a_days, "b": wanted.count_b_days, "c": wanted.count_c_days}
    picks = {
        found["item_id"]: int(found["n"])
        for found in rows(_PICKS, first=first_id(since), site=site["id"])
    }
    surprises = {
        found["place_id"]: int(found["n"])
        for found in rows(_SURPRISES, site=site["id"], since=since)
    }
    abc = classes(picks)
    for zone in rows(
        "SELECT id FROM zone WHERE site_id = :site AND frozen_at = 0 ORDER BY code", site=site["id"]
    ):
        under_way = rows(_STILL_OPEN, zone=zone["id"])[0]["n"]
        most = wanted.counts_per_zone - int(under_way)
        already = row(
            "SELECT 1 AS one FROM count_round WHERE zone_id = :zone AND kind = 'cycle' AND day = :day",
            zone=zone["id"],
            day=day,
        )
        if most <= 0 or already is not None:
            continue
        held = (
            Held(one["place_id"], one["item_id"], int(one["value_minor"]), int(one["counted_at"]))
            for one in rows(_HELD, zone=zone["id"])
        )
        chosen = {bin_.place_id: bin_.why for bin_ in rank(held, abc, surprises, days, now)[:most]}
        order = filling.in_order(site["id"], [(place, "") for place in sorted(chosen)])
        db.session.remove()
        if chosen:
            _write_round(writer, site["id"], zone["id"], day, [(p, chosen[p]) for p in order])


def _write_round(
    writer: Writer, site_id: int, zone_id: int, day: str, bins: list[tuple[int, str]]
) -> None:
    writer.run(lambda tx: _write(tx, site_id, zone_id, day, bins))


def _write(tx: Tx, site_id: int, zone_id: int, day: str, bins: list[tuple[int, str]]) -> None:
    round_id = rounds.open_round(tx, site_id, zone_id, rounds.CYCLE, day, None)
    filling.write_bins(tx, round_id, bins)
    filling.filled(tx, round_id)
    jobs.leave(tx, rounds.FILL_JOB, str(round_id))


def _tomorrow(local: dt.datetime) -> int:
    """Before the first shift of the next day, by the site's clock."""
    next_day = (local + dt.timedelta(days=1)).replace(
        hour=PLANNED_AT_HOUR, minute=0, second=0, microsecond=0
    )
    return int(next_day.timestamp() * 1000)
