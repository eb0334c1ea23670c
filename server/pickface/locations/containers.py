"""Totes, cartons and pallets: which there are, where they stand, what is in them and what was done with them."""

from __future__ import annotations

from typing import Any

from pickface.db import row, rows
from pickface.errors import NotFound
from pickface.locations.container_forms import ContainersQuery

HISTORY = 100
_COLUMNS = (
    "SELECT c.code, c.kind, c.state, c.place_id, p.code AS place, c.order_id, c.weight_g, c.parent, "
    "(SELECT COUNT(*) FROM container k WHERE k.parent = c.code AND k.parent <> '') AS inside, "
    "(SELECT COALESCE(SUM(b.qty), 0) FROM balance b WHERE b.container = c.code AND b.virtual = 0) AS units, "
    "(SELECT COUNT(*) FROM balance b WHERE b.container = c.code AND b.virtual = 0 AND b.qty > 0) AS lots "
    "FROM container c JOIN place p ON p.id = c.place_id "
)
_HOLDS = (
    "(EXISTS (SELECT 1 FROM balance b WHERE b.container = c.code AND b.virtual = 0 AND b.qty > 0) "
    "OR EXISTS (SELECT 1 FROM container k WHERE k.parent = c.code AND k.parent <> ''))"
)
_NESTED = """
WITH RECURSIVE tree (code, kind, parent, depth, way) AS (
    SELECT code, kind, parent, 0, CAST(code AS TEXT) FROM container WHERE code = :code
    UNION ALL SELECT c.code, c.kind, c.parent, t.depth + 1, t.way || ' ' || c.code
    FROM container c JOIN tree t ON c.parent = t.code AND c.parent <> '')
"""
_PATH = """
WITH RECURSIVE up (code, parent, hops) AS (
    SELECT code, parent, 0 FROM container WHERE code = :code
    UNION ALL SELECT c.code, c.parent, u.hops + 1 FROM container c JOIN up u ON c.code = u.parent AND u.parent <> '')
SELECT code FROM up WHERE hops > 0 ORDER BY hops DESC
"""
_CONTENTS = f"""{_NESTED}
SELECT b.item_id AS item, i.sku, i.name, b.lot_id, l.code AS lot, b.owner_id, w.name AS owner, b.qty, b.pinned,
       b.container, i.weight_g
FROM tree t JOIN balance b ON b.container = t.code AND b.virtual = 0 AND b.qty > 0
JOIN item i ON i.id = b.item_id JOIN lot l ON l.id = b.lot_id JOIN owner w ON w.id = b.owner_id
ORDER BY t.way, i.sku, l.code, b.owner_id
"""
_DONE = """
SELECT e.at, e.what, e.other, f.code AS place_before, p.code AS place, e.parent_before, e.parent_after AS parent,
       e.weight_after AS weight_g, e.person_id, w.name AS person, e.cause AS event
FROM container_event e JOIN place f ON f.id = e.place_before JOIN place p ON p.id = e.place_after
LEFT JOIN person w ON w.id = e.person_id WHERE e.code = :code ORDER BY e.id DESC LIMIT :most
"""


class NoSuchContainer(NotFound):
    """The site has no such container."""

    code = "container_not_found"


def list_containers(site_id: int, query: ContainersQuery) -> dict[str, Any]:
    """A page of the site's containers by licence plate."""
    found = rows(
        _COLUMNS + "WHERE c.site_id = :site AND c.code > :after AND c.code <> '' "
        "AND (:kind = '' OR c.kind = :kind) AND (:state = '' OR c.state = :state) "
        "AND (:order = 0 OR c.order_id = :order) AND (:place = '' OR p.code = :place) "
        "AND (:q = '' OR c.code LIKE :like) "
        f"AND (:holds = '' OR (:holds = 'goods') = {_HOLDS}) ORDER BY c.code LIMIT :limit",
        site=site_id,
        after=query.cursor,
        kind=query.kind,
        state=query.state,
        order=query.order or 0,
        place=query.place.upper(),
        q=query.q,
        like=f"%{query.q.upper()}%",
        holds=query.holds,
        limit=query.limit + 1,
    )
    shown = [dict(container) for container in found[: query.limit]]
    return {"items": shown, "next": shown[-1]["code"] if len(found) > query.limit else None}


def show_container(site_id: int, code: str) -> dict[str, Any]:
    """A container with what is in it and what was done with it."""
    found = row(
        _COLUMNS + "WHERE c.site_id = :site AND c.code = :code AND c.code <> ''",
        site=site_id,
        code=code.upper(),
    )
    if found is None:
        raise NoSuchContainer("the site has no such container", code=code)
    plate = found["code"]
    contents = [dict(content) for content in rows(_CONTENTS, code=plate)]
    weights = [int(each["qty"]) * int(each.pop("weight_g")) for each in contents]
    nested = rows(
        _NESTED + "SELECT code, kind, parent, depth FROM tree WHERE depth > 0 ORDER BY way",
        code=plate,
    )
    history = [dict(each) for each in rows(_DONE, code=plate, most=HISTORY)]
    weighed = (each["at"] for each in history if each["what"] == "weighed")
    return {
        **found,
        "path": [each["code"] for each in rows(_PATH, code=plate)],
        "weighed_at": next(weighed, None),
        "goods_g": sum(weights) if all(weights) else None,
        "nested": [dict(each) for each in nested],
        "contents": contents,
        "history": history,
    }
