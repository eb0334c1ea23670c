"""How long a device may begin a task that it holds: by the zone of the work, else as the site has it (LAWS 13)."""

from __future__ import annotations

import json

from pickface.db import Tx

MINUTE_MS = 60_000
USUAL_MINUTES = 30


def of_zone(tx: Tx, site_id: int, zone_code: str) -> int:
    """The length of a lease on work in a zone, in milliseconds."""
    found = tx.one(
        "SELECT s.settings, (SELECT z.lease_minutes FROM zone z WHERE z.site_id = s.id AND z.code = :zone) AS minutes "
        "FROM site s WHERE s.id = :site",
        site=site_id,
        zone=zone_code,
    )
    if found is None:
        return USUAL_MINUTES * MINUTE_MS
    site = json.loads(found["settings"]).get("lease_minutes", USUAL_MINUTES)
    return int(found["minutes"] or site) * MINUTE_MS
