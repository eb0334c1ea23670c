"""An order that the customer changed: other goods while nobody works on it, another address until it is packed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from pickface import findable
from pickface.db import Row, Tx
from pickface.errors import Conflict
from pickface.orders import substituting
from pickface.orders.address_forms import AddressForm
from pickface.orders.lines import Asked, kits_to_change, write
from pickface.orders.parts import Parts, wanted_of
from pickface.orders.service import NoSuchOrder
from pickface.orders.splitting import note
from pickface.stock.reservations import release_line, reserve_line

ADDRESS: Final = ("customer", "street", "postcode", "city", "country", "note")
_FOLLOWED: Final = (*ADDRESS, "gift", "gift_note")
"""What of a shop's order may be otherwise until it is packed."""
_SHARED: Final = (*ADDRESS[:-1], "gift", "gift_note")
"""What orders that were merged have in common; their notes stand one under the other."""
_UNPACKED: Final = frozenset({"open", "released", "picked", "held"})


class TooLateToChange(Conflict):
    """The floor is at it already, or it is gone; ``params``: ``order``, ``state``, ``differs`` (lines or address)."""

    code = "order_too_late"


def change_address(tx: Tx, site_id: int, order_id: int, form: AddressForm, person_id: int) -> None:
    """A desk mends the address of an order whose labels are not printed; what it was is on record. NoSuchOrder,
    TooLateToChange.
    """
    order = tx.one(
        "SELECT * FROM orders WHERE id = :id AND site_id = :site" + tx.for_update,
        id=order_id,
        site=site_id,
    )
    if order is None:
        raise NoSuchOrder("the site has no such order", order=order_id)
    moved = {name: value for name, value in form.model_dump().items() if value != order[name]}
    if not moved:
        return
    if order["state"] not in _UNPACKED and not _wants_labels(tx, order):
        raise TooLateToChange(
            "its label is printed", order=order_id, state=order["state"], differs="address"
        )
    sets = ", ".join(f"{name} = :{name}" for name in moved)
    tx.run(f"UPDATE orders SET {sets} WHERE id = :id", id=order_id, **moved)
    findable.note(tx, "order", order_id)
    note(tx, order_id, "address", person_id, order_id, was={name: order[name] for name in moved})


def _wants_labels(tx: Tx, order: Row) -> bool:
    """Whether a packed order has only parcels whose carriers have sold no label yet."""
    return order["state"] == "packed" and not tx.value(
        "SELECT COUNT(*) FROM shipment s WHERE s.order_id = :id AND "
        "(s.label_id IS NULL OR s.shipped_at IS NOT NULL OR EXISTS (SELECT 1 FROM parcel_label b "
        "WHERE b.id = s.label_id AND b.state <> 'refused'))",
        id=order["id"],
    )


def change_order(
    tx: Tx, order_id: int, told: Mapping[str, str | int], wanted: Mapping[int, int]
) -> bool:
    """Let an order be for an address, with a gift's note, and for these units by item, as it is ``told``.

    Answers whether that changed it. TooLateToChange.
    """
    order = tx.certain("SELECT * FROM orders WHERE id = :id" + tx.for_update, id=order_id)
    others = dict(wanted_of(tx, order_id)) != dict(wanted)
    moved = {name: told[name] for name in _FOLLOWED if told[name] != order[name]}
    if others and not _is_untouched(tx, order):
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
        _change_lines(tx, order_id, wanted)
    return bool(others or moved)


def _is_untouched(tx: Tx, order: Row) -> bool:
    """Whether nobody works on it: it is open, or a desk keeps it back; what a recall holds has been worked on."""
    return order["state"] == "open" or (
        order["state"] == "held"
        and not tx.value(
            "SELECT 1 FROM task t WHERE t.order_id = :order OR t.id IN "
            "(SELECT w.task_id FROM cart_order w WHERE w.order_id = :order) LIMIT 1",
            order=order["id"],
        )
    )


def change_parts(
    tx: Tx, order_id: int, parts: Parts, told: Mapping[str, str | int], wanted: Mapping[int, int]
) -> bool:
    """The same of an order that was split or merged: an address reaches all its parts, other goods reach none.

    TooLateToChange. Who has divided it knows why; only they can say which part other goods are for.
    """
    heads = [
        tx.one("SELECT * FROM orders WHERE id = :id" + tx.for_update, id=one)
        for one in parts.orders
    ]
    live = [head for head in heads if head is not None and head["state"] != "cancelled"]
    state = "merged" if parts.mixed else "split"
    if +parts.wanted != +Counter(wanted):
        raise TooLateToChange("it was divided", order=order_id, state=state, differs="lines")
    if not parts.mixed:
        changed = [change_order(tx, one["id"], told, wanted_of(tx, one["id"])) for one in live]
        return any(changed)
    if any(one[name] != told[name] for one in live for name in _SHARED):
        raise TooLateToChange("it was merged", order=order_id, state=state, differs="address")
    return False


def _change_lines(tx: Tx, order_id: int, wanted: Mapping[int, int]) -> None:
    """Substitutes are taken back first; those that have left stay, and stand for as many units of their line."""
    stay = substituting.take_all_back(tx, order_id)
    left = dict(wanted)
    for line in tx.all(
        "SELECT id, line_no, item_id, qty, given_up FROM order_line WHERE order_id = :id AND order_kit_id IS NULL "
        "AND substitute_for IS NULL ORDER BY item_id, line_no",
        id=order_id,
    ):
        want, gone = left.pop(line["item_id"], 0), stay.get(line["id"], 0)
        if want < gone:
            raise TooLateToChange(
                "another item has left for it", order=order_id, state="shipped", differs="lines"
            )
        if want - gone != line["qty"] - line["given_up"]:
            _change_line(tx, line, want, gone)
    for kit in kits_to_change(tx, order_id):
        want = left.pop(kit["item_id"], 0)
        if want != kit["wanted"]:
            _change_kit(tx, order_id, kit, want)
    if left:
        _add_lines(tx, order_id, left)


def _change_line(tx: Tx, line: Row, want: int, gone: int = 0) -> None:
    """So many units are wanted; ``gone``: for so many of them another item has left."""
    release_line(tx, line["id"])
    tx.run(
        "UPDATE order_line SET qty = :qty, given_up = :given_up WHERE id = :id",
        qty=want or line["qty"],
        given_up=gone if want else line["qty"],
        id=line["id"],
    )
    if want:
        reserve_line(tx, line["id"])


def _change_kit(tx: Tx, order_id: int, kit: Row, want: int) -> None:
    """Other units of a kit, of the components that it was ordered with."""
    for line in tx.all(
        "SELECT id, qty FROM order_line WHERE order_id = :order AND order_kit_id = :kit ORDER BY item_id, id",
        order=order_id,
        kit=kit["id"],
    ):
        _change_line(tx, line, line["qty"] // kit["qty"] * want)
    if want:
        tx.run("UPDATE order_kit SET qty = :qty WHERE id = :id", qty=want, id=kit["id"])


def _add_lines(tx: Tx, order_id: int, left: Mapping[int, int]) -> None:
    """Further lines, behind all that are there."""
    number, last = (
        int(tx.value(sql, id=order_id))
        for sql in (
            "SELECT MAX(line_no) FROM (SELECT line_no FROM order_line WHERE order_id = :id "
            "UNION ALL SELECT line_no FROM order_kit WHERE order_id = :id) x",
            "SELECT COALESCE(MAX(id), 0) FROM order_line",
        )
    )
    asked = [
        Asked(number + at, item_id, 0, qty, 0)
        for at, (item_id, qty) in enumerate(sorted(left.items()), 1)
    ]
    write(tx, order_id, asked)
    for line in tx.all(
        "SELECT id FROM order_line WHERE order_id = :order AND id > :last ORDER BY item_id, id",
        order=order_id,
        last=last,
    ):
        reserve_line(tx, line["id"])
