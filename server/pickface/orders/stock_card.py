"""How many of an item a site has, has promised, can still promise, and expects."""

from __future__ import annotations

from typing import Any

from pickface.catalog.service import item_named
from pickface.stock import balances
from pickface.stock.as_of import places_as_of


def stock_card(site_id: int, name: str, at: int | None = None) -> dict[str, Any]:
    """The levels of an item, named by id or SKU, and where its units are, or were ``at`` a past moment."""
    item = item_named(name)
    if at is not None:
        unknown = dict.fromkeys(("reserved", "available", "incoming"))
        then = places_as_of(item["id"], site_id, at)
        return {"item": item["id"], "sku": item["sku"], **unknown, **then}
    return {"item": item["id"], "sku": item["sku"], **balances.levels(item["id"], site_id)}
