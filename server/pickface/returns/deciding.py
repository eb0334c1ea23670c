"""What a desk decides about returned goods that lie apart: back into stock, back to the supplier, or written off."""

from __future__ import annotations

from dataclasses import dataclass

from pickface.db import Row, Tx
from pickface.errors import Conflict, NotFound
from pickface.locations import returning
from pickface.locations.service import virtual_place
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.verdict import Verdict
from pickface.stock import ledger
from pickface.stock.locks import lock_levels
from pickface.stock.moves import AT_BALANCE, BalanceKey, Cause, NewMove, NotEnough
from pickface.tasks import changes, limits
from pickface.tasks.workflow import World

_GOODS = """
SELECT g.*, i.price_minor FROM return_goods g JOIN item i ON i.id = g.item_id
WHERE g.id = :id AND g.return_id = :return AND g.site_id = :site
"""


class NothingToDecide(Conflict):
    """All of these goods have been decided about, or they went on by their grade."""

    code = "nothing_to_decide"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of how many units of which goods; all that are undecided where ``qty`` is None."""

    return_id: int
    goods_id: int
    follow: str
    qty: int | None = None
    note: str = ""


def decide(tx: Tx, world: World, signer: ServerSigner, by: Row, wish: Decision) -> None:
    """Carry out a decision in the name of ``by`` (``id``, ``site_id``); journaled as an event of the office.

    Raises NotFound, NothingToDecide, NotEnough, OverYourLimit (scrap above what a supervisor may write off).
    """
    named = {"id": wish.goods_id, "return": wish.return_id, "site": by["site_id"]}
    found = tx.one(_GOODS + (tx.for_update and " FOR UPDATE OF g"), **named)
    if found is None:
        raise NotFound("no such goods of this return", goods=wish.goods_id)
    units = found["undecided"] if wish.qty is None else wish.qty
    if not units or units > found["undecided"]:
        raise NothingToDecide("fewer are undecided", undecided=found["undecided"])
    if wish.follow == "scrap":
        limits.insist(tx, by["site_id"], by["id"], units, units * int(found["price_minor"]))
    about = {"goods": wish.goods_id, "follow": wish.follow, "qty": units, "note": wish.note}
    verdict = Verdict("booked", "noted", {}, found["item_id"], found["place_id"])
    event = record(
        tx, signer, by["site_id"], by["id"], "office", verdict, action="return", returned=about
    )
    cause = Cause(event, by["site_id"], by["id"], reason="returned")
    _carry_out(tx, world, found, wish.follow, int(units), cause)
    tx.run(
        "UPDATE return_goods SET undecided = undecided - :qty WHERE id = :id",
        qty=units,
        id=wish.goods_id,
    )
    tx.insert(
        "return_decision",
        return_goods_id=wish.goods_id,
        at=tx.now,
        person_id=by["id"],
        follow=wish.follow,
        qty=units,
        note=wish.note,
        event_id=event,
    )


def _carry_out(tx: Tx, world: World, goods: Row, follow: str, qty: int, cause: Cause) -> None:
    site_id = goods["site_id"]
    if follow == "restock":
        # What lies loose at the dock is to be put away; what lies where goods come back may be there to be decided.
        to, kind = returning.receiving_dock(tx.all, site_id) or goods["place_id"], "move"
    else:
        to, kind = virtual_place(tx, site_id, follow), _KINDS[follow]
    if to != goods["place_id"]:
        origin = BalanceKey(
            goods["item_id"], goods["lot_id"], goods["place_id"], "", goods["owner_id"]
        )
        _move(tx, kind, origin, to, qty, cause)
    if follow == "restock":
        world.tell(tx, "goods_left", site=site_id, container="", place=to)


_KINDS = {"scrap": "scrap", "supplier": "send_back"}


def _move(tx: Tx, kind: str, origin: BalanceKey, to: int, qty: int, cause: Cause) -> None:
    lock_levels(tx, cause.site_id, [(origin.item_id, origin.owner_id)])
    there = int(
        tx.value(f"SELECT qty FROM balance WHERE {AT_BALANCE}" + tx.for_update, **origin.bound) or 0
    )
    if there < qty:
        raise NotEnough("the books have fewer", qty=qty, there=there)
    move = NewMove(kind, origin.item_id, qty, origin.place_id, to, origin.lot_id, origin.owner_id)
    changes.told(tx, None, ledger.post_moves(tx, [move], cause), cause)
