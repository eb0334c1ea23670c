"""Pick faces: named, changed, taken away and proposed."""

from __future__ import annotations

from typing import Any

from pickface.db import Row, Tx, rows
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.locations.face_forms import FaceForm, FaceLevels

MOST_PROPOSED = 50
_CANDIDATES = """
SELECT b.item_id, i.sku, i.name, p.code AS place, b.qty, fc.a_day_milli
FROM forecast fc JOIN item i ON i.id = fc.item_id
JOIN balance b ON b.item_id = fc.item_id AND b.owner_id = i.owner_id AND b.site_id = fc.site_id
JOIN place p ON p.id = b.place_id
WHERE fc.site_id = :site AND fc.a_day_milli > 0 AND i.tracking <> 'serial' AND b.virtual = 0 AND b.pickable = 1
    AND b.container = '' AND b.qty > 0 AND p.kind = 'bin'
    AND NOT EXISTS (SELECT 1 FROM pick_face f WHERE f.item_id = fc.item_id AND f.site_id = fc.site_id)
ORDER BY fc.a_day_milli DESC, b.item_id, LENGTH(p.level), p.level, p.code LIMIT 1000
"""
_OPEN = ("ready", "offered", "begun", "held")


class FaceTaken(Conflict):
    """The bin is a pick face of that item already."""

    code = "pick_face_taken"


class NoSuchFace(NotFound):
    """The site has no such pick face."""

    code = "pick_face_not_found"


class FaceBusy(Conflict):
    """A refill of it is under way."""

    code = "pick_face_busy"


class NoFaceForSerials(Conflict):
    """Each serial is picked where it lies."""

    code = "serials_have_no_face"


def create_face(tx: Tx, site_id: int, form: FaceForm) -> int:
    """Make a bin the pick face of an item; BadRequest (no such bin or item), NoFaceForSerials, FaceTaken."""
    place_id = _bin(tx, site_id, form.place)
    item = _item(tx, form.item)
    if item["tracking"] == "serial":
        raise NoFaceForSerials("serials are picked where they lie", item=item["sku"])
    made = tx.value(
        "INSERT INTO pick_face (site_id, place_id, item_id, min_qty, max_qty) "
        "VALUES (:site, :place, :item, :least, :most) ON CONFLICT DO NOTHING RETURNING id",
        site=site_id,
        place=place_id,
        item=item["id"],
        least=form.min_qty,
        most=form.max_qty,
    )
    if made is None:
        raise FaceTaken("it is a face of that item already", place=form.place, item=item["sku"])
    return int(made)


def change_face(tx: Tx, site_id: int, face_id: int, form: FaceLevels) -> None:
    """Say how much a face holds, or (both 0) leave it to the forecast; NoSuchFace."""
    if not tx.run(
        "UPDATE pick_face SET min_qty = :least, max_qty = :most WHERE id = :id AND site_id = :site",
        least=form.min_qty,
        most=form.max_qty,
        id=face_id,
        site=site_id,
    ):
        raise NoSuchFace("no such pick face", pick_face=face_id)


def take_away(tx: Tx, site_id: int, face_id: int) -> None:
    """A bin is no pick face any more; NoSuchFace, FaceBusy."""
    face = tx.one(
        "SELECT f.id, t.state FROM pick_face f LEFT JOIN task t ON t.id = f.task_id "
        "WHERE f.id = :id AND f.site_id = :site",
        id=face_id,
        site=site_id,
    )
    if face is None:
        raise NoSuchFace("no such pick face", pick_face=face_id)
    if face["state"] in _OPEN:
        raise FaceBusy("a refill of it is under way", state=face["state"])
    tx.run("DELETE FROM pick_face WHERE id = :id", id=face_id)


def adopt(tx: Tx, site_id: int, form: FaceForm) -> bool:
    """Make a face that was proposed; False where it is there already."""
    try:
        with tx.savepoint():
            create_face(tx, site_id, form)
    except FaceTaken:
        return False
    return True


def propose(site_id: int) -> list[dict[str, Any]]:
    """The lowest bin of each item that is ordered, lies in several bins and has no face, most ordered first."""
    by_item: dict[int, list[Row]] = {}
    for found in rows(_CANDIDATES, site=site_id):
        by_item.setdefault(found["item_id"], []).append(found)
    proposals: list[dict[str, Any]] = []
    for bins in by_item.values():
        places = {one["place"] for one in bins}
        if len(places) < 2 or len(proposals) >= MOST_PROPOSED:
            continue
        first = bins[0]
        proposals.append({**dict(first), "has": int(first["qty"]), "bins": len(places)})
    return proposals


def _bin(tx: Tx, site_id: int, name: int | str) -> int:
    column = "id" if isinstance(name, int) else "code"
    found = tx.value(
        f"SELECT id FROM place WHERE site_id = :site AND {column} = :name AND kind = 'bin' AND virtual = 0 "
        "AND active = 1 AND pickable = 1",
        site=site_id,
        name=name if isinstance(name, int) else name.upper(),
    )
    if found is None:
        raise NoSuchBin("no pickable bin has that code", place=name, field="place")
    return int(found)


class NoSuchBin(BadRequest):
    """There is no such bin, or nobody picks from it."""

    code = "face_bin_not_found"


def _item(tx: Tx, name: int | str) -> Row:
    column = "id" if isinstance(name, int) else "sku"
    found = tx.one(
        f"SELECT id, sku, tracking FROM item WHERE {column} = :name AND owner_id = 1", name=name
    )
    if found is None:
        raise NoSuchItem("no item has that SKU", item=name, field="item")
    return found


class NoSuchItem(BadRequest):
    """There is no such item."""

    code = "item_not_found"
