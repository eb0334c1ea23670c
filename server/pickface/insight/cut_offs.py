"""Parcels that stand in the house while their carrier is about to leave."""

from __future__ import annotations

from pickface.db import rows
from pickface.orders.carrier_rules import is_pressing
from pickface.orders.carriers import zone_of

_WAITING = """
SELECT c.cut_off, COUNT(*) AS n FROM shipment s JOIN carrier c ON c.id = s.carrier_id
WHERE s.site_id = :site AND s.shipped_at IS NULL AND c.cut_off <> '' GROUP BY c.id, c.cut_off
"""


def pressing(site_id: int, now: int) -> int:
    """How many parcels are closed and not shipped whose carrier leaves within half an hour."""
    waiting = rows(_WAITING, site=site_id)
    if not waiting:
        return 0
    zone = zone_of(site_id)
    return sum(int(one["n"]) for one in waiting if is_pressing(one["cut_off"], now, zone))
