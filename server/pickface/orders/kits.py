"""The kits of an order, reckoned from what became of their components: one is sent when all of it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.db import Row, rows
from pickface.kits.rules import complete

_KITS = """
SELECT k.id, k.line_no, k.item_id AS item, i.sku, i.name, k.qty, k.price_minor, k.tax_bp, k.billed
FROM order_kit k JOIN item i ON i.id = k.item_id WHERE k.order_id = :id ORDER BY k.line_no
"""
_PARTS = """
SELECT l.order_kit_id AS kit, l.item_id AS item, i.sku, l.qty, l.shipped, l.given_up, COALESCE((SELECT SUM(r.qty)
FROM reservation r WHERE r.order_line_id = l.id), 0) AS reserved, COALESCE((SELECT SUM(g.qty) FROM return_goods g
WHERE g.order_line_id = l.id), 0) AS returned FROM order_line l JOIN item i ON i.id = l.item_id
WHERE l.order_id = :id AND l.order_kit_id IS NOT NULL ORDER BY l.line_no
"""


def of_order(order_id: int) -> list[dict[str, Any]]:
    """The kits that a customer ordered, with how many of them are promised, sent, given up, and back."""
    kits = rows(_KITS, id=order_id)
    parts = rows(_PARTS, id=order_id) if kits else []
    return [_whole(kit, [one for one in parts if one["kit"] == kit["id"]]) for kit in kits]


def _whole(kit: Row, parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    def sets(column: str) -> int:
        return complete((int(one[column]), one["qty"] // kit["qty"]) for one in parts)

    kept = complete((one["qty"] - one["given_up"], one["qty"] // kit["qty"]) for one in parts)
    return {
        **kit,
        **{name: sets(name) for name in ("reserved", "shipped", "returned")},
        "given_up": kit["qty"] - kept,
    }


def per_kit(order_id: int) -> list[tuple[Row, list[tuple[int, int]]]]:
    """Each kit of an order with its components ``(item, units in one kit)``."""
    kits = rows(_KITS, id=order_id)
    parts = rows(_PARTS, id=order_id) if kits else []
    return [
        (kit, [(one["item"], one["qty"] // kit["qty"]) for one in parts if one["kit"] == kit["id"]])
        for kit in kits
    ]
