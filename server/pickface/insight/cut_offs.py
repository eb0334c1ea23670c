"""Parcels that stand in the house while their carrier is about to leave."""

from __future__ import annotations

from pickface.db import rows
from pickface.orders.carrier_rules import ALARM_MS, is_pressing
from pickface.orders.carriers import zone_of

_WAITING = """
SELECT c.cut_off, COUNT(*) AS n FROM shipment s JOIN carrier c ON c.id = s.carrier_id
WHERE s.site_id = :site AND s.shipped_at IS NULL AND c.cut_off <> '' AND s.departure_id IS NULL
GROUP BY c.id, c.cut_off
"""
_FOR_TRUCKS = """
SELECT COUNT(*) AS n FROM departure d JOIN shipment s ON s.departure_id = d.id AND s.loaded_at IS NULL
WHERE d.site_id = :site AND d.state IN ('planned', 'loading') AND d.leaves_at <= :until AND s.shipped_at IS NULL
"""


def pressing(site_id: int, now: int) -> int:
    """How many closed parcels are not on their truck (or not shipped) that leaves within half an hour, or is late."""
    waiting = rows(_WAITING, site=site_id)
    (trucks,) = rows(_FOR_TRUCKS, site=site_id, until=now + ALARM_MS)
    late = int(trucks["n"])
    if not waiting:
        return late
    zone = zone_of(site_id)
    return late + sum(int(one["n"]) for one in waiting if is_pressing(one["cut_off"], now, zone))
