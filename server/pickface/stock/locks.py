"""Who touches an item's stock waits here, so that nobody waits for anybody in a circle (LAWS 10).

In PostgreSQL the row of the stock level is locked before any reservation or balance of its item, levels in the order
of their keys. Every change ends on that row anyway, so that it costs one statement and no concurrency. SQLite's
writer is alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pickface.db import Tx

LEVEL = "item_id = :item_id AND owner_id = :owner_id AND site_id = :site_id"
_OF_LINES = (
    "SELECT l.item_id, o.owner_id, o.site_id FROM order_line l JOIN orders o ON o.id = l.order_id"
    " WHERE l.id IN"
)
_OF_PINS = "SELECT item_id, owner_id, site_id FROM reservation WHERE id IN"


def lock_levels(tx: Tx, site_id: int, goods: Iterable[tuple[int, int]]) -> None:
    """Lock the stock levels of ``(item, owner)`` at a site."""
    if not tx.for_update:
        return
    for item_id, owner_id in sorted(set(goods)):
        tx.run(
            f"SELECT 1 FROM stock_level WHERE {LEVEL} FOR UPDATE",
            item_id=item_id,
            owner_id=owner_id,
            site_id=site_id,
        )


def lock_levels_of(tx: Tx, source: str, **params: Any) -> None:
    """Lock the stock levels that a SELECT of item, owner and site names."""
    if tx.for_update:
        tx.run(
            f"SELECT 1 FROM stock_level WHERE (item_id, owner_id, site_id) IN ({source})"
            " ORDER BY item_id, owner_id, site_id FOR UPDATE",
            **params,
        )


def lock_lines(tx: Tx, order_line_ids: Sequence[int]) -> None:
    """Lock the stock levels that order lines draw on."""
    _lock_listed(tx, _OF_LINES, order_line_ids)


def lock_pins(tx: Tx, reservation_ids: Sequence[int]) -> None:
    """Lock the stock levels that reservations draw on."""
    _lock_listed(tx, _OF_PINS, reservation_ids)


def _lock_listed(tx: Tx, source: str, ids: Sequence[int]) -> None:
    named = {f"id_{n}": each for n, each in enumerate(ids)}
    if named:
        lock_levels_of(tx, f"{source} ({', '.join(f':{name}' for name in named)})", **named)
