"""Better places as the office has them: listed, asked for, left alone."""

from __future__ import annotations

from typing import Any

from pickface.db import Row, Tx, row, rows
from pickface.errors import NotFound
from pickface.planning.relocating import JOB

_STATE = """
SELECT s.reckoned_at, s.orders, s.now_mm_week, s.then_mm_week, j.leased_until, j.run_at FROM site x
LEFT JOIN slotting s ON s.site_id = x.id LEFT JOIN job j ON j.kind = :job AND j.key = CAST(x.id AS TEXT)
WHERE x.id = :site
"""
_STEPS = """
SELECT r.wish, r.state, r.saves_mm_week, r.costs_mm, r.picks, r.item_id AS item, i.sku, i.name, f.code AS origin,
    g.code AS goal, r.task_id AS task
FROM relocation r JOIN item i ON i.id = r.item_id JOIN place f ON f.id = r.from_place_id
JOIN place g ON g.id = r.to_place_id WHERE r.site_id = :site AND EXISTS (
    SELECT 1 FROM relocation o WHERE o.site_id = r.site_id AND o.wish = r.wish AND o.state IN ('open', 'asked'))
ORDER BY r.saves_mm_week DESC, r.wish, r.position
"""


class NoRelocation(NotFound):
    """It was reckoned anew, or done, or somebody did not want it."""

    code = "relocation_not_found"


def show(site_id: int, now: int) -> dict[str, Any]:
    """What is worth doing, the best first, and when that was reckoned."""
    state = row(_STATE, site=site_id, job=JOB) or {}
    wishes: dict[int, dict[str, Any]] = {}
    for step in rows(_STEPS, site=site_id):
        wish = wishes.setdefault(step["wish"], _wish(step))
        if step["state"] == "asked":
            wish["state"] = "asked"
        wish["steps"].append(
            {name: step[name] for name in ("item", "sku", "name", "origin", "goal", "task")}
        )
    return {
        "reckoned_at": state.get("reckoned_at"),
        "busy": bool(
            (state.get("leased_until") or 0) > 0 or (state.get("run_at") or now + 1) <= now
        ),
        "orders": state.get("orders") or 0,
        "now_mm_week": state.get("now_mm_week") or 0,
        "then_mm_week": state.get("then_mm_week") or 0,
        "items": list(wishes.values()),
    }


def _wish(step: Row) -> dict[str, Any]:
    return {
        "id": step["wish"],
        "state": "open",
        "saves_mm_week": step["saves_mm_week"],
        "costs_mm": step["costs_mm"],
        "orders": step["picks"],
        "steps": [],
    }


def mark(tx: Tx, site_id: int, wish: int, state: str) -> None:
    """Ask for what is open, or leave it alone. Raises :class:`NoRelocation`."""
    changed = tx.run(
        "UPDATE relocation SET state = :state WHERE site_id = :site AND wish = :wish AND state = 'open'",
        state=state,
        site=site_id,
        wish=wish,
    )
    if not changed:
        raise NoRelocation("it is not open any more", wish=wish)
