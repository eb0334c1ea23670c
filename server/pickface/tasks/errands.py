"""Work on the way: a refill, a putaway or a count near where somebody stands comes before the next walk.

Only where the site wants it, nothing that waits is pressing, and never two errands in a row: whoever picks, picks.
"""

from __future__ import annotations

from collections.abc import Collection

from pickface.db import Row, Tx
from pickface.tasks import leases
from pickface.tasks.fit import Fit

KINDS = frozenset({"replenish", "putaway", "count"})
NEAR_MM = 15_000
SLACK_MS = 30 * 60_000
"""Work that is due within it is not kept waiting."""
_PRESSING = 2
_NEAR = f"""
SELECT task.id, task.kind, task.site_id, task.zone_code FROM task JOIN place p ON p.id = task.place_id
JOIN place h ON h.id = :here
WHERE task.site_id = :site AND task.kind IN ({{kinds}}) AND {leases.FREE} AND task.facts NOT LIKE :not_mine{{may}}
AND ABS(p.x_mm - h.x_mm) + ABS(p.y_mm - h.y_mm) <= :near
ORDER BY task.priority, ABS(p.x_mm - h.x_mm) + ABS(p.y_mm - h.y_mm), task.id LIMIT 1
"""


def on_the_way(tx: Tx, best: Row, fit: Fit, kinds: Collection[str], not_mine: str) -> Row | None:
    """An errand near where the person has scanned last, before ``best``; None where there is none, or no time."""
    errands = sorted(KINDS & set(kinds))
    pressing = best["priority"] <= _PRESSING or 0 < best["due_at"] <= tx.now + SLACK_MS
    straight = best["kind"] == "pick" and best["place_id"] is not None
    # What goes straight from a dock is what the putaway there would bring to a bin later.
    if not errands or pressing or straight or best["kind"] in KINDS:
        return None
    if not leases.site_setting(tx, int(best["site_id"]), "errands", True):
        return None
    # Never two in a row.
    if fit.spot is None or fit.last_kind in KINDS:
        return None
    names = {f"kind_{n}": kind for n, kind in enumerate(errands)}
    may, may_values = fit.may()
    return tx.one(
        _NEAR.format(kinds=", ".join(f":{name}" for name in names), may=may),
        site=best["site_id"],
        here=fit.spot.place_id,
        near=NEAR_MM,
        now=tx.now,
        margin=leases.margin_of_site(tx, int(best["site_id"])),
        not_mine=not_mine,
        **names,
        **may_values,
    )
