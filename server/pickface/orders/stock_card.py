"""How many of an item a site has, has promised, can still promise, and expects."""

from __future__ import annotations

from typing import Any

from pickface.catalog.service import HOUSE, item_named
from pickface.purchasing.service import incoming


def stock_card(site_id: int, name: str) -> dict[str, Any]:
    """The levels of an item, named by id or SKU, and where its units are."""
    from pickface.stock import balances

    item = item_named(name)
    levels = balances.levels(item["id"], site_id, HOUSE)
    return {
        "item": item["id"],
        "sku": item["sku"],
        **levels,
        "incoming": incoming(item["id"], site_id),
    }
