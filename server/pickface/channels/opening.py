"""Opening stock: what lies in a bin when Pickface begins, booked by the ledger once and never again.

A bin that anything of the item has ever come into is left alone: from then on the books know better than a file, and a
count says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from pickface import findable
from pickface.catalog.service import HOUSE, UnknownItem
from pickface.db import Row, Tx
from pickface.errors import BadRequest, Conflict
from pickface.locations.service import NoSuchPlace, virtual_place
from pickface.owners.service import find_owner
from pickface.scans.barcodes import parse
from pickface.stock.ledger import Cause, NewMove, post_moves

KIND = "opening"


class StockDiffers(Conflict):
    """The books have had this item in this bin already, and say another number: ``there``."""

    code = "stock_differs"


class LotNeeded(BadRequest):
    """The item is kept by lot, and the line names none."""

    code = "lot_needed"


class ExpiryNeeded(BadRequest):
    """The item is kept by lot and expiry, and the line has no day."""

    code = "expiry_needed"


class SerialsAreReceived(BadRequest):
    """Goods with serial numbers come in one by one, by receiving."""

    code = "serials_are_received"


@dataclass(frozen=True)
class Opening:
    """So many of an item, by SKU or barcode, in a bin; ``owner`` is the code of whose they are."""

    place: str
    item: str
    qty: int
    lot: str = ""
    expires_on: str = ""
    owner: str = ""


def book(tx: Tx, site_id: int, person_id: int, cause: str, wanted: Opening) -> bool:
    """Book it unless it is booked; False if there is nothing to book. What cannot be is raised."""
    item = _item(tx, wanted.item)
    place_id = tx.value(
        "SELECT id FROM place WHERE site_id = :site AND code = :code AND virtual = 0 AND id > 0",
        site=site_id,
        code=wanted.place,
    )
    if place_id is None:
        raise NoSuchPlace("the site has no such place", place=wanted.place)
    lot_id = _lot(tx, item, wanted)
    owner_id = find_owner(tx, wanted.owner)
    there = _there(tx, item["id"], lot_id, int(place_id), owner_id)
    if there is not None:
        if there == wanted.qty:
            return False
        raise StockDiffers("the books have had it there already", there=there)
    if wanted.qty == 0:
        return False
    move = NewMove(
        KIND,
        item["id"],
        wanted.qty,
        virtual_place(tx, site_id, "supplier"),
        int(place_id),
        lot_id,
        owner_id,
    )
    post_moves(tx, [move], Cause(cause, site_id, person_id))
    return True


def _item(tx: Tx, name: str) -> Row:
    for sku in (name, name.upper()):
        found = tx.one(
            "SELECT id, sku, tracking FROM item WHERE owner_id = :owner AND sku = :sku",
            owner=HOUSE,
            sku=sku,
        )
        if found is not None:
            return found
    found = tx.one(
        "SELECT i.id, i.sku, i.tracking FROM barcode b JOIN item i ON i.id = b.item_id "
        "WHERE b.owner_id = :owner AND b.key = :key AND b.qty = 1",
        owner=HOUSE,
        key=parse(name)["key"],
    )
    if found is None:
        raise UnknownItem("no item has that SKU or barcode", item=name)
    return found


def _lot(tx: Tx, item: Row, wanted: Opening) -> int:
    if item["tracking"] == "none":
        return 0
    if item["tracking"] == "serial":
        raise SerialsAreReceived("serial numbers come in by receiving", item=item["sku"])
    if not wanted.lot:
        raise LotNeeded("the item is kept by lot", item=item["sku"])
    found = tx.value(
        "SELECT id FROM lot WHERE item_id = :item AND code = :code AND parent_id = 0",
        item=item["id"],
        code=wanted.lot,
    )
    if found is not None:
        return int(found)
    if item["tracking"] == "lot_expiry" and not wanted.expires_on:
        raise ExpiryNeeded("the item is kept by lot and expiry", item=item["sku"])
    made = tx.insert("lot", item_id=item["id"], code=wanted.lot, expires_on=wanted.expires_on)
    findable.note(tx, "lot", made)
    return made


def _there(tx: Tx, item_id: int, lot_id: int, place_id: int, owner_id: int) -> int | None:
    """How many the books have, None if nothing of it has ever come there."""
    came = tx.value(
        "SELECT id FROM move WHERE to_place_id = :place AND item_id = :item AND to_container = '' "
        "AND lot_id = :lot AND owner_id = :owner LIMIT 1",
        place=place_id,
        item=item_id,
        lot=lot_id,
        owner=owner_id,
    )
    if came is None:
        return None
    found = tx.value(
        "SELECT SUM(qty) AS qty FROM balance WHERE item_id = :item AND lot_id = :lot AND place_id = :place "
        "AND container = '' AND owner_id = :owner",
        item=item_id,
        lot=lot_id,
        place=place_id,
        owner=owner_id,
    )
    return int(found or 0)
