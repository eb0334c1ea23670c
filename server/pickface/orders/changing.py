"""An order that the customer changed: other goods while nobody works on it, another address until it is packed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pickface import findable
from pickface.db import Row, Tx
from pickface.errors import Conflict
from pickface.stock.reservations import release_line, reserve_line

ADDRESS: Final = ("customer", "street", "postcode", "city", "country", "note")
_UNPACKED: Final = frozenset({"open", "released", "picked"})


class TooLateToChange(Conflict):
    """The floor is at it already, or it is gone; ``params``: ``order``, ``state``, ``differs`` (lines or address)."""

    code = "order_too_late"


def change_order(
    tx: Tx, order_id: int, address: Mapping[str, str], wanted: Mapping[int, int]
) -> bool:
    """Let an order be for this address and these units by item; answers whether that changed it. TooLateToChange."""
    order = tx.one("SELECT * FROM orders WHERE id = :id" + tx.for_update, id=order_id)
    if order is None:
        raise LookupError(f"no order {order_id}")
    lines = tx.all(
        "SELECT id, line_no, item_id, qty, given_up FROM order_line WHERE order_id = :id ORDER BY item_id, line_no",
        id=order_id,
    )
    now: dict[int, int] = {}
    for line in lines:
        now[line["item_id"]] = now.get(line["item_id"], 0) + line["qty"] - line["given_up"]
    others = {item: qty for item, qty in now.items() if qty} != dict(wanted)
    moved = {name: address[name] for name in ADDRESS if address[name] != order[name]}
    if others and order["state"] != "open":
        raise TooLateToChange(
            "the floor is at it", order=order_id, state=order["state"], differs="lines"
        )
    if moved and order["state"] not in _UNPACKED:
        raise TooLateToChange(
            "its label is printed", order=order_id, state=order["state"], differs="address"
        )
    if moved:
        sets = ", ".join(f"{name} = :{name}" for name in moved)
        tx.run(f"UPDATE orders SET {sets} WHERE id = :id", id=order_id, **moved)
        findable.note(tx, "order", order_id)
    if others:
        _change_lines(tx, order_id, lines, wanted)
    return bool(others or moved)


def _change_lines(tx: Tx, order_id: int, lines: list[Row], wanted: Mapping[int, int]) -> None:
    left = dict(wanted)
    for line in lines:
        want = left.pop(line["item_id"], 0)
        if want == line["qty"] - line["given_up"]:
            continue
        release_line(tx, line["id"])
        tx.run(
            "UPDATE order_line SET qty = :qty, given_up = :given_up WHERE id = :id",
            qty=want or line["qty"],
            given_up=0 if want else line["qty"],
            id=line["id"],
        )
        if want:
            reserve_line(tx, line["id"])
    number = max((line["line_no"] for line in lines), default=0)
    for item_id, qty in sorted(left.items()):
        number += 1
        made = tx.insert(
            "order_line", order_id=order_id, line_no=number, item_id=item_id, lot_id=0, qty=qty
        )
        reserve_line(tx, made)
