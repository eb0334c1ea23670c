"""How long a device may begin a task that it holds, and when another may: by the zone of the work, else by the site.

A device reckons the end of a lease by its own clock, which may be slow; so the server gives the task on only after
the end plus a margin (LAWS 13).
"""

from __future__ import annotations

import json
from typing import Any

from pickface.db import Tx

MINUTE_MS = 60_000
USUAL_MINUTES = 30
USUAL_MARGIN_MINUTES = 2

FREE = (
    "(state = 'ready' OR (state = 'offered' AND lease_until < :now - 60000 * COALESCE((SELECT z.lease_margin_minutes "
    "FROM zone z WHERE z.site_id = task.site_id AND z.code = task.zone_code), CAST(:margin AS INTEGER))))"
)
"""Tasks that may be given to somebody; ``margin`` is :func:`margin_of_site`."""


def of_zone(tx: Tx, site_id: int, zone_code: str) -> int:
    """The length of a lease on work in a zone, in milliseconds."""
    minutes = tx.value(
        "SELECT lease_minutes FROM zone WHERE site_id = :site AND code = :zone",
        site=site_id,
        zone=zone_code,
    )
    return int(minutes or site_setting(tx, site_id, "lease_minutes", USUAL_MINUTES)) * MINUTE_MS


def margin_of_site(tx: Tx, site_id: int) -> int:
    """The margin behind the end of a lease in minutes, where the zone has none of its own."""
    return int(site_setting(tx, site_id, "lease_margin_minutes", USUAL_MARGIN_MINUTES))


def site_setting(tx: Tx, site_id: int, name: str, usual: int) -> Any:
    """One of a site's settings, and ``usual`` where nobody has changed it."""
    settings = tx.value("SELECT settings FROM site WHERE id = :site", site=site_id)
    return json.loads(settings or "{}").get(name, usual)
