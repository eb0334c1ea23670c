"""What a desk decides about goods that were held or rejected: good after all, rejected, sent back, scrapped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
from pickface.tasks import changes, exceptions, limits
from pickface.tasks.workflow import Raised, World

HELD = "inspection_held"
_KINDS = {"scrap": "scrap", "supplier": "send_back"}
_GOODS = """
SELECT v.*, n.purchase_order_id, n.purchase_order_line_id, i.price_minor FROM inspection_verdict v
JOIN inspection n ON n.id = v.inspection_id JOIN item i ON i.id = v.item_id WHERE v.id = :id AND v.site_id = :site
"""


class NothingToDecide(Conflict):
    """Fewer of these units are undecided, or they were rejected already."""

    code = "nothing_to_decide"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of how many units; all that are undecided where ``qty`` is None."""

    verdict_id: int
    follow: str
    qty: int | None = None
    note: str = ""


def decide(tx: Tx, world: World, signer: ServerSigner, by: Row, wish: Decision) -> None:
    """Carry out a decision in the name of ``by`` (``id``, ``site_id``); journaled as an event of the office.

    Raises NotFound, NothingToDecide, NotEnough, OverYourLimit (scrap above what a supervisor may write off).
    """
    goods = tx.one(
        _GOODS + (tx.for_update and " FOR UPDATE OF v"), id=wish.verdict_id, site=by["site_id"]
    )
    if goods is None:
        raise NotFound("no such goods", goods=wish.verdict_id)
    units = goods["undecided"] if wish.qty is None else wish.qty
    if not units or units > goods["undecided"] or wish.follow == goods["verdict"]:
        raise NothingToDecide("fewer are undecided", undecided=goods["undecided"])
    if wish.follow == "scrap":
        limits.insist(tx, by["site_id"], by["id"], units, units * int(goods["price_minor"]))
    origin = _origin(tx, goods)
    about = {"goods": wish.verdict_id, "follow": wish.follow, "qty": units, "note": wish.note}
    said = Verdict("booked", "noted", {}, goods["item_id"], origin.place_id)
    event = record(
        tx, signer, by["site_id"], by["id"], "office", said, action="inspection", inspected=about
    )
    cause = Cause(event, by["site_id"], by["id"], reason="rejected")
    tx.run(
        "UPDATE inspection_verdict SET undecided = undecided - :qty WHERE id = :id",
        qty=units,
        id=goods["id"],
    )
    tx.insert(
        "inspection_decision",
        verdict_id=goods["id"],
        at=tx.now,
        person_id=by["id"],
        follow=wish.follow,
        qty=units,
        note=wish.note,
        event_id=event,
    )
    _carry_out(tx, world, goods, wish.follow, int(units), origin, cause)
    _settle(tx, goods, by)


def _origin(tx: Tx, goods: Row) -> BalanceKey:
    place = goods["place_id"]
    if goods["container"]:
        place = tx.value(
            "SELECT place_id FROM container WHERE code = :code", code=goods["container"]
        )
    return BalanceKey(
        goods["item_id"], goods["lot_id"], int(place or 0), goods["container"], goods["owner_id"]
    )


def _carry_out(  # noqa: PLR0917 - what becomes of which goods, from where, and why
    tx: Tx, world: World, goods: Row, follow: str, qty: int, origin: BalanceKey, cause: Cause
) -> None:
    site_id = goods["site_id"]
    if follow == "reject":
        _reject(tx, world, goods, qty, cause)
    elif follow == "pass":
        # What lies loose in quarantine is taken to the dock, from where it is put away.
        if not origin.container:
            dock = returning.receiving_dock(tx.all, site_id) or origin.place_id
            if dock != origin.place_id:
                _move(tx, "move", origin, dock, qty, cause)
            origin = origin.at(dock, "")
        world.tell(
            tx, "goods_left", site=site_id, container=origin.container, place=origin.place_id
        )
    else:
        _move(tx, _KINDS[follow], origin, virtual_place(tx, site_id, follow), qty, cause)


def _reject(tx: Tx, world: World, goods: Row, qty: int, cause: Cause) -> None:
    """What was held is rejected: it lies where it lay, as goods of which the buyer hears."""
    names = (
        "inspection_id",
        "site_id",
        "item_id",
        "lot_id",
        "owner_id",
        "looks",
        "place_id",
        "container",
    )
    values: dict[str, Any] = {name: goods[name] for name in names}
    tx.insert(
        "inspection_verdict",
        **values,
        verdict="reject",
        qty=qty,
        undecided=qty,
        event_id=cause.id,
        person_id=cause.person_id,
        at=tx.now,
    )
    told = {**goods, "qty": qty}
    world.tell(tx, "goods_rejected", task=_as_task(goods, cause.person_id), goods=told, cause=cause)


def _move(tx: Tx, kind: str, origin: BalanceKey, to: int, qty: int, cause: Cause) -> None:
    lock_levels(tx, cause.site_id, [(origin.item_id, origin.owner_id)])
    there = int(
        tx.value(f"SELECT qty FROM balance WHERE {AT_BALANCE}" + tx.for_update, **origin.bound) or 0
    )
    if there < qty:
        raise NotEnough("the books have fewer", qty=qty, there=there)
    move = NewMove(
        kind, origin.item_id, qty, origin.place_id, to, origin.lot_id, origin.owner_id,
        from_container=origin.container,
    )  # fmt: skip
    changes.told(tx, None, ledger.post_moves(tx, [move], cause), cause)


def _settle(tx: Tx, goods: Row, by: Row) -> None:
    """The exception that told of held goods closes with the last of them."""
    if goods["verdict"] != "hold":
        return
    left = tx.value("SELECT undecided FROM inspection_verdict WHERE id = :id", id=goods["id"])
    raised = Raised(HELD, "book", {"verdict": goods["id"]}, goods["item_id"])
    there = exceptions.standing(tx, goods["site_id"], raised, ("verdict",))
    if there is not None and not left:
        exceptions.close(tx, there, "settled", by["id"])


def _as_task(goods: Row, person_id: int | None) -> dict[str, Any]:
    """What an exception wants to know of a task, for what a desk did."""
    named = {name: goods[name] for name in ("site_id", "purchase_order_id")}
    return {**named, "id": None, "person_id": person_id, "title": ""}
