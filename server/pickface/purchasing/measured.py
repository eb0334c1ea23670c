"""What was measured of the goods of a purchase order as they came in, as the office sees it. Reads only."""

from __future__ import annotations

from typing import Any

from pickface.db import rows

_MEASURED = """
SELECT m.id, m.item_id AS item, i.sku, m.lot, m.container, m.qty, m.weight_g, m.temp_tenths, m.limit_tenths,
       p.code AS held_at, w.name AS person, m.created_at AS at
FROM measurement m JOIN item i ON i.id = m.item_id LEFT JOIN place p ON p.id = m.held_at
LEFT JOIN person w ON w.id = m.person_id WHERE m.purchase_order_id = :id ORDER BY m.id
"""


def of_purchase_order(purchase_order_id: int) -> list[dict[str, Any]]:
    """Weights and temperatures, in the order in which they were told."""
    return [dict(one) for one in rows(_MEASURED, id=purchase_order_id)]
