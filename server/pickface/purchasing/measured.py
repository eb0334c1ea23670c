"""What was measured of the goods of a purchase order or a delivery as they came in, as the office sees it."""

from __future__ import annotations

from typing import Any

from pickface.db import rows

_MEASURED = """
SELECT m.id, m.item_id AS item, i.sku, m.lot, m.container, m.qty, m.weight_g, m.temp_tenths, m.limit_tenths,
       p.code AS held_at, w.name AS person, m.created_at AS at
FROM measurement m JOIN item i ON i.id = m.item_id LEFT JOIN place p ON p.id = m.held_at
LEFT JOIN person w ON w.id = m.person_id WHERE {which} ORDER BY m.id
"""
# An opened carton's goods are measured by the piece, in the receipt in which its label was scanned.
_OF_DELIVERY = """
m.id IN (SELECT t.id FROM expected_carton c JOIN scan_event e ON e.id = c.event_id
    JOIN expected_goods g ON g.carton_id = c.id
    JOIN measurement t ON t.purchase_order_id = g.purchase_order_id AND t.item_id = g.item_id
    JOIN scan_event s ON s.id = t.event_id AND s.task_id = e.task_id
    WHERE c.delivery_id = :id)
"""


def of_purchase_order(purchase_order_id: int) -> list[dict[str, Any]]:
    """Weights and temperatures, in the order in which they were told."""
    which = "m.purchase_order_id = :id"
    return [dict(one) for one in rows(_MEASURED.format(which=which), id=purchase_order_id)]


def of_delivery(delivery_id: int) -> list[dict[str, Any]]:
    """The same of what a supplier had announced by cartons."""
    return [dict(one) for one in rows(_MEASURED.format(which=_OF_DELIVERY), id=delivery_id)]
