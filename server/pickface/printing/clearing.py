"""Each night print jobs that ended longer ago than a site keeps them go, a piece at a time."""

from __future__ import annotations

from typing import Final

from pickface.db import Tx, Writer
from pickface.locations import settings
from pickface.tasks import jobs
from pickface.tasks.nights import next_night

JOB: Final = "clear_print_jobs"
FIRST_MS: Final = 300_000
DAY_MS: Final = 86_400_000
_PIECE: Final = 500


def begin(tx: Tx) -> None:
    """Have every site's print jobs looked through from now on; once for all processes and restarts."""
    jobs.leave_for_every_site(tx, JOB, FIRST_MS)


def clear(writer: Writer, key: str) -> None:
    """The job: let a site's old print jobs go, and leave the job for the next night."""
    site_id = int(key)
    while writer.run(lambda tx: _let_go(tx, site_id)) == _PIECE:
        pass

    def finish(tx: Tx) -> None:
        if jobs.finish(tx, JOB, key):
            zone = str(tx.value("SELECT timezone FROM site WHERE id = :id", id=site_id))
            jobs.leave(tx, JOB, key, next_night(tx.now, zone))

    writer.run(finish)


def _let_go(tx: Tx, site_id: int) -> int:
    """What was printed or called off and is old; what waits or failed is somebody's still, however old it is."""
    before = tx.now - settings.of_site(site_id, tx).print_job_days * DAY_MS
    return tx.run(
        "DELETE FROM print_job WHERE id IN (SELECT id FROM print_job WHERE site_id = :site "
        "AND state IN ('printed', 'cancelled') AND since < :before AND printed_at < :before "
        f"ORDER BY id LIMIT {_PIECE})",
        site=site_id,
        before=before,
    )
