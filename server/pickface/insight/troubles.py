"""What nobody would see until it is missed: messages that are not tried any more, printers that do not print, and
background work that fails; and what stock rules found low.
"""

from __future__ import annotations

from typing import Any, Final

from pickface.alerts import listing
from pickface.db import clock, rows

OFTEN: Final = 3
"""A job that failed so often is worth a look; once or twice the network may have been away."""
_LETTERS = (
    "SELECT * FROM (SELECT w.id, w.name, (SELECT COUNT(*) FROM webhook_message m WHERE m.webhook_id = w.id "
    "AND m.state = 'dead') AS dead FROM webhook w WHERE w.site_id = :site AND w.ended_at IS NULL) x "
    "WHERE dead > 0 ORDER BY name, id"
)
_JOBS = (
    "SELECT id, kind, key, attempts, run_at FROM job WHERE attempts >= :often AND leased_until < :now "
    "ORDER BY attempts DESC, id LIMIT 200"
)
# What failed, a person decides about; what waits for a printer that is away is tried again by itself.
_PRINTERS = (
    "SELECT id, name, problem, stuck FROM (SELECT p.id, p.name, p.problem, (SELECT COUNT(*) FROM print_job j "
    "WHERE j.printer_id = p.id AND (j.state = 'failed' OR j.state = 'waiting' AND p.failures >= :often)) AS stuck "
    "FROM printer p WHERE p.site_id = :site) x WHERE stuck > 0 ORDER BY name"
)


def troubles(site_id: int, role: str) -> dict[str, Any]:
    """Low stock that waits for somebody of the role; and for who leads: webhooks with dead letters and printers that do
    not print, of the site; jobs of the installation that keep failing; and how many all these are.
    """
    stock = listing.waiting(site_id, role)
    if role == "buyer":
        count = sum(int(one["alerts"]) for one in stock)
        return {"count": count, "stock": stock, "letters": [], "printers": [], "jobs": []}
    letters = [dict(one) for one in rows(_LETTERS, site=site_id)]
    jobs = [dict(one) for one in rows(_JOBS, often=OFTEN, now=clock())]
    printers = [dict(one) for one in rows(_PRINTERS, site=site_id, often=OFTEN)]
    count = sum(int(one["dead"]) for one in letters) + sum(int(one["stuck"]) for one in printers)
    count += len(jobs) + sum(int(one["alerts"]) for one in stock)
    return {"count": count, "stock": stock, "letters": letters, "printers": printers, "jobs": jobs}
