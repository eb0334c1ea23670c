"""How many pick faces are dry, counted again at most every few seconds: the board asks with each of its messages."""

from __future__ import annotations

from flask import current_app

from pickface.db import row
from pickface.people.memory import ShortMemory

COUNT_EVERY_S = 15.0
_DRY = """
SELECT COUNT(*) AS n FROM pick_face f WHERE f.site_id = :site AND (f.called_at > 0 OR NOT EXISTS (
    SELECT 1 FROM balance b WHERE b.place_id = f.place_id AND b.item_id = f.item_id
    AND b.qty - b.pinned - b.unreservable > 0))
"""


def dry(site_id: int) -> int:
    """Faces with nothing that could be promised, or where a picker found too little; at most a few seconds old."""
    memory: ShortMemory[int, int] = current_app.extensions.setdefault(
        "pickface_faces", ShortMemory(COUNT_EVERY_S)
    )
    return memory.get(site_id, count_dry) or 0


def count_dry(site_id: int) -> int:
    """The same, counted now."""
    found = row(_DRY, site=site_id)
    return int(found["n"]) if found else 0
