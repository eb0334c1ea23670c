"""What each item is worth: a page at a time by value, as of a past day, one with its layers, or all as a file."""

from __future__ import annotations

import base64
import binascii
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from pickface.clock import clock
from pickface.contract import bad_field
from pickface.costs import ages
from pickface.costs.forms import ValueItemsQuery
from pickface.costs.valuation import end_of, method_of, plain, timezone_of
from pickface.db import Row, db, row, rows
from pickface.errors import NotFound
from pickface.stock.cost_book import HOUSE
from pickface.stock.cost_changes import OF_DELIVERY, OF_ORDER
from pickface.stock.costing import share

FILE_PAGE = 500
SHOWN_LAYERS = 50
COLUMNS = ("sku", "name", "qty", "unknown_qty", "unit_minor", "value_minor", "currency")
After = tuple[Any, int]
_HERE = """
SELECT i.id, i.sku, i.name, v.qty, v.known_qty, v.fifo_minor, v.average_minor, v.{by} AS at FROM stock_value v
JOIN item i ON i.id = v.item_id WHERE v.site_id = :site AND v.qty > 0{which}
ORDER BY v.{by} DESC, v.item_id DESC LIMIT :limit
"""
_BY_SKU = """
SELECT i.id, i.sku, i.name, v.qty, v.known_qty, v.fifo_minor, v.average_minor, i.sku AS at FROM item i
JOIN stock_value v ON v.item_id = i.id AND v.site_id = :site WHERE i.owner_id = :house AND (i.sku, i.id) > (:at, :id)
AND v.qty - COALESCE((SELECT SUM(e.qty) FROM cost_entry e
    WHERE e.item_id = v.item_id AND e.site_id = :site AND e.at >= :since), 0) > 0
ORDER BY i.sku, i.id LIMIT :limit
"""
_SINCE = """
SELECT item_id, SUM(qty) AS qty, SUM(known) AS known_qty, SUM(fifo_minor) AS fifo_minor,
    SUM(average_minor) AS average_minor FROM cost_entry
WHERE site_id = :site AND at >= :since AND item_id IN ({items}) GROUP BY item_id
"""
_AGES = f"""
SELECT item_id, step, SUM(qty) AS qty, SUM(qty * known) AS known, SUM(value_minor) AS fifo FROM
    (SELECT item_id, qty, known, value_minor, {ages.STEP} AS step FROM cost_layer
    WHERE qty > 0 AND site_id = :site AND item_id IN ({{items}})) l GROUP BY item_id, step
"""
_LAYERS = """
SELECT l.*, o.id AS purchase_order_id, o.number AS purchase_order FROM cost_layer l
LEFT JOIN purchase_order_line pl ON pl.id = l.purchase_order_line_id
LEFT JOIN purchase_order o ON o.id = pl.purchase_order_id
WHERE l.item_id = :item AND l.site_id = :site AND l.qty > 0 ORDER BY l.at, l.id LIMIT :limit
"""
_CHANGES = """
SELECT c.id, c.at, COALESCE(p.name, '') AS person, c.kind, c.shared_by AS by, c.told_minor, c.currency, c.rate_nano,
    c.note, SUM(e.fifo_minor + e.gone_minor) AS amount_minor, SUM(e.gone_minor) AS gone_minor
FROM cost_change c LEFT JOIN person p ON p.id = c.person_id JOIN cost_entry e ON e.change_id = c.id
WHERE c.site_id = :site AND c.id IN ({which}){of_item}
GROUP BY c.id, c.at, p.name, c.kind, c.shared_by, c.told_minor, c.currency, c.rate_nano, c.note
ORDER BY c.id DESC LIMIT 50
"""
_OF_ITEM = "SELECT change_id FROM cost_entry WHERE item_id = :item AND change_id IS NOT NULL"
_OF_ORDER = "SELECT id FROM cost_change WHERE purchase_order_id = :order"
_OF_DELIVERY = "SELECT id FROM cost_change WHERE delivery_id = :delivery"
_RECEIPTS = f"""
SELECT m.task_id AS id, MIN(m.at) AS at, COALESCE(MIN(p.name), '') AS person, SUM(e.qty) AS qty
FROM cost_entry e JOIN move m ON m.id = e.move_id LEFT JOIN person p ON p.id = m.person_id
WHERE e.layer_id IN ({OF_ORDER}) AND e.qty > 0 AND e.reverses IS NULL AND e.site_id = :site AND m.task_id IS NOT NULL
GROUP BY m.task_id ORDER BY m.task_id
"""
_RECEIVED = """
SELECT COALESCE(SUM(l.qty_in), 0) AS received_qty, COALESCE(SUM(l.qty_in * (1 - l.known)), 0) AS unknown_qty,
    COALESCE(SUM(l.base_minor), 0) AS base_minor, COALESCE(SUM(l.landed_minor), 0) AS landed_minor
FROM cost_layer l WHERE l.site_id = :site AND l.id IN ({which})
"""


def value_items(site_id: int, query: ValueItemsQuery) -> dict[str, Any]:
    """A page of items and what they are worth."""
    found = _page(site_id, query, _after(query), query.limit + 1)
    shown = found[: query.limit]
    more = len(found) > query.limit
    return {
        "items": _told(site_id, query, shown),
        "next": _cursor(query, shown[-1]) if more else None,
    }


def table(site_id: int, query: ValueItemsQuery) -> Iterator[Sequence[Any]]:
    """All of them as a table with a head, read a page at a time."""
    currency, after = method_of(site_id)[2], None
    yield COLUMNS
    while True:
        try:
            found = _page(site_id, query, after, FILE_PAGE)
            told = _told(site_id, query, found)
        finally:
            # Nothing is held while a slow reader takes the page.
            db.session.remove()
        yield from ([{**one, "currency": currency}[name] for name in COLUMNS] for one in told)
        if len(found) < FILE_PAGE:
            return
        after = (found[-1]["at"], found[-1]["id"])


def item_value(site_id: int, item_id: int) -> dict[str, Any]:
    """One item: its value by both methods, its layers oldest first, and what was told afterwards."""
    if row("SELECT 1 FROM item WHERE id = :id", id=item_id) is None:
        raise NotFound("no such item", item=item_id)
    method, worth, currency = method_of(site_id)
    sql = "SELECT * FROM stock_value WHERE item_id = :item AND site_id = :site"
    none = {"qty": 0, "known_qty": 0, "fifo_minor": 0, "average_minor": 0}
    value = dict(row(sql, item=item_id, site=site_id) or none)
    layers = rows(_LAYERS, item=item_id, site=site_id, limit=SHOWN_LAYERS + 1)
    more = 0
    if len(layers) > SHOWN_LAYERS:
        sql = "SELECT COUNT(*) AS n FROM cost_layer WHERE item_id = :item AND site_id = :site AND qty > 0"
        more = int((row(sql, item=item_id, site=site_id) or {"n": 0})["n"]) - SHOWN_LAYERS
    return {
        "method": method,
        "currency": currency,
        **_numbers(value, worth),
        "fifo_minor": value["fifo_minor"],
        "average_minor": value["average_minor"],
        "layers": [_layer(one) for one in layers[:SHOWN_LAYERS]],
        "more_layers": more,
        "changes": _changes(site_id, _OF_ITEM, " AND e.item_id = :item", item=item_id),
    }


def landed(site_id: int, order_id: int) -> dict[str, Any]:
    """What came of a purchase order cost, and what was told of it afterwards."""
    sql = "SELECT 1 FROM purchase_order WHERE id = :order AND site_id = :site"
    if row(sql, order=order_id, site=site_id) is None:
        raise NotFound("no such purchase order", order=order_id)
    return {
        "currency": method_of(site_id)[2],
        **plain(row(_RECEIVED.format(which=OF_ORDER), order=order_id, site=site_id) or {}),
        "changes": _changes(site_id, _OF_ORDER, order=order_id),
        "receipts": [plain(one) for one in rows(_RECEIPTS, order=order_id, site=site_id)],
    }


def landed_of_delivery(site_id: int, delivery_id: int) -> dict[str, Any]:
    """What came of a delivery cost, and what was told of it afterwards."""
    sql = "SELECT 1 FROM expected_delivery WHERE id = :delivery AND site_id = :site"
    if row(sql, delivery=delivery_id, site=site_id) is None:
        raise NotFound("no such delivery", delivery=delivery_id)
    received = row(_RECEIVED.format(which=OF_DELIVERY), delivery=delivery_id, site=site_id)
    return {
        "currency": method_of(site_id)[2],
        **plain(received or {}),
        "changes": _changes(site_id, _OF_DELIVERY, delivery=delivery_id),
        "receipts": [],
    }


def _changes(site_id: int, which: str, of_item: str = "", **names: int) -> list[dict[str, Any]]:
    found = rows(_CHANGES.format(which=which, of_item=of_item), site=site_id, **names)
    return [plain(one) for one in found]


def _page(site_id: int, query: ValueItemsQuery, after: After | None, limit: int) -> list[Row]:
    if query.on:
        at, item_id = after or ("", 0)
        since = end_of(query.on, timezone_of(site_id))
        named = {"house": HOUSE, "at": at, "id": item_id, "since": since}
        return rows(_BY_SKU, site=site_id, limit=limit, **named)
    worth = method_of(site_id)[1]
    which = " AND v.known_qty < v.qty" if query.unknown else ""
    if after:
        which += f" AND (v.{worth}, v.item_id) < (:at, :id)"
    ended = {"at": after[0], "id": after[1]} if after else {}
    return rows(_HERE.format(by=worth, which=which), site=site_id, limit=limit, **ended)


def _told(site_id: int, query: ValueItemsQuery, found: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows with their numbers; of a past day without what was not there then."""
    if not found:
        return []
    method, worth, _ = method_of(site_id)
    bound = {f"item_{n}": one["id"] for n, one in enumerate(found)}
    items = ", ".join(f":{name}" for name in bound)
    if query.on:
        since = end_of(query.on, timezone_of(site_id))
        changed = {
            one["item_id"]: one
            for one in rows(_SINCE.format(items=items), site=site_id, since=since, **bound)
        }
        then = [_before(one, changed) for one in found]
        return [{**_named(one), **_numbers(one, worth), "ages": []} for one in then]
    layers = defaultdict(list)
    for layer in rows(_AGES.format(items=items), site=site_id, now=clock(), **bound):
        layers[layer["item_id"]].append(layer)
    return [
        {
            **_named(one),
            **_numbers(one, worth),
            "ages": ages.rows_of(ages.by_age(layers[one["id"]], method, one["average_minor"])),
        }
        for one in found
    ]


def _before(now: Row, changed: dict[int, Row]) -> dict[str, Any]:
    change = changed.get(now["id"])
    numbers = ("qty", "known_qty", "fifo_minor", "average_minor")
    return (
        {**now, **{name: now[name] - int(change[name]) for name in numbers}}
        if change
        else dict(now)
    )


def _named(one: Any) -> dict[str, Any]:
    return {name: one[name] for name in ("id", "sku", "name")}


def _numbers(one: Any, worth: str) -> dict[str, Any]:
    known = one["known_qty"]
    return {
        "qty": one["qty"],
        "unknown_qty": one["qty"] - known,
        "value_minor": one[worth],
        "unit_minor": share(one[worth], 1, known) if known else None,
    }


def _layer(one: Row) -> dict[str, Any]:
    known = bool(one["known"])
    told = (
        "id",
        "at",
        "source",
        "purchase_order_id",
        "purchase_order",
        "qty_in",
        "qty",
        "currency",
        "rate_nano",
    )
    money = ("value_minor", "base_minor", "landed_minor")
    return {
        **{name: one[name] for name in told},
        **{name: one[name] if known else None for name in money},
        "price_minor": one["price_minor"] if one["currency"] else None,
    }  # fmt: skip


def _cursor(query: ValueItemsQuery, last: Row) -> str:
    text = json.dumps([query.on, query.unknown, last["at"], last["id"]])
    return base64.urlsafe_b64encode(text.encode()).decode()


def _after(query: ValueItemsQuery) -> After | None:
    """Where the page before ended; a cursor of another list is refused, since it would leave items out."""
    if not query.cursor:
        return None
    try:
        on, unknown, at, item_id = json.loads(base64.urlsafe_b64decode(query.cursor))
    except (ValueError, binascii.Error, TypeError):
        raise bad_field("cursor", "this cursor was not made here") from None
    right = [on, unknown] == [query.on, query.unknown] and type(item_id) is int
    if not right or type(at) is not (str if query.on else int):
        raise bad_field("cursor", "this cursor belongs to another list")
    return at, item_id
