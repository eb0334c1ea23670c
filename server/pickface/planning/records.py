"""What the database has for planning: who sells what, what is here, and what was ordered each day. Reads only."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from pickface.db import clock, db, rows
from pickface.planning.demand import Units
from pickface.planning.proposals import Offer

_DAY_MS = 86_400_000
_HISTORY_DAYS = 730
# Whoever sold an item last sells it; a case is what they sell it in.
_OFFERS = """
SELECT s.code AS supplier, s.lead_days, o.currency, l.price_minor, i.id AS item, i.sku, i.name,
       COALESCE((SELECT MIN(b.qty) FROM barcode b WHERE b.item_id = i.id AND b.pack = 'case'), 1) AS pack_qty,
       COALESCE((SELECT SUM(v.pickable - v.reserved - v.unreservable) FROM stock_level v
                 WHERE v.item_id = i.id AND v.site_id = :site), 0) AS available
FROM item i JOIN purchase_order_line l ON l.id = (
       SELECT MAX(n.id) FROM purchase_order_line n JOIN purchase_order p ON p.id = n.purchase_order_id
       WHERE n.item_id = i.id AND p.site_id = :site AND p.state <> 'cancelled')
     JOIN purchase_order o ON o.id = l.purchase_order_id JOIN supplier s ON s.id = o.supplier_id
WHERE i.active = 1 ORDER BY i.id
"""
_INCOMING = """
SELECT l.item_id AS item, SUM(l.qty - l.received) AS units
FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id
WHERE o.site_id = :site AND o.state IN ('sent', 'receiving') AND l.received < l.qty GROUP BY l.item_id
"""
_WAITING = """
SELECT x.item, SUM(x.missing) AS units, COUNT(DISTINCT x.order_id) AS orders FROM (
  SELECT l.item_id AS item, l.order_id, l.qty - l.given_up - COALESCE(
           (SELECT SUM(r.qty) FROM reservation r WHERE r.order_line_id = l.id), 0) AS missing
  FROM order_line l JOIN orders o ON o.id = l.order_id
  WHERE o.site_id = :site AND o.state = 'open') x
WHERE x.missing > 0 GROUP BY x.item
"""
_DEMAND = """
SELECT l.item_id AS item, o.placed_at / :day_ms AS day, SUM(l.qty) AS units
FROM order_line l JOIN orders o ON o.id = l.order_id
WHERE o.site_id = :site AND o.state <> 'cancelled' AND o.placed_at >= :since AND o.placed_at < :until
GROUP BY l.item_id, o.placed_at / :day_ms
"""


def read_offers(site_id: int) -> tuple[list[Offer], Units]:
    """What can be bought for a site, and the demand of each (offers, days) up to yesterday; days are UTC's.

    The read session is let go before anything is reckoned.
    """
    today = clock() // _DAY_MS
    incoming: defaultdict[int, int] = defaultdict(int)
    for row in rows(_INCOMING, site=site_id):
        incoming[row["item"]] = int(row["units"])
    waiting = {
        row["item"]: (int(row["units"]), int(row["orders"])) for row in rows(_WAITING, site=site_id)
    }
    offers = []
    for row in rows(_OFFERS, site=site_id):
        unreserved, orders = waiting.get(row["item"], (0, 0))
        given = {**row, "available": int(row["available"]), "incoming": incoming[row["item"]]}
        offers.append(Offer(**given, unreserved=unreserved, waiting=orders))
    lines = rows(
        _DEMAND,
        site=site_id,
        day_ms=_DAY_MS,
        since=(today - _HISTORY_DAYS) * _DAY_MS,
        until=today * _DAY_MS,
    )
    db.session.remove()
    place = {offer.item: at for at, offer in enumerate(offers)}
    first = min((int(line["day"]) for line in lines), default=today - 1)
    units = np.zeros((len(offers), today - first))
    for line in lines:
        if line["item"] in place:
            units[place[line["item"]], int(line["day"]) - first] = float(line["units"])
    return offers, units
