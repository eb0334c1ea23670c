"""Components become kits, and kits components again: in one posting, so that units and money balance at any moment.

Kits that are put together are booked scan by scan; their components leave the tote by the lots that it holds, the
oldest first. What comes out of kits that are taken apart is written down scan by scan, and booked when the person
says that it is all: only then is it known how many kits are gone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pickface.db import Row, Tx
from pickface.kits.work_orders import assembly_of
from pickface.locations.service import virtual_place
from pickface.stock.building import Held, apart, build_moves, units_from
from pickface.stock.moves import Cause, NewMove
from pickface.tasks import changes, exceptions, zone_containers
from pickface.tasks.workflow import LotRef, Raised, Told, World

_IN_TOTE = """
SELECT b.item_id, b.lot_id, b.place_id, b.container, b.owner_id, b.qty FROM balance b JOIN lot l ON l.id = b.lot_id
WHERE b.container = :tote AND b.virtual = 0 AND b.qty > 0
ORDER BY b.item_id, CASE WHEN l.expires_on = '' THEN 1 ELSE 0 END, l.expires_on, b.lot_id
"""
_PARTS = "SELECT item_id, qty FROM work_order_part WHERE work_order_id = :order ORDER BY item_id"


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Carry out what interpreting told."""
    order = _order(tx, task)
    match told.name:
        # What came out of kits is booked when all of it is told: until then the box is the work's.
        case "full" if order["kind"] == "build":
            zone_containers.tell_filled(tx, task, told.params["container"], world)
        case "made" if order["kind"] == "build":
            _built(tx, task, order, told.params, cause)
        case "made":
            _came_out(tx, order, told.params, cause)
        case "undone":
            tx.run(
                "DELETE FROM work_order_goods WHERE event_id = :event", event=told.params["event"]
            )
        case "closed" if order["kind"] == "unbuild":
            _taken_apart(tx, task, order, told.params["tote"], cause)


def taken_apart_so_far(tx: Tx, task: Row) -> None:
    """The work ended before all of it was told: what came out is there, and the kits that it needs are gone."""
    order, tote = _order(tx, task), json.loads(task["progress"])["vars"].get("tote")
    event = tx.value(
        "SELECT event_id FROM work_order_goods WHERE work_order_id = :id ORDER BY id DESC LIMIT 1",
        id=order["id"],
    )
    if order["kind"] == "unbuild" and tote and event:
        cause = Cause(str(event), task["site_id"], task["person_id"], task["id"])
        _taken_apart(tx, task, order, tote, cause)


def _order(tx: Tx, task: Row) -> Row:
    return tx.certain(
        "SELECT * FROM work_order WHERE id = :id", id=json.loads(task["facts"])["work_order"]
    )


def _built(tx: Tx, task: Row, order: Row, made: Mapping[str, Any], cause: Cause) -> None:
    """So many kits are made of what is in the tote; what the books lack there is found, as everywhere."""
    held, bench = _held(tx, made["tote"]), _stands(tx, made["tote"], order)
    parts = [
        used
        for part in tx.all(_PARTS, order=order["id"])
        for used in units_from(
            held,
            part["qty"] * made["qty"],
            _lacking(tx, part["item_id"], held, bench, made["tote"]),
        )
    ]
    kit = _goods(tx, made, order)
    moves = build_moves(parts, [(kit, made["qty"])], assembly_of(tx, order["site_id"]), "build")
    changes.post(tx, task, moves, cause)


def _came_out(tx: Tx, order: Row, made: Mapping[str, Any], cause: Cause) -> None:
    goods = _goods(tx, made, order)
    tx.insert(
        "work_order_goods",
        work_order_id=order["id"],
        item_id=goods.item_id,
        lot_id=goods.lot_id,
        qty=made["qty"],
        place_id=goods.place_id,
        container=goods.container,
        event_id=cause.id,
    )


def _taken_apart(tx: Tx, task: Row, order: Row, tote: str, cause: Cause) -> None:
    """As many kits are gone as what came out needs; what should have come out of them and did not is lost."""
    came = tx.all(
        "SELECT * FROM work_order_goods WHERE work_order_id = :id ORDER BY id", id=order["id"]
    )
    parts = [(part["item_id"], int(part["qty"])) for part in tx.all(_PARTS, order=order["id"])]
    kits, missing = apart([(one["item_id"], int(one["qty"])) for one in came], parts)
    if not kits:
        return
    bench = _stands(tx, tote, order)
    held = _held(tx, tote)
    gone = units_from(held, kits, _lacking(tx, order["item_id"], held, bench, tote))
    out = [
        (Held(one["item_id"], one["lot_id"], one["place_id"], one["container"], 1), int(one["qty"]))
        for one in came
    ]
    lost = [
        (Held(item, _unknown(tx, item), bench, "", 1), units) for item, units in missing if units
    ]
    moves = build_moves(gone, [*out, *lost], assembly_of(tx, order["site_id"]), "unbuild")
    changes.post(tx, task, moves, cause)
    if lost:
        _lose(tx, task, order, lost, cause)


def _lose(tx: Tx, task: Row, order: Row, lost: Sequence[tuple[Held, int]], cause: Cause) -> None:
    nowhere = virtual_place(tx, order["site_id"], "lost_found")
    moves = [
        NewMove("missing", one.item_id, units, one.place_id, nowhere, one.lot_id, one.owner_id)
        for one, units in lost
    ]
    changes.post(tx, task, moves, cause)
    for one, units in lost:
        params = {"missing": units, "order": order["number"]}
        exceptions.raise_exception(
            tx, cause, Raised("unbuild_short", "book", params, one.item_id, one.place_id)
        )


def _lacking(tx: Tx, item_id: int, held: Sequence[tuple[Held, int]], bench: int, tote: str) -> Held:
    """Units that the tote lacks by the books: of no lot, or of an unknown one where the item has lots."""
    there = any(key.item_id == item_id for key, _ in held)
    return Held(item_id, 0 if there else _unknown(tx, item_id), bench, tote, 1)


def _unknown(tx: Tx, item_id: int) -> int:
    tracking = tx.value("SELECT tracking FROM item WHERE id = :id", id=item_id)
    return changes.lot_id(tx, LotRef(item_id, "unknown")) if tracking.startswith("lot") else 0


def _held(tx: Tx, tote: str) -> list[tuple[Held, int]]:
    return [
        (Held(*tuple(dict(one).values())[:5]), int(one["qty"]))
        for one in tx.all(_IN_TOTE, tote=tote)
    ]


def _stands(tx: Tx, tote: str, order: Row) -> int:
    found = tx.value("SELECT place_id FROM container WHERE code = :code", code=tote)
    return int(found or order["place_id"])


def _goods(tx: Tx, made: Mapping[str, Any], order: Row) -> Held:
    """The balance that what was scanned goes into."""
    lot = 0
    if made["lot"] or made["serial"]:
        ref = LotRef(made["item"], made["lot"] or "", made["expiry"] or "", made["serial"] or "")
        lot = changes.lot_id(tx, ref)
    plate = made["container"] or ""
    place = _stands(tx, plate, order) if plate else made["place"] or order["place_id"]
    return Held(made["item"], lot, place, plate, 1)
