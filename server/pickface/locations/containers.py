"""Totes, cartons and pallets: which there are, where they stand, what is in them."""

from __future__ import annotations

from typing import Any

from pickface.db import row, rows
from pickface.errors import NotFound
from pickface.locations.forms import ContainersQuery

_COLUMNS = (
    "SELECT c.code, c.kind, c.state, p.code AS place, c.order_id, c.weight_g FROM container c "
    "JOIN place p ON p.id = c.place_id "
)


class NoSuchContainer(NotFound):
    """The site has no such container."""

    code = "container_not_found"


def list_containers(site_id: int, query: ContainersQuery) -> dict[str, Any]:
    """A page of the site's containers by licence plate."""
    found = rows(
        _COLUMNS + "WHERE c.site_id = :site AND c.code > :after AND (:kind = '' OR c.kind = :kind) "
        "AND (:state = '' OR c.state = :state) AND (:order = 0 OR c.order_id = :order) "
        "ORDER BY c.code LIMIT :limit",
        site=site_id,
        after=query.cursor,
        kind=query.kind,
        state=query.state,
        order=query.order or 0,
        limit=query.limit + 1,
    )
    shown = [dict(container) for container in found[: query.limit]]
    return {"items": shown, "next": shown[-1]["code"] if len(found) > query.limit else None}


def show_container(site_id: int, code: str) -> dict[str, Any]:
    """A container with its contents."""
    found = row(
        _COLUMNS + "WHERE c.site_id = :site AND c.code = :code AND c.code <> ''",
        site=site_id,
        code=code.upper(),
    )
    if found is None:
        raise NoSuchContainer("the site has no such container", code=code)
    contents = rows(
        "SELECT b.item_id AS item, i.sku, i.name, l.code AS lot, b.qty FROM balance b "
        "JOIN item i ON i.id = b.item_id JOIN lot l ON l.id = b.lot_id "
        "WHERE b.container = :code AND b.qty > 0 AND b.virtual = 0 ORDER BY i.sku, l.code",
        code=found["code"],
    )
    return {**found, "contents": [dict(content) for content in contents]}
