"""Each night photos that are older than a site keeps them go; one that an open exception shows stays with it.

First the row says that a photo is gone, then its file goes: a crash in between leaves a file that the next night takes
away, never a row whose file is missing.
"""

from __future__ import annotations

import json
import time
from functools import partial
from pathlib import Path
from typing import Final

from pickface.config import Config
from pickface.db import Tx, Writer
from pickface.scans.photos import keeping
from pickface.tasks import jobs
from pickface.tasks.nights import next_night

JOB: Final = "clear_photos"
FIRST_MS: Final = 300_000
DAY_MS: Final = 86_400_000
USUAL_DAYS: Final = 90
"""How long photos are kept unless the site says otherwise."""
_LOOSE_S: Final = 86_400
"""How long a file may lie without a row that says it is here: its row is written right behind it."""
_PIECE: Final = 500
_OPEN: Final = (
    "SELECT 1 FROM exception x WHERE x.site_id = p.site_id AND x.state = 'open' "
    "AND (x.id = p.exception_id OR x.event_id = p.of_event)"
)
_OLD: Final = (
    "SELECT p.id FROM photo p WHERE p.site_id = :site AND p.received_at < :before AND p.gone_at IS NULL "
    f"AND NOT EXISTS ({_OPEN}) ORDER BY p.received_at LIMIT {_PIECE}"
)
_HERE: Final = "SELECT 1 FROM photo WHERE sha256 = :sha AND received_at IS NOT NULL AND gone_at IS NULL LIMIT 1"
_GONE: Final = "SELECT 1 FROM photo WHERE sha256 = :sha AND gone_at IS NOT NULL LIMIT 1"


def begin(tx: Tx) -> None:
    """Have every site's photos looked through from now on; once for all processes and restarts."""
    jobs.leave_for_every_site(tx, JOB, FIRST_MS)


def ask(tx: Tx, site_id: int) -> None:
    """Have it done at once: something was redacted."""
    jobs.leave(tx, JOB, str(site_id), tx.now)


def clear(config: Config, writer: Writer, key: str) -> None:
    """The job: let a site's old photos go, take away files that nobody has, and leave the job for the next night."""
    site_id = int(key)
    while writer.run(lambda tx: _let_go(tx, site_id)) == _PIECE:
        pass
    _sweep(config.data, writer)

    def finish(tx: Tx) -> None:
        if jobs.finish(tx, JOB, key):
            zone = str(tx.value("SELECT timezone FROM site WHERE id = :id", id=site_id))
            jobs.leave(tx, JOB, key, next_night(tx.now, zone))

    writer.run(finish)


def _let_go(tx: Tx, site_id: int) -> int:
    settings = json.loads(str(tx.value("SELECT settings FROM site WHERE id = :id", id=site_id)))
    before = tx.now - int(settings.get("photo_days", USUAL_DAYS)) * DAY_MS
    old = tx.all(_OLD, site=site_id, before=before)
    for photo in old:
        tx.run("UPDATE photo SET gone_at = :now WHERE id = :id", now=tx.now, id=photo["id"])
    return len(old)


def _sweep(data: Path, writer: Writer) -> None:
    """Take away each file that no row calls here: at once where one calls it gone, else when it has lain for a day."""
    for sha256, path in keeping.stored(data):
        here, gone = writer.run(partial(_known, sha256=sha256))
        if not here and (gone or _has_lain(path)):
            path.unlink(missing_ok=True)


def _known(tx: Tx, sha256: str) -> tuple[bool, bool]:
    """Whether some row says that a photo is here, and whether some row says that it is gone."""
    return (
        tx.value(_HERE, sha=sha256) is not None,
        tx.value(_GONE, sha=sha256) is not None,
    )


def _has_lain(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > _LOOSE_S
    except FileNotFoundError:
        return False
