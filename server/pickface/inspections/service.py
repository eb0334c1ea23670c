"""Goods in quarantine as the office sees them: what waits to be looked at, what was held, what was rejected."""

from __future__ import annotations

from typing import Any

from pickface.contract import page
from pickface.db import Row, rows
from pickface.inspections.forms import InspectionsQuery
from pickface.sampling import plans

_ABOUT = """
       i.id AS item, i.sku, i.name, CASE WHEN l.id > 0 THEN l.code ELSE '' END AS lot, n.plan, n.why,
       COALESCE(cp.code, p.code, '') AS place, x.container, n.purchase_order_id, o.number AS purchase_order,
       o.supplier_id, s.name AS supplier
"""
_JOINS = """
JOIN item i ON i.id = n.item_id LEFT JOIN lot l ON l.id = n.lot_id
JOIN purchase_order o ON o.id = n.purchase_order_id JOIN supplier s ON s.id = o.supplier_id
LEFT JOIN container c ON c.code = x.container AND x.container <> ''
LEFT JOIN place cp ON cp.id = c.place_id AND cp.id > 0
LEFT JOIN place p ON p.id = x.place_id AND p.id > 0
"""
_PAGE = "AND (:before = 0 OR x.id < :before) AND (:order = '' OR o.number = :order) ORDER BY x.id DESC LIMIT :limit"
_WAITING = f"""
SELECT x.id, 'waiting' AS state, x.waiting AS qty, 0 AS looks, NULL AS person, x.came_at AS at, {_ABOUT}
FROM inspection x JOIN inspection n ON n.id = x.id {_JOINS} WHERE x.site_id = :site AND x.waiting > 0 {_PAGE}
"""
_APART = f"""
SELECT x.id, x.verdict AS state, x.undecided AS qty, x.looks, w.name AS person, x.at, {_ABOUT}
FROM inspection_verdict x JOIN inspection n ON n.id = x.inspection_id {_JOINS}
LEFT JOIN person w ON w.id = x.person_id WHERE x.site_id = :site AND x.undecided > 0 AND x.verdict = :state {_PAGE}
"""


def list_goods(site_id: int, query: InspectionsQuery) -> dict[str, Any]:
    """A page of the site's goods in quarantine, newest first."""
    waits = query.state == "waiting"
    found = rows(
        _WAITING if waits else _APART,
        site=site_id,
        before=query.cursor or 0,
        order=query.order,
        limit=query.limit + 1,
        **({} if waits else {"state": query.state}),
    )
    return page([_looked(one) for one in found] if waits else found, query.limit)


def _looked(one: Row) -> Row:
    plan = plans.read(one["plan"])
    return {**one, "looks": plan.looks(int(one["qty"])) if plan else 0}


def undecided(site_id: int, verdict_id: int) -> dict[str, Any]:
    """How many units of a verdict are undecided."""
    (found,) = rows(
        "SELECT id, undecided FROM inspection_verdict WHERE id = :id AND site_id = :site",
        id=verdict_id,
        site=site_id,
    )
    return dict(found)
