"""How many lines each person worked today, counted again at most every few seconds.

A line is one item at one step of one task, however many scans it took.
"""

from __future__ import annotations

from flask import current_app

from pickface.db import rows
from pickface.ids import first_id
from pickface.people.memory import ShortMemory

COUNT_EVERY_S = 15.0


def lines_today(site_id: int, day: int) -> dict[int, int]:
    """``{person_id: lines}`` since ``day`` (UTC ms), at most a few seconds old."""
    memory: ShortMemory[tuple[int, int], dict[int, int]] = current_app.extensions.setdefault(
        "pickface_lines", ShortMemory(COUNT_EVERY_S)
    )
    return memory.get((site_id, day), lambda key: count_lines(*key)) or {}


def count_lines(site_id: int, day: int) -> dict[int, int]:
    """The same, counted now."""
    found = rows(
        "SELECT person_id, COUNT(*) AS n FROM (SELECT DISTINCT e.person_id, e.task_id, e.step, v.item_id "
        "FROM scan_event e JOIN verdict v ON v.event_id = e.id WHERE e.id >= :first AND e.site_id = :site "
        "AND e.task_id IS NOT NULL AND v.verdict = 'booked' AND v.item_id IS NOT NULL) AS line GROUP BY person_id",
        first=first_id(day),
        site=site_id,
    )
    return {int(one["person_id"]): int(one["n"]) for one in found if one["person_id"]}
