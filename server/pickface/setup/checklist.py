"""What a new warehouse still lacks before somebody can pick in it, seen from the data alone."""

from __future__ import annotations

from typing import Any

from pickface.catalog.service import HOUSE
from pickface.db import row

STEPS = {
    "bins": "SELECT 1 FROM place WHERE site_id = :site AND kind = 'bin'",
    "goods": "SELECT 1 FROM item WHERE owner_id = :house",
    "stock": "SELECT 1 FROM stock_level WHERE site_id = :site AND on_hand > 0",
    "labels": "SELECT 1 FROM print_run WHERE site_id = :site AND kind = 'bins'",
    "people": "SELECT 1 FROM person WHERE site_id = :site AND active = 1 AND badge IS NOT NULL AND role <> 'manager'",
    "devices": "SELECT 1 FROM device WHERE site_id = :site AND revoked_at IS NULL",
    "scan": "SELECT 1 FROM stream WHERE site_id = :site AND device_id IS NOT NULL AND next_seq > 1",
}
"""In the order in which they are best done; each is done when there is one."""


def checklist(site_id: int) -> dict[str, Any]:
    """Each step and whether it is done, and whether all are."""
    found = row(
        "SELECT " + ", ".join(f"EXISTS ({sql}) AS {name}" for name, sql in STEPS.items()),
        site=site_id,
        house=HOUSE,
    )
    steps = [{"name": name, "done": bool(found and found[name])} for name in STEPS]
    return {"steps": steps, "done": all(step["done"] for step in steps)}
