"""What may still be on the device of the person who has a task: told before the work is taken back."""

from __future__ import annotations

from typing import Any

from pickface.db import db, row
from pickface.live.heard import Heard


def of_task(heard: Heard, task_id: int, site_id: int) -> dict[str, Any]:
    """``{"person", "device", "unsent", "last_seen"}`` for the task's person, on the device of their last shift.

    ``unsent`` is what the device said at ``last_seen``; what it has scanned since, nobody here can know. Both are None
    when the server has not heard from it since it started.
    """
    found = row(
        "SELECT p.id, p.name, d.id AS device_id, d.name AS device FROM task t JOIN person p ON p.id = t.person_id "
        "LEFT JOIN shift s ON s.id = (SELECT n.id FROM shift n WHERE n.person_id = p.id "
        "ORDER BY n.started_at DESC, n.id DESC LIMIT 1) LEFT JOIN device d ON d.id = s.device_id "
        "WHERE t.id = :task AND t.site_id = :site",
        task=task_id,
        site=site_id,
    )
    db.session.remove()
    last = heard.of(found["device_id"]) if found and found["device_id"] else None
    return {
        "person": {"id": found["id"], "name": found["name"]} if found else None,
        "device": found["device"] if found else None,
        "unsent": last.unsent if last else None,
        "last_seen": last.at if last else None,
    }
