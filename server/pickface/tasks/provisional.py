"""A count stays provisional until every device that had work in its zone has synced past it, or is approved (LAWS 20).

The books follow the count at once; what may still change is how much of its difference is explained. Kept per count
and device in ``count_awaits``, written by a job behind the booking of the count, since reading scripts takes longer
than the writer may be held, and emptied as devices say that all is sent. What is left after a minute is an exception:
most devices speak within it, and nobody should be asked about those.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pickface.db import Row, Tx, Writer, db, row, rows
from pickface.live.heard import Heard, LastHeard
from pickface.tasks import exceptions, jobs, lifecycle
from pickface.tasks.handover import LONGEST_SHIFT_MS
from pickface.tasks.workflow import Raised

if TYPE_CHECKING:
    from pickface.stock.moves import Cause

BEGIN_JOB, JOB = "count_awaits", "count_synced"
KIND = "count_provisional"
UNDERWAY_MS = 30_000
"""What a device says may be so old when it is heard: its requests give up after half of that."""
PATIENCE_MS = 60_000
LOOK_AGAIN_MS = 15_000

_AT_WORK = """
SELECT d.id, s.body FROM task t JOIN script s ON s.task_id = t.id
JOIN device d ON d.id IN (SELECT device_id FROM stream WHERE id = t.stream
    UNION SELECT device_id FROM shift WHERE person_id = t.person_id AND ended_at IS NULL AND started_at > :since)
WHERE t.site_id = :site AND t.state IN ('offered', 'begun', 'held') AND t.person_id IS NOT NULL AND t.id <> :count
AND d.id <> COALESCE((SELECT device_id FROM scan_event WHERE id = :cause), '')
"""
_AWAITED = """
SELECT w.task_id, w.device_id, w.looked_at, d.name, t.place_id FROM count_awaits w
JOIN device d ON d.id = w.device_id JOIN task t ON t.id = w.task_id WHERE w.site_id = :site
ORDER BY w.task_id, d.name, d.id
"""


def begin(tx: Tx, count: Row, cause: Cause) -> None:
    """A count was booked: which devices may still hold scans that it has overtaken is found out right behind it."""
    _counted_again(tx, count, cause.person_id)
    jobs.leave(tx, BEGIN_JOB, f"{count['id']} {cause.happened_at or tx.now} {cause.id}")


def write_down(writer: Writer, key: str) -> None:
    """The job: write down whom a count awaits. Work that has ended since the count was synced or moves nothing more."""
    count_id, looked_at, event_id = key.split()
    count = row(
        "SELECT id, site_id, place_id, zone_code FROM task WHERE id = :id", id=int(count_id)
    )
    if count is None:
        raise LookupError(f"there is no count {count_id}")
    at_work = rows(
        _AT_WORK,
        site=count["site_id"],
        count=count["id"],
        cause=event_id,
        since=int(looked_at) - LONGEST_SHIFT_MS,
    )
    db.session.remove()
    place, zone = int(count["place_id"]), str(count["zone_code"])
    devices = {one["id"] for one in at_work if touches(json.loads(one["body"]), place, zone)}

    def write(tx: Tx) -> None:
        if not jobs.finish(tx, BEGIN_JOB, key) or not devices:
            return
        awaited = {"task_id": count["id"], "site_id": count["site_id"], "looked_at": int(looked_at)}
        tx.insert_many(
            "count_awaits", [{**awaited, "device_id": device} for device in sorted(devices)]
        )
        _tell_board(tx, int(count["id"]))
        jobs.leave(tx, JOB, str(count["site_id"]), tx.now + PATIENCE_MS)

    writer.run(write)


def approve(tx: Tx, task_id: int) -> None:
    """A count is good as it is, with unsynced work: it awaits nobody any more."""
    tx.run("DELETE FROM count_awaits WHERE task_id = :task", task=task_id)
    _tell_board(tx, task_id)


def _counted_again(tx: Tx, count: Row, person_id: int | None) -> None:
    """What earlier counts of the bin said may change as it likes: this one stands."""
    earlier = tx.all(
        "SELECT DISTINCT w.task_id FROM count_awaits w JOIN task t ON t.id = w.task_id "
        "WHERE w.site_id = :site AND t.place_id = :place",
        site=count["site_id"],
        place=count["place_id"],
    )
    for one in earlier:
        tx.run("DELETE FROM count_awaits WHERE task_id = :task", task=one["task_id"])
        _close(tx, one["task_id"], "counted", person_id)


def touches(script: Mapping[str, Any], place_id: int, zone: str) -> bool:
    """Whether work with this script can change a bin: it names the bin, or its zone, or goes wherever goods fit."""
    places = script["places"]
    if str(place_id) in places or (zone and any(p.get("zone") == zone for p in places.values())):
        return True
    return any(_goes_anywhere(step, zone) for step in script["steps"])


def _goes_anywhere(step: Mapping[str, Any], zone: str) -> bool:
    if step["kind"] == "put":
        to = step["to"]
        return "bin" in (to.get("kinds") or ()) and (to["zones"] is None or zone in to["zones"])
    # Goods that are moved freely are counted into whatever bin is scanned.
    into = step.get("into") or {}
    return bool(into.get("mode") == "zone" and step.get("expect") and not step.get("open"))


def has_synced(last: LastHeard | None, looked_at: int) -> bool:
    """Whether a device has said, clearly later than somebody looked into the bin, that it holds nothing back."""
    return last is not None and last.unsent == 0 and last.at >= looked_at + UNDERWAY_MS


def look_again(heard: Heard, writer: Writer, site: str) -> None:
    """The job: strike off the devices that have synced, tell a supervisor of the others, and look again soon."""
    awaited = rows(_AWAITED, site=int(site))
    db.session.remove()
    synced = [one for one in awaited if has_synced(heard.of(one["device_id"]), one["looked_at"])]
    writer.run(lambda tx: _take_note(tx, int(site), synced))


def _take_note(tx: Tx, site_id: int, synced: list[Row]) -> None:
    if not jobs.finish(tx, JOB, str(site_id)):
        return
    for one in synced:
        tx.run(
            "DELETE FROM count_awaits WHERE task_id = :task AND device_id = :device",
            task=one["task_id"],
            device=one["device_id"],
        )
    left: dict[int, list[Row]] = defaultdict(list)
    for one in tx.all(_AWAITED, site=site_id):
        left[one["task_id"]].append(one)
    for task_id in sorted({one["task_id"] for one in synced} - left.keys()):
        _close(tx, task_id, "synced", None)
    for task_id, devices in left.items():
        if devices[0]["looked_at"] <= tx.now - PATIENCE_MS:
            _tell(tx, task_id, devices)
    if left:
        jobs.leave(tx, JOB, str(site_id), tx.now + LOOK_AGAIN_MS)


def _tell(tx: Tx, task_id: int, devices: list[Row]) -> None:
    """One open exception per count, which says who is awaited now."""
    params = {"n": len(devices), "devices": ", ".join(str(one["name"]) for one in devices)}
    raised = Raised(KIND, "approve", params, place_id=devices[0]["place_id"])
    told = _told(tx, task_id)
    if told is None:
        exceptions.raise_for_task(tx, lifecycle.load(tx, task_id), raised)
    elif json.loads(told["params"]) != params:
        exceptions.recall(tx, told, raised)


def _close(tx: Tx, task_id: int, resolution: str, person_id: int | None) -> None:
    told = _told(tx, task_id)
    if told is not None:
        exceptions.close(tx, told, resolution, person_id)
    _tell_board(tx, task_id)


def _told(tx: Tx, task_id: int) -> Row | None:
    return tx.one(
        "SELECT e.* FROM exception e JOIN task t ON t.id = e.task_id WHERE e.site_id = t.site_id AND e.state = 'open' "
        "AND e.task_id = :task AND e.kind = :kind",
        task=task_id,
        kind=KIND,
    )


def _tell_board(tx: Tx, task_id: int) -> None:
    """Whether the difference of this count is final has changed."""
    for one in tx.all(
        "SELECT id, site_id FROM exception WHERE task_id = :task AND kind = 'count_difference' AND state = 'open'",
        task=task_id,
    ):
        lifecycle.hint(tx, int(one["site_id"]), exceptions=[int(one["id"])])
