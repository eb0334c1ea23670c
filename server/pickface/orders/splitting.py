"""An order becomes two, or two become one, while nobody works on them; what was promised follows to the unit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pickface import findable
from pickface.db import Row, Tx
from pickface.errors import BadRequest, Conflict
from pickface.orders import shelf
from pickface.orders.parts import wanted_of
from pickface.orders.service import NoSuchOrder
from pickface.stock.reservations import due_by, pass_on

_COPIED: Final = (
    "channel", "site_id", "owner_id", "priority", "placed_at", "ship_by", "customer", "street", "postcode", "city",
    "country", "note", "collect", "collection_code", "language",
    "gift", "gift_note", "substitutes", "shelf_days_left",
)  # fmt: skip
ALIKE: Final = ("owner_id", "channel", "customer", "street", "postcode", "city", "country", "collect", "gift",
         "gift_note")  # fmt: skip
"""What two orders that become one have in common."""
_LONGEST = 40
_MOST_PARTS = 100


class OrderInWork(Conflict):
    """The floor is at the order, or it is gone; ``params``: ``order`` (its number), ``state``."""

    code = "order_in_work"


class NothingLeftToSplit(Conflict):
    """All of the order would go into the new one."""

    code = "split_takes_all"


class KitStaysWhole(Conflict):
    """The line is a component of a virtual kit, which stays in one order."""

    code = "kit_stays_whole"


class OrdersDiffer(Conflict):
    """Two orders are not for one customer and address; ``params``: ``differs`` (the field)."""

    code = "orders_differ"


def split(
    tx: Tx, site_id: int, order_id: int, parts: Mapping[int, int], person_id: int
) -> tuple[int, str]:
    """Let units of lines (by line id) be an order of their own; its id and number.

    NoSuchOrder, OrderInWork, NothingLeftToSplit, KitStaysWhole, BadRequest.
    """
    order = _open(tx, site_id, order_id)
    lines = _lines(tx, order_id)
    known = {line["id"]: line for line in lines}
    for line_id, qty in parts.items():
        line = known.get(line_id)
        if line is None or not 1 <= qty <= line["qty"] - line["given_up"]:
            raise BadRequest("the order has no such line, or not so many", field="lines")
        if line["order_kit_id"] is not None:
            raise KitStaysWhole("it is part of a kit", line=line["line_no"])
    if all(parts.get(line["id"], 0) == line["qty"] - line["given_up"] for line in lines):
        raise NothingLeftToSplit("nothing would be left", order=order["number"])
    number = _number(tx, order)
    copied = {name: order[name] for name in _COPIED}
    made = tx.insert("orders", number=number, state="open", **copied)
    findable.note(tx, "order", made)
    last = 0
    for line in lines:
        if line["id"] in parts:
            last = _part(tx, line, parts[line["id"]], made, last + 1)
    units = sum(parts.values())
    note(tx, order_id, "split", person_id, made, units=units)
    note(tx, made, "split_from", person_id, order_id, units=units)
    return made, number


def _part(tx: Tx, line: Row, qty: int, order_id: int, line_no: int) -> int:
    """A whole line goes over with its promises; of a part, what the rest has no need of any more goes with it.

    A substitute goes with as many units of the line that it stands for. The number of the last line that is there now.
    """
    asked = line["substitute_for"]
    if asked is not None:
        asked = _stood_for(tx, asked, qty, order_id, line_no)
        line_no += 1
    rest = line["qty"] - line["given_up"] - qty
    if not rest and not line["given_up"]:
        tx.run(
            "UPDATE order_line SET order_id = :order, line_no = :line_no, substitute_for = :asked WHERE id = :id",
            order=order_id,
            line_no=line_no,
            asked=asked,
            id=line["id"],
        )
        return line_no
    made = tx.insert(
        "order_line",
        order_id=order_id,
        line_no=line_no,
        item_id=line["item_id"],
        lot_id=line["lot_id"],
        fresh_from=line["fresh_from"],
        qty=qty,
        price_minor=line["price_minor"],
        tax_bp=line["tax_bp"],
        substitute_for=asked,
    )
    tx.run("UPDATE order_line SET qty = qty - :qty WHERE id = :id", qty=qty, id=line["id"])
    pass_on(tx, line["id"], made, keep=rest)
    return line_no


def _stood_for(tx: Tx, asked_id: int, qty: int, order_id: int, line_no: int) -> int:
    """So many units that were asked for, and that another item stands for, go over: what a customer asked for and what
    stands for it are in one order. The line that has them there.
    """
    asked = tx.certain("SELECT * FROM order_line WHERE id = :id", id=asked_id)
    there = {"order_id": order_id, "line_no": line_no}
    if asked["qty"] == qty:
        tx.run(
            "UPDATE order_line SET order_id = :order_id, line_no = :line_no WHERE id = :id",
            **there,
            id=asked_id,
        )
        return asked_id
    tx.run(
        "UPDATE order_line SET qty = qty - :qty, given_up = given_up - :qty WHERE id = :id",
        qty=qty,
        id=asked_id,
    )
    copied = {
        name: asked[name] for name in ("item_id", "lot_id", "fresh_from", "price_minor", "tax_bp")
    }
    return tx.insert("order_line", **there, **copied, qty=qty, given_up=qty)


def merge(tx: Tx, site_id: int, order_id: int, other_id: int, person_id: int) -> None:
    """Let another open order of the same customer and address be part of this one; the other is cancelled.

    NoSuchOrder, OrderInWork, OrdersDiffer, BadRequest.
    """
    if order_id == other_id:
        raise BadRequest("an order is not merged with itself", field="order")
    found = {one: _open(tx, site_id, one) for one in sorted((order_id, other_id))}
    order, other = found[order_id], found[other_id]
    for name in ALIKE:
        if order[name] != other[name]:
            raise OrdersDiffer("not one customer and address", differs=name)
    wanted = {one: wanted_of(tx, one) for one in found}
    number = tx.value(
        "SELECT MAX(line_no) FROM (SELECT line_no FROM order_line WHERE order_id = :order "
        "UNION ALL SELECT line_no FROM order_kit WHERE order_id = :order) AS numbers",
        order=order_id,
    )
    for table in ("order_line", "order_kit"):
        tx.run(
            f"UPDATE {table} SET order_id = :order, line_no = line_no + :number WHERE order_id = :other",
            order=order_id,
            number=number,
            other=other_id,
        )
    ship_by = min(order["ship_by"], other["ship_by"])
    tx.run(
        "UPDATE orders SET ship_by = :ship_by, priority = :priority, note = :note, substitutes = :substitutes "
        "WHERE id = :id",
        ship_by=ship_by,
        substitutes=min(order["substitutes"], other["substitutes"]),
        priority=min(order["priority"], other["priority"]),
        note="\n".join(dict.fromkeys(said for said in (order["note"], other["note"]) if said)),
        id=order_id,
    )
    due_by(tx, order_id, ship_by)
    days = max(order["shelf_days_left"], other["shelf_days_left"])
    tx.run("UPDATE orders SET shelf_days_left = :days WHERE id = :id", days=days, id=order_id)
    shelf.note(tx, order_id)
    tx.run("UPDATE orders SET state = 'cancelled' WHERE id = :id", id=other_id)
    note(tx, order_id, "merged", person_id, other_id, wanted=wanted[order_id])
    note(tx, other_id, "merged_into", person_id, order_id, wanted=wanted[other_id])


def note(
    tx: Tx, order_id: int, what: str, person_id: int | None, other_id: int, **params: Any
) -> None:
    """Write down what happened to an order."""
    tx.insert(
        "order_change",
        order_id=order_id,
        at=tx.now,
        person_id=person_id,
        what=what,
        other_id=other_id,
        params=json.dumps(params),
    )


def _open(tx: Tx, site_id: int, order_id: int) -> Row:
    order = tx.one(
        "SELECT * FROM orders WHERE id = :id AND site_id = :site" + tx.for_update,
        id=order_id,
        site=site_id,
    )
    if order is None:
        raise NoSuchOrder("the site has no such order", order=order_id)
    if order["state"] != "open":
        raise OrderInWork("the floor is at it", order=order["number"], state=order["state"])
    # The rest of an order of which a parcel has left waits as an open one; what has left would be asked for again.
    if tx.value(
        "SELECT 1 FROM order_line WHERE order_id = :id AND shipped > 0 LIMIT 1", id=order_id
    ):
        raise OrderInWork("a part of it has left", order=order["number"], state="shipped")
    return order


def _lines(tx: Tx, order_id: int) -> Sequence[Row]:
    return tx.all("SELECT * FROM order_line WHERE order_id = :id ORDER BY line_no", id=order_id)


def _number(tx: Tx, order: Row) -> str:
    """The order's own number with -2, -3, … behind it."""
    for n in range(2, _MOST_PARTS):
        number = f"{order['number'][: _LONGEST - 4]}-{n}"
        if not tx.value(
            "SELECT 1 FROM orders WHERE site_id = :site AND channel = :channel AND number = :number",
            site=order["site_id"],
            channel=order["channel"],
            number=number,
        ):
            return number
    raise BadRequest("an order has so many parts already", field="number")
