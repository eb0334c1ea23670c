"""What lay in each zone at the end of a past day, and what it was worth then. Reads only.

Units by the nearest snapshot of each item before that moment and the moves since (``stock/as_of.py``): a question costs
what an item moves between two snapshots, however long ago the day is. The value of an item then is today's less what
has changed since, shared over its zones as it is for today. Places count for the zone that they are in now.
"""

from __future__ import annotations

from typing import Any

from pickface.db import Row, rows
from pickface.stock.as_of import LATER_MS, last_id
from pickface.stock.cost_book import HOUSE

_THEN = """
WITH heads AS (
    SELECT v.item_id, v.qty - COALESCE(e.qty, 0) AS whole, v.{worth} - COALESCE(e.worth, 0) AS worth,
        v.qty - COALESCE(e.qty, 0) - v.known_qty + COALESCE(e.known, 0) AS lost,
        COALESCE((SELECT MAX(s.until_id) FROM stock_snapshot s WHERE s.item_id = v.item_id AND s.until_id <= :upto), '')
            AS since
    FROM stock_value v LEFT JOIN (SELECT item_id, CAST(SUM(qty) AS BIGINT) AS qty, CAST(SUM(known) AS BIGINT) AS known,
            CAST(SUM({worth}) AS BIGINT) AS worth
        FROM cost_entry WHERE site_id = :site AND at >= :behind GROUP BY item_id) e ON e.item_id = v.item_id
    WHERE v.site_id = :site),
legs AS (
    SELECT l.item_id, l.place_id, l.qty FROM heads h JOIN stock_snapshot_line l
        ON l.item_id = h.item_id AND l.until_id = h.since AND l.owner_id = :house WHERE h.whole > 0
    UNION ALL SELECT m.item_id, m.to_place_id, m.qty FROM heads h JOIN move m
        ON m.item_id = h.item_id AND m.id > h.since AND m.id <= :edge
        WHERE h.whole > 0 AND m.at < :behind AND m.owner_id = :house
    UNION ALL SELECT m.item_id, m.from_place_id, -m.qty FROM heads h JOIN move m
        ON m.item_id = h.item_id AND m.id > h.since AND m.id <= :edge
        WHERE h.whole > 0 AND m.at < :behind AND m.owner_id = :house),
lying AS (
    SELECT g.item_id, COALESCE(z.code, '') AS zone, COALESCE(z.name, '') AS name, p.virtual AS transit,
        CAST(SUM(g.qty) AS BIGINT) AS qty
    FROM legs g JOIN place p ON p.id = g.place_id AND p.site_id = :site AND (p.virtual = 0 OR p.kind = 'transit')
    LEFT JOIN zone z ON z.id = p.zone_id
    GROUP BY g.item_id, COALESCE(z.code, ''), COALESCE(z.name, ''), p.virtual HAVING SUM(g.qty) <> 0),
shared AS (
    SELECT t.*, CAST(SUM(t.qty) OVER (PARTITION BY t.item_id ORDER BY t.zone, t.transit) AS BIGINT) AS upto
    FROM lying t)
SELECT s.zone, s.name, s.transit, SUM(s.qty) AS qty,
    SUM(h.worth * s.upto / h.whole - h.worth * (s.upto - s.qty) / h.whole) AS value_minor,
    SUM(h.lost * s.upto / h.whole - h.lost * (s.upto - s.qty) / h.whole) AS unknown_qty
FROM shared s JOIN heads h ON h.item_id = s.item_id GROUP BY s.zone, s.name, s.transit ORDER BY s.zone, s.transit
"""


def zones_then(site_id: int, worth: str, behind: int) -> list[Row]:
    """Zones with their units and values as they were just before a moment."""
    named: dict[str, Any] = {"upto": last_id(behind - 1), "edge": last_id(behind + LATER_MS)}
    return rows(_THEN.format(worth=worth), site=site_id, house=HOUSE, behind=behind, **named)
