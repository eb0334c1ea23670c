"""What a desk says of goods that nobody knew when they came in: which item they are, or that they go back.

Said once, it holds: the code they carry is a barcode of the item from then on, and the next ones are simply counted.
"""

from __future__ import annotations

import json

from pickface.catalog import service
from pickface.catalog.forms import ItemForm
from pickface.db import Row, Tx
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.purchasing.unknown_forms import UnknownGoodsForm
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.verdict import Verdict
from pickface.tasks import changes, exceptions
from pickface.tasks.workflow import LotRef, World

KIND = "receipt_unknown"


class SerialsWanted(Conflict):
    """Each unit of this item has a serial of its own, which nobody has read yet."""

    code = "serials_wanted"


class LotWanted(BadRequest):
    """The item is kept by lot, or by lot and date, and none was said."""

    code = "lot_wanted"


def decide(
    tx: Tx, world: World, signer: ServerSigner, by: Row, exception_id: int, form: UnknownGoodsForm
) -> None:
    """Carry out what somebody (``id``, ``site_id``) said of unknown goods; journaled as an event of the office.

    Raises NotFound, Conflict (resolved already), NoSuchItem, SkuTaken, BarcodeTaken, SerialsWanted, LotWanted.
    """
    found = tx.one("SELECT * FROM exception WHERE id = :id" + tx.for_update, id=exception_id)
    if found is None or found["site_id"] != by["site_id"] or found["kind"] != KIND:
        raise NotFound("no such unknown goods", exception=exception_id)
    if found["state"] != "open":
        raise Conflict("somebody has resolved it already", state=found["state"])
    code = json.loads(found["params"]).get("code", "")
    item_id = None if form.follow == "supplier" else _item(tx, form, code)
    lot_id = 0 if item_id is None else _lot(tx, item_id, form)
    about = {"code": code, "follow": form.follow, "item": item_id, "each": form.each}
    verdict = Verdict("booked", "noted", {}, item_id, found["place_id"])
    event = record(
        tx, signer, by["site_id"], by["id"], "office", verdict, action="unknown_goods",
        exception=exception_id, unknown=about,
    )  # fmt: skip
    named = {"exception": dict(found), "event": event, "person": by["id"]}
    if item_id is None:
        world.tell(tx, "unknown_sent_back", **named)
    else:
        world.tell(tx, "unknown_named", item=item_id, lot=lot_id, each=form.each, **named)
    resolution = "sent_back" if item_id is None else "named"
    exceptions.close(tx, found, resolution, by["id"], form.note)


def _item(tx: Tx, form: UnknownGoodsForm, code: str) -> int:
    """The item that the goods are, made if it is new, with their code as a barcode of it."""
    if form.new is not None:
        item_id = service.create_item(tx, ItemForm(**form.new.model_dump()))
    else:
        item_id = service.find_items(tx, [form.item or 0])[form.item or 0]
    if code:
        service.attach_code(tx, item_id, code, form.each, form.pack)
    return item_id


def _lot(tx: Tx, item_id: int, form: UnknownGoodsForm) -> int:
    tracking = tx.value("SELECT tracking FROM item WHERE id = :id", id=item_id)
    if tracking == "none":
        return 0
    if tracking == "serial":
        raise SerialsWanted("each unit has a serial of its own", item=item_id)
    if not form.lot or (tracking == "lot_expiry" and not form.expires_on):
        field = "expires_on" if form.lot else "lot"
        raise LotWanted("the item is kept by lot", item=item_id, field=field)
    return changes.lot_id(tx, LotRef(item_id, form.lot, form.expires_on, ""))
