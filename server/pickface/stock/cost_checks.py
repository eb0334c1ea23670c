"""The cost book proved: layers are what is on hand of ours, and layers and values are the sums of the entries.

Statements as ``verify`` has them; ``{of_item}`` limits each to one item, or to none.
"""

from __future__ import annotations

from pickface.stock.compared import Said, compared

_OURS = (
    "(SELECT b.item_id, b.site_id, b.qty FROM balance b JOIN place p ON p.id = b.place_id"
    " WHERE b.owner_id = 1 AND (p.virtual = 0 OR p.kind = 'transit')) ours WHERE {of_item}"
)
_LAYERS = (
    "(SELECT item_id, site_id, id AS layer_id, qty, known * qty AS known, value_minor FROM cost_layer) layers"
    " WHERE {of_item}"
)
_ENTRIES = "cost_entry WHERE {of_item}"

COST_CHECKS: tuple[tuple[str, str], ...] = (
    (
        "cost_layer",
        compared(
            "layer_id, item_id, site_id",
            Said(_ENTRIES, {"expected_qty": "qty", "expected_known": "known", "expected_value": "fifo_minor"}),
            Said(_LAYERS, {"found_qty": "qty", "found_known": "known", "found_value": "value_minor"}),
        ),
    ),
    (
        "stock_value",
        compared(
            "item_id, site_id",
            Said(_OURS, {"expected_on_hand": "qty"}),
            Said(_LAYERS, {"found_on_hand": "qty", "expected_fifo_minor": "value_minor"}),
            Said(
                _ENTRIES,
                {"expected_qty": "qty", "expected_known_qty": "known", "expected_average_minor": "average_minor"},
            ),
            Said(
                "stock_value WHERE {of_item}",
                {"found_qty": "qty", "found_known_qty": "known_qty", "found_average_minor": "average_minor",
                 "found_fifo_minor": "fifo_minor"},
            ),
        ),
    ),
    (
        "value_of_nothing",
        "SELECT item_id, site_id, 0 AS expected, CASE WHEN fifo_minor <> 0 THEN fifo_minor ELSE average_minor END"
        " AS found FROM stock_value WHERE {of_item} AND (average_minor < 0 OR fifo_minor < 0"
        " OR known_qty < 0 OR known_qty > qty OR (known_qty = 0 AND (fifo_minor <> 0 OR average_minor <> 0)))",
    ),
    (
        "cost_of_the_unknown",
        "SELECT id AS layer_id, item_id, 0 AS expected, value_minor AS found FROM cost_layer"
        " WHERE {of_item} AND ((known = 0 AND value_minor <> 0) OR (qty = 0 AND value_minor <> 0))",
    ),
    (
        "cost_change_shared",
        "SELECT change_id, SUM(expected) AS expected, SUM(found) AS found FROM ("
        " SELECT id AS change_id, amount_minor AS expected, 0 AS found FROM cost_change WHERE id IN"
        " (SELECT change_id FROM cost_entry WHERE {of_item} AND change_id IS NOT NULL)"
        " UNION ALL SELECT change_id, 0, fifo_minor + gone_minor FROM cost_entry WHERE change_id IN"
        " (SELECT change_id FROM cost_entry WHERE {of_item} AND change_id IS NOT NULL)) x"
        " GROUP BY change_id HAVING SUM(expected) <> SUM(found)",
    ),
)  # fmt: skip
