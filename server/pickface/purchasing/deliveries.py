"""What suppliers have announced, as the office sees it: deliveries, their cartons, and what became of each."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pickface.contract import page
from pickface.db import Row, row, rows
from pickface.errors import NotFound
from pickface.purchasing import measured
from pickface.purchasing.delivery_forms import DeliveriesQuery

_HEAD = """
SELECT d.id, d.number, d.state, d.supplier_id, s.code AS supplier, s.name AS supplier_name, d.expected_on,
       d.announced_at,
       (SELECT COUNT(*) FROM expected_carton c WHERE c.delivery_id = d.id) AS cartons,
       (SELECT COUNT(*) FROM expected_carton c WHERE c.delivery_id = d.id AND c.state IN ('received', 'opened'))
           AS arrived,
       (SELECT COUNT(*) FROM expected_carton c WHERE c.delivery_id = d.id AND c.state = 'cancelled') AS cancelled
FROM expected_delivery d JOIN supplier s ON s.id = d.supplier_id
"""
CARTONS = """
SELECT c.id, c.sscc, c.pallet, c.state, c.container, c.at, p.name AS person FROM expected_carton c
LEFT JOIN scan_event e ON e.id = c.event_id LEFT JOIN person p ON p.id = e.person_id
WHERE c.delivery_id = :id ORDER BY c.id
"""
GOODS = """
SELECT g.carton_id, g.item_id AS item, i.sku, i.name, g.qty, g.lot, g.expires_on, g.serial,
       g.purchase_order_id,
       o.number AS purchase_order, CASE WHEN g.purchase_order_line_id IS NULL THEN 0 ELSE 1 END AS ordered
FROM expected_carton c JOIN expected_goods g ON g.carton_id = c.id JOIN item i ON i.id = g.item_id
JOIN purchase_order o ON o.id = g.purchase_order_id WHERE c.delivery_id = :id ORDER BY g.id
"""


class NoSuchDelivery(NotFound):
    """The site has no such delivery."""

    code = "delivery_not_found"


def list_deliveries(site_id: int, query: DeliveriesQuery) -> dict[str, Any]:
    """A page of the site's deliveries, newest first."""
    found = rows(
        _HEAD + "WHERE d.site_id = :site AND (:before = 0 OR d.id < :before) "
        "AND (:state = '' OR d.state = :state) AND (:number = '' OR d.number = :number) "
        "ORDER BY d.id DESC LIMIT :limit",
        site=site_id,
        before=query.cursor or 0,
        state=query.state,
        number=query.number,
        limit=query.limit + 1,
    )
    return page(found, query.limit)


def show_delivery(site_id: int, delivery_id: int) -> dict[str, Any]:
    """A delivery with its cartons, what is in them, and what became of each."""
    found = row(_HEAD + "WHERE d.site_id = :site AND d.id = :id", site=site_id, id=delivery_id)
    if found is None:
        raise NoSuchDelivery("the site has no such delivery", id=delivery_id)
    goods: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in rows(GOODS, id=delivery_id):
        _add(goods[one["carton_id"]], one)
    return {
        **found,
        "contents": [
            {**{name: value for name, value in one.items() if name != "id"}, "goods": goods[one["id"]]}
            for one in rows(CARTONS, id=delivery_id)
        ],
        "measured": measured.of_delivery(delivery_id),
    }  # fmt: skip


def _add(goods: list[dict[str, Any]], one: Row) -> None:
    """A carton's next units; those with serial numbers that are otherwise alike are one line."""
    shown: dict[str, Any] = {
        name: value for name, value in one.items() if name not in {"carton_id", "serial"}
    }
    shown |= {"ordered": bool(one["ordered"]), "serials": [one["serial"]] if one["serial"] else []}
    before = goods[-1] if goods else None
    alike = ("item", "lot", "expires_on", "purchase_order_id")
    if one["serial"] and before and before["serials"] and all(before[n] == shown[n] for n in alike):
        before["serials"].append(one["serial"])
        before["qty"] += 1
        return
    goods.append(shown)


def of_purchase_order(purchase_order_id: int) -> list[dict[str, Any]]:
    """The deliveries that were announced for a purchase order."""
    return [
        dict(one)
        for one in rows(
            "SELECT d.id, d.number, d.state, d.expected_on FROM expected_delivery d "
            "WHERE EXISTS (SELECT 1 FROM expected_goods g "
            "JOIN expected_carton c ON c.id = g.carton_id WHERE g.purchase_order_id = :id AND c.delivery_id = d.id) "
            "ORDER BY d.id",
            id=purchase_order_id,
        )
    ]
