"""Returns as the office sees them: listed, and shown with what came, how it was judged, and its money."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pickface.contract import page
from pickface.db import Row, row, rows
from pickface.errors import NotFound
from pickface.locations import settings
from pickface.returns.forms import ReturnsQuery

_HEAD = """
SELECT r.id, r.number, r.state, r.order_id, COALESCE(o.number, '') AS order_number,
       COALESCE(o.customer, '') AS customer, r.made_at, r.received_at, {more}
       COALESCE((SELECT SUM(g.qty) FROM return_goods g WHERE g.return_id = r.id), 0) AS units,
       COALESCE((SELECT SUM(g.undecided) FROM return_goods g WHERE g.return_id = r.id), 0) AS undecided,
       COALESCE((SELECT SUM(g.qty) FROM return_goods g WHERE g.return_id = r.id AND g.strange <> ''), 0) AS odd
FROM customer_return r LEFT JOIN orders o ON o.id = r.order_id
"""
_MORE = (
    """r.shipment_id, r.tracking, r.note, p.name AS person, COALESCE(s.tracking, '') AS parcel,"""
)
_JOINS = "LEFT JOIN person p ON p.id = r.made_by LEFT JOIN shipment s ON s.id = r.shipment_id "
_ANNOUNCED = """
SELECT l.item_id AS item, i.sku, i.name, l.qty, l.reason,
       COALESCE((SELECT SUM(g.qty) FROM return_goods g WHERE g.return_id = l.return_id AND g.item_id = l.item_id), 0)
           AS came
FROM return_line l JOIN item i ON i.id = l.item_id WHERE l.return_id = :id ORDER BY l.id
"""
_GOODS = """
SELECT g.id, g.item_id AS item, i.sku, i.name, CASE WHEN l.id > 0 THEN l.code ELSE '' END AS lot, g.qty, g.grade,
       g.follow, g.undecided, g.strange, COALESCE(pl.code, cp.code, '') AS place, g.container, p.name AS person, g.at,
       COALESCE(ol.price_minor, 0) AS price_minor, i.currency, ol.order_id AS sold_order_id,
       COALESCE(so.number, '') AS sold_order
FROM return_goods g JOIN item i ON i.id = g.item_id LEFT JOIN lot l ON l.id = g.lot_id
LEFT JOIN place pl ON pl.id = g.place_id LEFT JOIN container c ON c.code = g.container AND g.container <> ''
LEFT JOIN place cp ON cp.id = c.place_id LEFT JOIN person p ON p.id = g.person_id
LEFT JOIN order_line ol ON ol.id = g.order_line_id LEFT JOIN orders so ON so.id = ol.order_id
WHERE g.return_id = :id ORDER BY g.id
"""
_DECISIONS = """
SELECT d.return_goods_id AS goods, d.at, p.name AS person, d.follow, d.qty, d.note FROM return_goods g
JOIN return_decision d ON d.return_goods_id = g.id JOIN person p ON p.id = d.person_id
WHERE g.return_id = :id ORDER BY d.id
"""
_CAME = """
SELECT COALESCE(SUM(CASE WHEN e.qty > 0 THEN e.{method}_minor ELSE 0 END), 0) AS came,
       COALESCE(SUM(CASE WHEN e.qty > 0 THEN e.qty - e.known ELSE 0 END), 0) AS unknown,
       COALESCE(-SUM(CASE WHEN e.writes_off = 1 THEN e.{method}_minor ELSE 0 END), 0) AS gone
FROM cost_entry e JOIN move m ON m.id = e.move_id WHERE m.cause IN (
    SELECT g.event_id FROM return_goods g WHERE g.return_id = :id
    UNION SELECT d.event_id FROM return_decision d JOIN return_goods g ON g.id = d.return_goods_id
    WHERE g.return_id = :id)
"""


class NoSuchReturn(NotFound):
    """The site has no such return."""

    code = "return_not_found"


def list_returns(site_id: int, query: ReturnsQuery) -> dict[str, Any]:
    """A page of the site's returns, newest first."""
    found = rows(
        _HEAD.format(more="") + "WHERE r.site_id = :site AND (:before = 0 OR r.id < :before) "
        "AND (:state = '' OR r.state = :state) AND (:number = '' OR r.number = :number) "
        "AND (:order = '' OR o.number = :order) AND (:grade = '' OR EXISTS (SELECT 1 FROM return_goods g "
        "WHERE g.return_id = r.id AND g.grade = :grade)) AND (:waiting = 0 OR r.id IN (SELECT g.return_id "
        "FROM return_goods g WHERE g.site_id = :site AND g.undecided > 0)) ORDER BY r.id DESC LIMIT :limit",
        site=site_id,
        before=query.cursor or 0,
        state=query.state,
        number=query.number,
        order=query.order,
        grade=query.grade,
        waiting=int(query.waiting),
        limit=query.limit + 1,
    )
    return page(found, query.limit)


def show_return(site_id: int, return_id: int) -> dict[str, Any]:
    """A return with what was announced, what came, what was decided, and its money."""
    head = row(
        _HEAD.format(more=_MORE) + _JOINS + "WHERE r.site_id = :site AND r.id = :id",
        site=site_id,
        id=return_id,
    )
    if head is None:
        raise NoSuchReturn("the site has no such return", id=return_id)
    decided: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in rows(_DECISIONS, id=return_id):
        decided[one["goods"]].append({k: v for k, v in one.items() if k != "goods"})
    goods = rows(_GOODS, id=return_id)
    return {
        **head,
        "announced": [dict(one) for one in rows(_ANNOUNCED, id=return_id)],
        "goods": [
            {**{k: v for k, v in one.items() if k != "currency"}, "decisions": decided[one["id"]]}
            for one in goods
        ],
        "money": _money(site_id, return_id, goods),
    }


def _money(site_id: int, return_id: int, goods: list[Row]) -> dict[str, Any]:
    rules = settings.of_site(site_id)
    booked = row(_CAME.format(method=rules.value_method), id=return_id) or {}
    return {
        "paid_minor": sum(int(one["qty"]) * int(one["price_minor"]) for one in goods),
        "paid_currency": goods[0]["currency"] if goods else rules.value_currency,
        "came_back_minor": int(booked["came"]),
        "written_off_minor": int(booked["gone"]),
        "unknown": int(booked["unknown"]),
        "currency": rules.value_currency,
    }
