"""What nobody would see until it is missed: messages that are not tried any more, and background work that fails."""

from __future__ import annotations

from typing import Any, Final

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


def troubles(site_id: int) -> dict[str, Any]:
    """Webhooks of the site with dead letters, jobs of the installation that keep failing, and how many of both."""
    letters = [dict(one) for one in rows(_LETTERS, site=site_id)]
    jobs = [dict(one) for one in rows(_JOBS, often=OFTEN, now=clock())]
    count = sum(int(one["dead"]) for one in letters) + len(jobs)
    return {"count": count, "letters": letters, "jobs": jobs}
