"""What units cost that come in from outside.

A receipt costs what its purchase order line says, converted by the rate of the day, which the layer keeps; without a
price or a rate the cost is not known. A return costs as its order line went out. Units found or added are valued as
those that are there, else as those that came last.
"""

from __future__ import annotations

from pickface.clock import day_of
from pickface.stock.cost_book import UNKNOWN, Cost, Page, currency_of, rate_of
from pickface.stock.costing import convert, share

OUTSIDE = frozenset({"scrap", "lost_found"})
"""Kinds of places that goods go to and come from without being sold or bought: what is written off, or found."""
_PRICE = """
SELECT l.price_minor, o.currency, s.settings, s.timezone FROM purchase_order_line l
JOIN purchase_order o ON o.id = l.purchase_order_id JOIN site s ON s.id = :site WHERE l.id = :line
"""
_WENT_AT = """
SELECT -SUM(qty) AS qty, -SUM(known) AS known, -SUM(fifo_minor) AS fifo, -SUM(average_minor) AS average
FROM cost_entry WHERE order_line_id = :line AND item_id = :item
"""


def cost_of(page: Page, site: int, kind_from: str) -> tuple[str, int, Cost]:
    """What came in from a place of a kind outside: its source, how many, and what they cost."""
    move = page.move
    if move.purchase_order_line_id is not None:
        return "receipt", move.qty, _ordered_at(page, site, move.purchase_order_line_id)
    if kind_from == "customer":
        return "return", move.qty, _went_at(page) or mean(page, site)
    if kind_from in OUTSIDE:
        return "found", move.qty, mean(page, site)
    return "opening", move.qty, UNKNOWN


def mean(page: Page, site: int) -> Cost:
    """The move's units cost as those that are there, else as those that came last."""
    value, qty = page.value(site), page.move.qty
    if value and value["known_qty"]:
        fifo, average = value["fifo_minor"], value["average_minor"]
        known = value["known_qty"]
        return Cost(True, share(fifo, qty, known), share(average, qty, known))
    if value and value["last_qty"]:
        minor = share(value["last_minor"], qty, value["last_qty"])
        return Cost(True, minor, minor)
    return UNKNOWN


def _ordered_at(page: Page, site: int, line: int) -> Cost:
    """As ordered, in our money; not known without a price, or a rate for it."""
    found = page.tx.one(_PRICE, line=line, site=site)
    if found is None or not found["price_minor"]:
        return UNKNOWN
    ours, theirs = currency_of(found["settings"]), found["currency"]
    rate: int | None = 1_000_000_000
    if theirs != ours:
        day = day_of(page.tx.now, found["timezone"])
        rate = rate_of(page.tx, site, theirs, day)
    price = int(found["price_minor"])
    if rate is None:
        return Cost(price_minor=price, currency=theirs)
    minor = convert(price * page.move.qty, theirs, ours, rate)
    return Cost(True, minor, minor, price, theirs, rate)


def _went_at(page: Page) -> Cost | None:
    """What the order line's goods took with them when they left; None where nothing is known of it."""
    line = page.move.order_line_id
    if line is None:
        return None
    went = page.tx.one(_WENT_AT, line=line, item=page.move.item_id)
    if went is None or not went["known"] or went["known"] < page.move.qty:
        return None
    qty, known = page.move.qty, int(went["known"])
    return Cost(True, share(int(went["fifo"]), qty, known), share(int(went["average"]), qty, known))
