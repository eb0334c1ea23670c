"""What the database has for planning: who sells what, what is here, and what was ordered each day. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np

from pickface.db import Row, clock, one_moment, rows
from pickface.locations import service_goals, settings
from pickface.planning.demand import Units
from pickface.planning.offers import Offer, Prices, Seller
from pickface.planning.reckon import Question
from pickface.purchasing import lead_times
from pickface.stock.balances import COMING

_DAY_MS = 86_400_000
_HISTORY_DAYS = 730
_SELLERS = "SELECT id, code, currency, min_order_minor, min_order_qty, sends_itself FROM supplier ORDER BY id"
_SOLD = """
SELECT x.id, x.supplier_id, x.item_id AS item, x.pack_qty, x.pallet_qty, x.price_minor, i.sku, i.name
FROM supplier_item x JOIN item i ON i.id = x.item_id WHERE x.preferred = 1 AND i.active = 1 ORDER BY i.id
"""
_BREAKS = "SELECT supplier_item_id, from_qty, price_minor FROM price_break ORDER BY supplier_item_id, from_qty"
# Nobody has said who sells it: whoever sold it last does, in a case, at that price.
_BOUGHT = """
SELECT o.supplier_id, o.currency, l.price_minor, i.id AS item, i.sku, i.name, 0 AS pallet_qty, 0 AS id,
       COALESCE((SELECT MIN(b.qty) FROM barcode b WHERE b.item_id = i.id AND b.pack = 'case'), 1) AS pack_qty
FROM item i JOIN purchase_order_line l ON l.id = (
       SELECT MAX(n.id) FROM purchase_order_line n JOIN purchase_order p ON p.id = n.purchase_order_id
       WHERE n.item_id = i.id AND p.site_id = :site AND p.owner_id = 1
         AND p.state NOT IN ('cancelled', 'draft'))
     JOIN purchase_order o ON o.id = l.purchase_order_id
WHERE i.active = 1 AND NOT EXISTS (SELECT 1 FROM supplier_item x WHERE x.item_id = i.id AND x.preferred = 1)
ORDER BY i.id
"""
_AVAILABLE = """
SELECT item_id AS item, SUM(pickable - reserved - unreservable) AS units FROM stock_level
WHERE site_id = :site AND owner_id = 1 GROUP BY item_id
"""
_INCOMING = f"""
SELECT l.item_id AS item, SUM(l.qty - l.received) AS units
FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id
WHERE o.site_id = :site AND o.owner_id = 1 AND o.state IN {COMING} AND l.received < l.qty GROUP BY l.item_id
"""
_WAITING = """
SELECT x.item, SUM(x.missing) AS units, COUNT(DISTINCT x.order_id) AS orders FROM (
  SELECT l.item_id AS item, l.order_id, l.qty - l.given_up - COALESCE(
           (SELECT SUM(r.qty) FROM reservation r WHERE r.order_line_id = l.id), 0) AS missing
  FROM order_line l JOIN orders o ON o.id = l.order_id
  WHERE o.site_id = :site AND o.owner_id = 1 AND o.state = 'open') x
WHERE x.missing > 0 GROUP BY x.item
"""
_DEMAND = """
SELECT l.item_id AS item, o.placed_at / :day_ms AS day, SUM(l.qty) AS units
FROM order_line l JOIN orders o ON o.id = l.order_id
WHERE o.site_id = :site AND o.owner_id = 1 AND l.substitute_for IS NULL
  AND o.state <> 'cancelled' AND o.placed_at >= :since AND o.placed_at < :until
GROUP BY l.item_id, o.placed_at / :day_ms
"""
_PAST = "SELECT item_id AS item, day, units FROM past_demand WHERE site_id = :site AND day >= :since AND day < :until"
_MARK = (
    "SELECT COALESCE(MAX(id), 0) AS mark FROM purchase_order_change "
    "WHERE kind IN ('made', 'approved', 'changed', 'cancelled', 'closed')"
)
"""Moves on with whatever changes what is to come."""


def read_question(site_id: int) -> tuple[Question, int]:
    """All there is to reckon with, at one moment, and the mark of that moment; days are UTC's, up to yesterday.

    The read session is let go before anything is reckoned.
    """
    now = clock()
    with one_moment():
        mark = int(rows(_MARK)[0]["mark"])
        goals = service_goals.read(settings.of_site(site_id).service_goals)
        offers = {offer.item: offer for offer in _offers(site_id, now)}
        demand, first = _demand(site_id, now // _DAY_MS)
    items = tuple(sorted({*offers, *(item for item, _, _ in demand)}))
    place = {item: at for at, item in enumerate(items)}
    units = np.zeros((len(items), now // _DAY_MS - first))
    for item, day, ordered in demand:
        units[place[item], day - first] += ordered
    return Question(items, tuple(offers.get(item) for item in items), units, goals), mark


def mark_now(tx: Any) -> int:
    """The mark inside a transaction."""
    return int(tx.value(_MARK))


def read_offers(site_id: int) -> tuple[list[Offer], Units]:
    """What can be bought for a site, and the demand of each (offers, days) up to yesterday."""
    question, _ = read_question(site_id)
    bought = [
        (offer, units)
        for offer, units in zip(question.offers, question.units, strict=True)
        if offer
    ]
    return [offer for offer, _ in bought], np.array([units for _, units in bought])


def _demand(site_id: int, today: int) -> tuple[list[tuple[int, int, float]], int]:
    """Units ordered by item and day, and the first day."""
    since = today - _HISTORY_DAYS
    ours = rows(_DEMAND, site=site_id, day_ms=_DAY_MS, since=since * _DAY_MS, until=today * _DAY_MS)
    before = rows(_PAST, site=site_id, since=since, until=today)
    found = [(int(one["item"]), int(one["day"]), float(one["units"])) for one in (*ours, *before)]
    return found, min((day for _, day, _ in found), default=today - 1)


def _offers(site_id: int, now: int) -> list[Offer]:
    sellers = _sellers(site_id, now)
    breaks: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for one in rows(_BREAKS):
        breaks[one["supplier_item_id"]].append((one["from_qty"], one["price_minor"]))
    available, incoming = (
        {one["item"]: int(one["units"]) for one in rows(sql, site=site_id)}
        for sql in (_AVAILABLE, _INCOMING)
    )
    waiting = {
        one["item"]: (int(one["units"]), int(one["orders"])) for one in rows(_WAITING, site=site_id)
    }
    made = []
    for sold in (*rows(_SOLD), *rows(_BOUGHT, site=site_id)):
        item = sold["item"]
        unreserved, orders = waiting.get(item, (0, 0))
        made.append(
            Offer(
                seller=sellers[sold["supplier_id"]],
                item=item,
                sku=sold["sku"],
                name=sold["name"],
                pack_qty=sold["pack_qty"],
                pallet_qty=sold["pallet_qty"],
                prices=_prices(sold, sellers, breaks[sold["id"]]),
                available=available.get(item, 0),
                incoming=incoming.get(item, 0),
                unreserved=unreserved,
                waiting=orders,
            )
        )
    return made


def _prices(sold: Row, sellers: Mapping[int, Seller], breaks: list[tuple[int, int]]) -> Prices:
    """Prices in the seller's currency; one that was paid in another says nothing."""
    ours = sold.get("currency") or sellers[sold["supplier_id"]].currency
    price = sold["price_minor"] if ours == sellers[sold["supplier_id"]].currency else 0
    return ((1, price), *breaks)


def _sellers(site_id: int, now: int) -> dict[int, Seller]:
    learnt = lead_times.of_suppliers(rows, site_id, now)
    return {
        one["id"]: Seller(
            id=one["id"],
            code=one["code"],
            currency=one["currency"],
            lead_days=learnt[one["id"]].days,
            lead_spread_days=learnt[one["id"]].spread_days,
            min_order_minor=one["min_order_minor"],
            min_order_qty=one["min_order_qty"],
            sends_itself=bool(one["sends_itself"]),
        )
        for one in rows(_SELLERS)
    }
