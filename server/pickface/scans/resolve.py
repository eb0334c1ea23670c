"""What is this barcode? The server's look-up for codes that the script at hand does not know."""

from __future__ import annotations

from typing import Any

from pickface.db import Row, Tx

Thing = dict[str, Any]


def resolve(tx: Tx, key: str, site_id: int, owner_id: int = 1) -> Thing | None:
    """The thing behind a barcode key (see docs/scripts.md), or None: items, then places, then containers."""
    # Neither NUL nor half a surrogate pair reaches a database.
    if len(key) > 80 or not key.isprintable() or not key:
        return None
    item = tx.one(
        "SELECT b.item_id, b.qty, b.pack, i.sku, i.name, i.tracking, i.zone_code FROM barcode b "
        "JOIN item i ON i.id = b.item_id WHERE b.key = :key AND b.owner_id = :owner",
        key=key,
        owner=owner_id,
    )
    if item is not None:
        return {
            "item": item["item_id"],
            "qty": item["qty"],
            "pack": item["pack"],
            "sku": item["sku"],
            "name": item["name"],
            "tracking": item["tracking"],
            "zone": item["zone_code"],
        }
    place = tx.one(
        "SELECT p.id, p.code, p.kind, z.code AS zone FROM place p "
        "LEFT JOIN zone z ON z.id = p.zone_id WHERE p.site_id = :site AND p.code = :key AND p.virtual = 0",
        site=site_id,
        key=key,
    )
    if place is not None:
        return _place(place)
    container = tx.one("SELECT code, kind FROM container WHERE code = :key AND code <> ''", key=key)
    if container is not None:
        return {"container": container["code"], "kind": container["kind"]}
    was = formerly(tx, key, site_id)
    return None if was is None else {**_place(was), "was": key}


def formerly(tx: Tx, key: str, site_id: int) -> Row | None:
    """The place that was called so before, as an old label on it still says."""
    return tx.one(
        "SELECT p.id, p.code, p.kind, z.code AS zone FROM place_change c JOIN place p ON p.id = c.place_id "
        "LEFT JOIN zone z ON z.id = p.zone_id WHERE c.site_id = :site AND c.name = 'code' AND c.old = :key "
        "AND p.virtual = 0 ORDER BY c.id DESC LIMIT 1",
        site=site_id,
        key=key,
    )


def _place(place: Row) -> Thing:
    return {
        "place": place["id"],
        "code": place["code"],
        "kind": place["kind"],
        "zone": place["zone"] or "",
    }
