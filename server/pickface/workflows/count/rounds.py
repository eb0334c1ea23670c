"""Rounds of counts: which bins belong together, when a zone stands still for them, and when they are over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pickface.db import Tx
from pickface.errors import Conflict, NotFound
from pickface.stock import variances
from pickface.tasks import jobs, lifecycle, planning
from pickface.tasks.workflow import World

FILL_JOB = "count_round"
CYCLE, STOCKTAKE = "cycle", "stocktake"
# What waits of a bin counts only as far as it stems from the round: older differences wait for their own people.
_OPEN_BINS = f"""
SELECT COUNT(*) FROM count_bin b LEFT JOIN task t ON t.id = b.task_id WHERE b.round_id = :round AND (
    b.task_id IS NULL OR t.state NOT IN ('done', 'cancelled') OR EXISTS (
        SELECT 1 FROM count_line l WHERE l.place_id = b.place_id AND l.{variances.WAITING} AND l.at >= :since))
"""
_PINNED_NOWHERE = """
SELECT r.order_line_id FROM reservation r JOIN order_line ol ON ol.id = r.order_line_id
JOIN orders o ON o.id = ol.order_id WHERE r.place_id = 0 AND r.qty > 0 AND r.site_id = :site AND o.state = 'released'
AND EXISTS (SELECT 1 FROM balance b JOIN place p ON p.id = b.place_id WHERE b.item_id = r.item_id AND b.virtual = 0
    AND b.qty > 0 AND p.zone_id = :zone) ORDER BY r.order_line_id LIMIT 500
"""


def local_day(now: int, timezone: str) -> dt.datetime:
    """The moment as the site's clock shows it."""
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return dt.datetime.fromtimestamp(now / 1000, dt.UTC).astimezone(zone)


def open_round(
    tx: Tx, site_id: int, zone_id: int, kind: str, day: str, person_id: int | None
) -> int:
    """A new round, still without bins."""
    return tx.insert(
        "count_round",
        site_id=site_id,
        zone_id=zone_id,
        kind=kind,
        day=day,
        created_at=tx.now,
        created_by=person_id,
    )


def start_stocktake(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """Count all of a zone: from now on nothing new is pinned there. Raises NotFound, and ZoneFrozen when it is."""
    zone = tx.one(
        "SELECT z.id, z.code, z.frozen_at, s.timezone FROM zone z JOIN site s ON s.id = z.site_id "
        "WHERE z.site_id = :site AND z.code = :code" + (tx.for_update and " FOR UPDATE OF z"),
        site=news["site"],
        code=news["zone"],
    )
    if zone is None:
        raise NotFound("no such zone", zone=news["zone"])
    if zone["frozen_at"]:
        raise planning.ZoneFrozen("a stocktake is under way there", zone=zone["code"])
    tx.run("UPDATE zone SET frozen_at = :now WHERE id = :id", now=tx.now, id=zone["id"])
    day = local_day(tx.now, zone["timezone"]).date().isoformat()
    round_id = open_round(tx, news["site"], zone["id"], STOCKTAKE, day, news["person"])
    jobs.leave(tx, FILL_JOB, str(round_id))


def end_round(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """Leave a round as far as it has come: counts that nobody has begun are called off. Raises NotFound, Conflict."""
    found = tx.one(
        "SELECT * FROM count_round WHERE id = :id AND site_id = :site" + tx.for_update,
        id=news["round"],
        site=news["site"],
    )
    if found is None:
        raise NotFound("no such round", round=news["round"])
    if found["closed_at"]:
        raise Conflict("the round is over", state="over")
    for task in tx.all(
        "SELECT t.id FROM count_bin b JOIN task t ON t.id = b.task_id WHERE b.round_id = :round "
        "AND t.state IN ('ready', 'offered') ORDER BY t.id",
        round=found["id"],
    ):
        planning.cancel_task(tx, world, task["id"])
    close(tx, found["id"], found["zone_id"], found["site_id"], found["kind"])


def look_at(tx: Tx, place_id: int) -> None:
    """Something has come of a bin: its rounds may be over, or their next bins near."""
    for one in tx.all(
        "SELECT r.id FROM count_round r JOIN count_bin b ON b.round_id = r.id "
        "WHERE r.zone_id = (SELECT zone_id FROM place WHERE id = :place) AND r.closed_at = 0 "
        "AND b.place_id = :place ORDER BY r.id",
        place=place_id,
    ):
        jobs.leave(tx, FILL_JOB, str(one["id"]))


def go_on_with(tx: Tx, task_id: int, next_id: int) -> None:
    """A bin of a round is over only when the count that follows the first one is."""
    tx.run("UPDATE count_bin SET task_id = :next WHERE task_id = :task", next=next_id, task=task_id)


def close_if_over(tx: Tx, round_id: int) -> bool:
    """Close a round whose bins are all counted and decided; whether it is closed now."""
    found = tx.one("SELECT * FROM count_round WHERE id = :id" + tx.for_update, id=round_id)
    if found is None or found["closed_at"]:
        return True
    still = tx.value(_OPEN_BINS, round=round_id, since=found["created_at"])
    if still or not found["filled_at"]:
        return False
    close(tx, round_id, found["zone_id"], found["site_id"], found["kind"])
    return True


def close(tx: Tx, round_id: int, zone_id: int, site_id: int, kind: str) -> None:
    """A round is over; a zone that stood still for it goes on, and what waited for its bins is pinned."""
    tx.run("UPDATE count_round SET closed_at = :now WHERE id = :id", now=tx.now, id=round_id)
    lifecycle.hint(tx, site_id)
    if kind == STOCKTAKE:
        tx.run("UPDATE zone SET frozen_at = 0 WHERE id = :id", id=zone_id)
        for line in tx.all(_PINNED_NOWHERE, site=site_id, zone=zone_id):
            planning.send_picker(tx, line["order_line_id"])
