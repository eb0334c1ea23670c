"""Layers and values that come out of another installation's cost book: as they were there, to the last minor unit.

Goods that are laid with them are not booked over the border once more (``Cause.costed``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pickface.db import Tx
from pickface.stock.cost_book import Worth, enter

REASON = "opening"


def bring_layer(tx: Tx, site_id: int, layer: Mapping[str, Any], average_minor: int) -> None:
    """A layer as it was, and what its units add to the item's value; one that is used up adds nothing."""
    made = tx.insert("cost_layer", site_id=site_id, **layer)
    qty = layer["qty"]
    if qty:
        known = qty if layer["known"] else 0
        worth = Worth(qty, known, layer["value_minor"], average_minor)
        enter(tx, made, layer["item_id"], site_id, worth, reason=REASON)


def bring_value(tx: Tx, site_id: int, item_id: int, last: Mapping[str, int]) -> None:
    """What units cost that came last, and when some were sold last."""
    tx.run(
        "INSERT INTO stock_value (item_id, site_id, last_qty, last_minor, last_out_at) "
        "VALUES (:item, :site, :last_qty, :last_minor, :last_out_at) ON CONFLICT (item_id, site_id) DO UPDATE SET "
        "last_qty = excluded.last_qty, last_minor = excluded.last_minor, last_out_at = excluded.last_out_at",
        item=item_id,
        site=site_id,
        **last,
    )
