"""Goods whose code nobody knew are named by whoever has them in hand: the code is one of the item's from then on."""

from __future__ import annotations

from pickface.catalog import service
from pickface.catalog.forms import BarcodeForm
from pickface.catalog.rules import BadBarcode, barcode_key
from pickface.catalog.sizes import NoSuchItem
from pickface.db import Row, Tx
from pickface.errors import Conflict
from pickface.scans.barcodes import by_form, parse
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.verdict import Verdict


class ItemInactive(Conflict):
    """The item is no longer dealt in, and handhelds do not know it: its barcode would be as unknown as before."""

    code = "item_inactive"


def attach(tx: Tx, signer: ServerSigner, by: Row, item_id: int, form: BarcodeForm) -> None:
    """Make a code a barcode of an item; journaled as ``by`` (``id``, ``site_id``) said it. Said again it is so already.

    Raises NoSuchItem, ItemInactive, BarcodeTaken, WrongCheckDigit, BadBarcode for what is a container's by its form.
    """
    key = barcode_key(form.value)
    if by_form(parse(form.value)) is not None:
        raise BadBarcode("that is the code of a container", field="value", value=form.value)
    item = tx.one("SELECT id, sku, owner_id, active FROM item WHERE id = :id", id=item_id)
    if item is None:
        raise NoSuchItem("no item has that id", item=item_id)
    if not item["active"]:
        raise ItemInactive("the item is no longer dealt in", sku=item["sku"])
    known = tx.one(
        "SELECT item_id, qty, pack FROM barcode WHERE owner_id = :owner AND key = :key",
        owner=item["owner_id"],
        key=key,
    )
    if known and dict(known) == {"item_id": item_id, "qty": form.qty, "pack": form.pack}:
        return
    service.give_barcode(tx, item["owner_id"], item_id, key, form)
    about = {"item": item_id, "code": key, "qty": form.qty, "pack": form.pack}
    verdict = Verdict("booked", "noted", {}, item_id, None)
    record(tx, signer, by["site_id"], by["id"], "office", verdict, action="barcode", barcode=about)
