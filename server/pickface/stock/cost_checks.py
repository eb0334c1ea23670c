"""The cost book proved: layers are what is on hand of ours, and layers and values are the sums of the entries.

Statements as ``verify`` has them; ``{of_item}`` limits each to one item, or to none.
"""

from __future__ import annotations

_VALUE = "item_id, site_id"


def _compared(key: str, expected: str, found: str, given: str, told: str) -> str:
    """The rows in which sums of ``given`` (a column, from a table) differ from those of ``told``."""
    return (
        f"SELECT {key}, SUM(expected) AS expected, SUM(found) AS found FROM ("
        f" SELECT {key}, {expected} AS expected, 0 AS found FROM {given} WHERE {{of_item}}"
        f" UNION ALL SELECT {key}, 0, {found} FROM {told} WHERE {{of_item}}) x"
        f" GROUP BY {key} HAVING SUM(expected) <> SUM(found)"
    )


_OURS = (
    "(SELECT b.item_id, b.site_id, b.qty FROM balance b JOIN place p ON p.id = b.place_id"
    " WHERE b.owner_id = 1 AND (p.virtual = 0 OR p.kind = 'transit')) ours"
)
_LAYERS = (
    "(SELECT item_id, site_id, id AS layer_id, qty, known * qty AS known, value_minor, base_minor, landed_minor"
    " FROM cost_layer) layers"
)

COST_CHECKS: tuple[tuple[str, str], ...] = (
    ("cost_on_hand", _compared(_VALUE, "qty", "qty", _OURS, "cost_layer")),
    *(
        (f"cost_layer_{name}", _compared(f"layer_id, {_VALUE}", entry, layer, "cost_entry", _LAYERS))
        for name, entry, layer in (
            ("qty", "qty", "qty"),
            ("known", "known", "known"),
            ("value", "fifo_minor", "value_minor"),
        )
    ),
    *(
        (f"stock_value_{name}", _compared(_VALUE, name, name, source, "stock_value"))
        for name, source in (("qty", "cost_entry"), ("average_minor", "cost_entry"))
    ),
    ("stock_value_known_qty", _compared(_VALUE, "known", "known_qty", "cost_entry", "stock_value")),
    ("stock_value_fifo_minor", _compared(_VALUE, "value_minor", "fifo_minor", _LAYERS, "stock_value")),
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
