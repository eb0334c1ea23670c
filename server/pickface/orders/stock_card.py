"""How many of an item a site has, has promised, can still promise, and expects."""

from __future__ import annotations

from typing import Any

from pickface.catalog.service import item_named
from pickface.stock import balances


def stock_card(site_id: int, name: str) -> dict[str, Any]:
    """The levels of an item, named by id or SKU, and where its units are."""
    item = item_named(name)
    return {"item": item["id"], "sku": item["sku"], **balances.levels(item["id"], site_id)}
