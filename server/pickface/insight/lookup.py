"""Scan anything: what a code is, where it is and how many (the home screen's one question)."""

from __future__ import annotations

from typing import Any

from pickface.db import Row, row, rows
from pickface.locations import returning
from pickface.scans.barcodes import by_form, parse
from pickface.stock import balances

Found = dict[str, Any]
_PLACE = "SELECT p.id, p.code, p.kind, p.active, z.code AS zone FROM place p LEFT JOIN zone z ON z.id = p.zone_id "
MOST_UNKNOWN = 50


def look_up(code: str, site_id: int) -> Found:
    """What ``code`` (as scanned) stands for at a site: ``kind`` and its detail; ``unknown`` if nobody knows it.

    Item, place, container, purchase order, order and badge are tried in this order, each by a unique index.
    """
    parsed = parse(code)
    key = parsed["key"]
    if not key or len(key) > 80 or "\x00" in key:
        return {"kind": "unknown", "code": code[:80]}
    for ask in (_item, _place, _container, _purchase_order, _order, _badge, _former_place):
        found = ask(key, site_id)
        if found is not None:
            return found
    form = by_form(parsed)
    if form is not None:
        return {"kind": "container", "code": form["container"], "state": "new", "contents": []}
    return {"kind": "unknown", "code": key}


def _item(key: str, site_id: int) -> Found | None:
    item = row(
        "SELECT i.id, i.sku, i.name, i.tracking, i.zone_code, b.qty, b.pack FROM barcode b "
        "JOIN item i ON i.id = b.item_id WHERE b.key = :key ORDER BY b.owner_id LIMIT 1",
        key=key,
    ) or row(
        "SELECT id, sku, name, tracking, zone_code, 1 AS qty, 'piece' AS pack FROM item "
        "WHERE sku = :key ORDER BY owner_id LIMIT 1",
        key=key,
    )
    if item is None:
        return None
    return {
        "kind": "item",
        "code": item["sku"],
        "id": item["id"],
        "sku": item["sku"],
        "name": item["name"],
        "tracking": item["tracking"],
        "zone": item["zone_code"],
        "pack": {"pack": item["pack"], "qty": item["qty"]},
        **balances.levels(item["id"], site_id),
    }


def _place(key: str, site_id: int) -> Found | None:
    place = row(
        _PLACE + "WHERE p.site_id = :site AND p.code = :key AND p.virtual = 0",
        site=site_id,
        key=key,
    )
    return None if place is None else _told(place, site_id)


def _former_place(key: str, site_id: int) -> Found | None:
    """What was called so before, as an old label on it still says."""
    place = row(
        _PLACE
        + "JOIN place_change c ON c.place_id = p.id WHERE c.site_id = :site AND c.name = 'code' "
        "AND c.old = :key AND p.virtual = 0 ORDER BY c.id DESC LIMIT 1",
        site=site_id,
        key=key,
    )
    return None if place is None else {**_told(place, site_id), "was": key}


def _told(place: Row, site_id: int) -> Found:
    return {
        "kind": "place",
        "code": place["code"],
        "id": place["id"],
        "place_kind": place["kind"],
        "zone": place["zone"],
        "out_of_use": not place["active"],
        "returns": _is_for_returns(place["id"], site_id),
        "receives": returning.receiving_dock(rows, site_id) == place["id"],
        "contents": balances.contents_of_place(place["id"]),
        "unknown": _unknown("c.place_id = :key", place["id"]),
    }


def _is_for_returns(place_id: int, site_id: int) -> bool:
    """Whether goods come back there: a return without a document begins there."""
    here = returning.where_goods_come_back(rows, site_id)
    return here is not None and here["id"] == place_id


def _container(key: str, site_id: int) -> Found | None:
    container = row(
        "SELECT c.code, c.kind, c.state, c.parent, c.weight_g, p.code AS place, o.number AS order_number "
        "FROM container c JOIN place p ON p.id = c.place_id LEFT JOIN orders o ON o.id = c.order_id "
        "WHERE c.code = :key AND c.site_id = :site",
        key=key,
        site=site_id,
    )
    if container is None:
        return None
    return {
        "kind": "container",
        "code": container["code"],
        "container_kind": container["kind"],
        "state": container["state"],
        "place": container["place"],
        "order": container["order_number"],
        "parent": container["parent"],
        "weight_g": container["weight_g"],
        "contents": balances.contents_of_container(container["code"]),
        "unknown": _unknown("c.code = :key", container["code"]),
    }


def _unknown(where: str, key: int | str) -> list[Found]:
    """Goods that nobody knew when they came in, under the label that they were given then."""
    found = rows(
        "SELECT d.container, d.code, d.qty, o.number AS purchase_order FROM container c "
        "JOIN discrepancy d ON d.container = c.code AND d.container <> '' "
        f"JOIN purchase_order o ON o.id = d.purchase_order_id WHERE {where} ORDER BY d.id DESC LIMIT :most",
        key=key,
        most=MOST_UNKNOWN,
    )
    return [dict(one) for one in found]


def _purchase_order(key: str, site_id: int) -> Found | None:
    return _document(
        "purchase_order",
        row(
            "SELECT o.id, o.number, o.state, s.name AS supplier FROM purchase_order o "
            "JOIN supplier s ON s.id = o.supplier_id WHERE o.number = :key AND o.site_id = :site",
            key=key,
            site=site_id,
        ),
    )


def _order(key: str, site_id: int) -> Found | None:
    found = rows(
        "SELECT id, number, state, customer FROM orders WHERE number = :key AND site_id = :site ORDER BY id LIMIT 1",
        key=key,
        site=site_id,
    )
    return _document("order", found[0] if found else None)


def _document(kind: str, found: Row | None) -> Found | None:
    return None if found is None else {"kind": kind, "code": found["number"], **found}


def _badge(key: str, site_id: int) -> Found | None:
    person = row(
        "SELECT name FROM person WHERE badge = :key AND active = 1 AND site_id = :site",
        key=key,
        site=site_id,
    )
    return None if person is None else {"kind": "badge", "code": key, "name": person["name"]}
