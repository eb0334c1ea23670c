"""Everything that a site's rules are about is looked at again: each night, when forecasts are new, and when a rule is.

Nothing is judged here: items are put in line with what changed, a piece at a time, so that there is one who judges.
"""

from __future__ import annotations

import time
from typing import Final

from pickface.db import Tx, Writer
from pickface.tasks import jobs
from pickface.tasks.nights import next_night

JOB: Final = "watch_stock"
FIRST_MS: Final = 90_000
_PIECE: Final = 500
_REST_S: Final = 0.005
# What lies here or lay here once, what is expected to be sold, and what a rule names.
_NEXT = """
SELECT item_id FROM (
  SELECT item_id FROM stock_level WHERE site_id = :site AND item_id > :after
  UNION SELECT item_id FROM forecast WHERE site_id = :site AND item_id > :after
  UNION SELECT item_id FROM stock_rule WHERE site_id = :site AND active = 1 AND item_id > :after
  UNION SELECT item_id FROM stock_alert WHERE site_id = :site AND state = 'open' AND item_id > :after) x
ORDER BY item_id LIMIT :n
"""


def begin(tx: Tx) -> None:
    """Have every site looked at each night from now on; once for all processes and restarts."""
    jobs.leave_for_every_site(tx, JOB, FIRST_MS)


def ask(tx: Tx, site_id: int) -> None:
    """Have a site looked at behind this transaction."""
    jobs.leave(tx, JOB, str(site_id))


def look_at_all(writer: Writer, key: str) -> None:
    """The job: put all that rules may be about in line, and come back in the coming night."""
    site_id, after = int(key), 0
    while True:
        last = writer.run(lambda tx, behind=after: _put(tx, site_id, behind))  # type: ignore[misc]
        if last is None:
            break
        after = last
        time.sleep(_REST_S)

    def finish(tx: Tx) -> None:
        zone = str(tx.value("SELECT timezone FROM site WHERE id = :id", id=site_id))
        if jobs.finish(tx, JOB, key):
            jobs.leave(tx, JOB, key, next_night(tx.now, zone))

    writer.run(finish)


def _put(tx: Tx, site_id: int, after: int) -> int | None:
    """Put the next piece in line; its last item, or None behind the last."""
    watched = (
        "SELECT 1 FROM stock_rule WHERE site_id = :site AND active = 1 UNION ALL "
        "SELECT 1 FROM stock_alert WHERE site_id = :site AND state = 'open' LIMIT 1"
    )
    if tx.value(watched, site=site_id) is None:
        return None
    found = [int(one["item_id"]) for one in tx.all(_NEXT, site=site_id, after=after, n=_PIECE)]
    tx.insert_many("stock_changed", [{"site_id": site_id, "item_id": one} for one in found])
    return found[-1] if found else None
