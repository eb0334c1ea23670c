"""The supervisor's board: what is to be done, who does it, and what needs a person; whole, or the rows that changed.

Both ways give the same rows. ``server_time`` is taken before reading: a row holds everything committed until then.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from pickface.db import Row, clock, db, row, rows
from pickface.insight import photos
from pickface.insight.cut_offs import pressing
from pickface.insight.days import day_start
from pickface.insight.faces import dry
from pickface.insight.lines import lines_today
from pickface.live.board_feed import Changed
from pickface.live.sockets import present_people
from pickface.tasks import walk

MOST_TASKS = 300
MOST_EXCEPTIONS = 200
_WAITING = ("ready", "offered", "parked")
LATE_STATES = ("open", "released", "picked", "packed", "held")

_TASK = (
    "SELECT t.id, t.kind, t.state, t.title, t.person_id, p.name AS person_name, t.priority, t.created_at, "
    "t.begun_at, t.due_at, t.progress, t.steps_total, t.hold_code, t.zone_code, t.parked_place, "
    "t.walk_mm, t.code_order_mm FROM task t "
    "LEFT JOIN person p ON p.id = t.person_id WHERE t.site_id = :site AND "
)
_ACTIVE_TASKS = (
    _TASK + "t.state IN ('begun', 'offered', 'parked', 'held', 'ready') "
    "ORDER BY CASE WHEN t.state = 'begun' THEN 0 WHEN t.state IN ('held', 'parked') THEN 1 "
    "WHEN t.state = 'offered' THEN 2 ELSE 3 END, "
    "t.priority, t.due_at, t.id LIMIT :most"
)
_PERSON = (
    "SELECT p.id, p.name, p.role, "
    "(SELECT e.received_at FROM scan_event e WHERE e.person_id = p.id ORDER BY e.id DESC LIMIT 1) AS last_scan_at, "
    "t.id AS task_id, t.kind AS task_kind, t.title AS task_title, t.state AS task_state FROM person p "
    "LEFT JOIN task t ON t.id = (SELECT w.id FROM task w WHERE w.person_id = p.id AND w.state IN ('begun', 'offered') "
    "ORDER BY CASE w.state WHEN 'begun' THEN 0 ELSE 1 END, w.priority, w.id LIMIT 1) "
    "WHERE p.site_id = :site AND p.active = 1 "
)
_EXCEPTION = (
    "SELECT x.id, x.kind, x.state, x.created_at, x.params, x.proposed, x.resolution, x.resolved_at, x.event_id, "
    "x.person_id, p.name AS person_name, x.task_id, t.kind AS task_kind, t.title AS task_title, "
    "x.item_id, i.sku, i.name AS item_name, x.place_id, l.code AS place_code, "
    "x.order_id, o.number AS order_number, r.name AS resolver, "
    "(SELECT COUNT(*) FROM count_awaits w WHERE w.task_id = x.task_id) AS awaited FROM exception x "
    "LEFT JOIN person p ON p.id = x.person_id LEFT JOIN task t ON t.id = x.task_id "
    "LEFT JOIN item i ON i.id = x.item_id LEFT JOIN place l ON l.id = x.place_id "
    "LEFT JOIN orders o ON o.id = x.order_id LEFT JOIN person r ON r.id = x.resolved_by WHERE x.site_id = :site AND "
)


def whole_board(site_id: int) -> dict[str, Any]:
    """Everything that ``GET /api/v1/board`` answers."""
    now = clock()
    day = _today(site_id, now)
    tasks = rows(_ACTIVE_TASKS, site=site_id, most=MOST_TASKS)
    exceptions = rows(
        _EXCEPTION + "x.state = 'open' ORDER BY x.id DESC LIMIT :most",
        site=site_id,
        most=MOST_EXCEPTIONS,
    )
    people = rows(_PERSON + "ORDER BY p.name", site=site_id)
    return {
        "server_time": now,
        "counts": task_counts(site_id, day),
        "tasks": [_task(task) for task in tasks],
        "people": _people(site_id, people, day),
        "exceptions": _exceptions(exceptions),
        "orders": order_counts(site_id, now, day),
    }


def changed_rows(site_id: int, changed: Changed) -> dict[str, Any]:
    """The board message for what changed: the same rows, and the counts that go with them."""
    now = clock()
    day = _today(site_id, now)
    tasks = _some(_TASK + "t.id IN :ids", site_id, changed.tasks)
    # Whoever had or has one of these tasks looks different too.
    people = changed.people | {int(task["person_id"]) for task in tasks if task["person_id"]}
    message: dict[str, Any] = {
        "type": "board",
        "server_time": now,
        "tasks": [_task(task) for task in tasks],
        "people": _people(site_id, _some(_PERSON + "AND p.id IN :ids", site_id, people), day),
        "exceptions": _exceptions(_some(_EXCEPTION + "x.id IN :ids", site_id, changed.exceptions)),
        "counts": task_counts(site_id, day) if changed.tasks else {},
    }
    if changed.orders or changed.tasks:
        message["orders"] = order_counts(site_id, now, day)
    return message


def task_counts(site_id: int, day: int) -> dict[str, dict[str, int]]:
    """Per kind of work: how many wait (offered and parked ones too), are begun, held, and were done today."""
    counts: dict[str, dict[str, int]] = {}
    found = rows(
        "SELECT kind, state, COUNT(*) AS n FROM task WHERE site_id = :site "
        "AND state IN ('ready', 'offered', 'begun', 'parked', 'held') GROUP BY kind, state "
        "UNION ALL SELECT kind, 'done_today', COUNT(*) FROM task WHERE site_id = :site AND done_at >= :day "
        "AND state = 'done' GROUP BY kind",
        site=site_id,
        day=day,
    )
    for one in found:
        of_kind = counts.setdefault(
            one["kind"], {"ready": 0, "begun": 0, "held": 0, "done_today": 0}
        )
        of_kind["ready" if one["state"] in _WAITING else one["state"]] += int(one["n"])
    return counts


def order_counts(site_id: int, now: int, day: int) -> dict[str, int]:
    """How many orders stand where; ``late`` are past their ship-by and not shipped, ``faces_dry`` hold them up."""
    counts = dict.fromkeys(("open", "released", "picked", "packed", "held", "late"), 0)
    found = rows(
        "SELECT state, COUNT(*) AS n, SUM(CASE WHEN ship_by < :now THEN 1 ELSE 0 END) AS late FROM orders "
        "WHERE site_id = :site AND state IN ('open', 'released', 'picked', 'packed', 'held') GROUP BY state",
        site=site_id,
        now=now,
    )
    for one in found:
        counts[one["state"]] = int(one["n"])
        counts["late"] += int(one["late"])
    shipped = row(
        "SELECT COUNT(DISTINCT order_id) AS n FROM shipment WHERE site_id = :site AND shipped_at >= :day",
        site=site_id,
        day=day,
    )
    counts["shipped_today"] = int(shipped["n"]) if shipped else 0
    return {**counts, "faces_dry": dry(site_id), "cut_off": pressing(site_id, now)}


def _some(sql: str, site_id: int, ids: Collection[int]) -> list[Row]:
    """The rows of some ids, in one query."""
    if not ids:
        return []
    query = sa.text(sql).bindparams(sa.bindparam("ids", expanding=True))
    found: Any = db.session.execute(query, {"site": site_id, "ids": sorted(ids)}).mappings()
    return list(found)


def _today(site_id: int, now: int) -> int:
    site = row("SELECT timezone FROM site WHERE id = :site", site=site_id)
    return day_start(now, site["timezone"] if site else "UTC")


def _task(task: Row) -> dict[str, Any]:
    steps = json.loads(task["progress"]).get("steps", {})
    done = sum(1 for step in steps.values() if step.get("done"))
    return {
        "id": task["id"],
        "kind": task["kind"],
        "state": task["state"],
        "title": task["title"],
        "person": _who(task),
        "priority": task["priority"],
        "zone": task["zone_code"],
        "created_at": task["created_at"],
        "begun_at": task["begun_at"],
        "due_at": task["due_at"],
        "progress": {"done": done, "total": task["steps_total"]},
        "walk": walk.told(task),
        "hold_code": task["hold_code"],
        "parked_place": task["parked_place"],
    }


def _people(site_id: int, found: list[Row], day: int) -> list[dict[str, Any]]:
    if not found:
        return []
    present = present_people(site_id)
    lines = lines_today(site_id, day)
    return [
        {
            "id": person["id"],
            "name": person["name"],
            "role": person["role"],
            "online": person["id"] in present,
            "device": present.get(person["id"], {}).get("device") or None,
            "task": _what(person, "state"),
            "last_scan_at": person["last_scan_at"],
            "lines_today": lines.get(person["id"], 0),
        }
        for person in found
    ]


def _exceptions(found: list[Row]) -> list[dict[str, Any]]:
    shown = photos.of_exceptions(found)
    return [_exception(one, shown) for one in found]


def _exception(one: Row, shown: photos.Photos) -> dict[str, Any]:
    from pickface.tasks.exceptions import actions

    return {
        "id": one["id"],
        "kind": one["kind"],
        "state": one["state"],
        "at": one["created_at"],
        "event": one["event_id"],
        "person": _who(one),
        "task": _what(one),
        "item": {"id": one["item_id"], "sku": one["sku"], "name": one["item_name"]}
        if one["sku"]
        else None,
        "place": {"id": one["place_id"], "code": one["place_code"]} if one["place_code"] else None,
        "order": {"id": one["order_id"], "number": one["order_number"]}
        if one["order_number"]
        else None,
        "params": json.loads(one["params"]),
        "awaited": one["awaited"],
        "photos": shown.get(one["id"], []),
        "proposed": one["proposed"],
        "actions": actions(one["kind"]) if one["state"] == "open" else [],
        "resolution": one["resolution"],
        "resolved_by": one["resolver"],
    }


def _who(found: Row) -> dict[str, Any] | None:
    return (
        {"id": found["person_id"], "name": found["person_name"]} if found["person_name"] else None
    )


def _what(found: Row, *more: str) -> dict[str, Any] | None:
    if found["task_id"] is None:
        return None
    return {name: found[f"task_{name}"] for name in ("id", "kind", "title", *more)}
