"""How long an order's goods must still be good when they leave: as its customer asks, or as the item has it."""

from __future__ import annotations

from datetime import date, timedelta

from pickface.clock import day_of
from pickface.db import Tx

_MOST = "CASE WHEN i.shelf_days_left > o.shelf_days_left THEN i.shelf_days_left ELSE o.shelf_days_left END"
_OF_ORDER = (
    f"SELECT DISTINCT {_MOST} AS days, o.ship_by, s.timezone FROM order_line l JOIN orders o ON o.id = l.order_id "
    "JOIN site s ON s.id = o.site_id JOIN item i ON i.id = l.item_id "
    "WHERE l.order_id = :order AND i.tracking = 'lot_expiry'"
)
_SAY = (
    "UPDATE order_line SET fresh_from = :day WHERE order_id = :order AND item_id IN (SELECT i.id FROM item i, orders o "
    f"WHERE o.id = :order AND i.tracking = 'lot_expiry' AND {_MOST} = :days)"
)


def note(tx: Tx, order_id: int) -> None:
    """Write on each line before which day its lots must not expire: the strictest counts, from the day of leaving.

    To be called when an order has other lines, or is to leave on another day, before they are promised anything.
    """
    for one in tx.all(_OF_ORDER, order=order_id):
        if one["days"]:
            day = _day(one["days"], one["ship_by"], one["timezone"])
            tx.run(_SAY, day=day, order=order_id, days=one["days"])


def day_for(tx: Tx, order_id: int, item_id: int) -> str:
    """Before which day lots of an item must not expire for an order; '' where nobody asks."""
    one = tx.one(
        f"SELECT {_MOST} AS days, o.ship_by, s.timezone FROM orders o JOIN site s ON s.id = o.site_id, item i "
        "WHERE o.id = :order AND i.id = :item AND i.tracking = 'lot_expiry'",
        order=order_id,
        item=item_id,
    )
    if one is None or not one["days"]:
        return ""
    return _day(one["days"], one["ship_by"], one["timezone"])


def _day(days: int, ship_by: int, timezone: str) -> str:
    return (date.fromisoformat(day_of(ship_by, timezone)) + timedelta(days=days)).isoformat()
