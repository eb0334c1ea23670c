"""A customer announces what they will send back: the parcel then opens its return by number or label."""

from __future__ import annotations

from pickface.catalog.service import find_items
from pickface.db import Row, Tx
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.returns.forms import ReturnForm


class ReturnExists(Conflict):
    """The number is taken by a return of something else."""

    code = "return_exists"


class OrderNotSent(Conflict):
    """Nothing of the order has left the house: nothing of it can come back."""

    code = "order_not_sent"


def announce(tx: Tx, site_id: int, form: ReturnForm, person_id: int | None) -> tuple[int, bool]:
    """Write a return down; its id, and whether it is new. The same number with the same content changes nothing.

    Raises NotFound, OrderNotSent, ReturnExists, BadRequest (an item that the order has not had).
    """
    order = _order(tx, site_id, form)
    wanted = find_items(tx, [line.item for line in form.lines]) if form.lines else {}
    kits = _kits(tx, order["id"])
    sent = {
        one["item_id"]
        for one in tx.all(
            "SELECT item_id FROM order_line WHERE order_id = :id AND shipped > 0", id=order["id"]
        )
    }
    if not sent:
        raise OrderNotSent("nothing of it has been shipped", order=order["number"])
    stood_in = _stood_in(tx, order["id"])
    lines: list[tuple[int, int, str]] = []
    for line in form.lines:
        # A virtual kit comes back as its components, and what was ordered as what was sent for it.
        parts = kits.get(wanted[line.item]) or [(wanted[line.item], 1)]
        told = stood_in.get(wanted[line.item], {})
        if not sent & ({item for item, _ in parts} | told.keys()):
            raise BadRequest("the order had no such item", field="item", item=line.item)
        back = _as_sent(line.qty, told) if told else []
        back = back or [(item, line.qty * each) for item, each in parts]
        lines += [(item, qty, line.reason) for item, qty in back]
    made = tx.value(
        "INSERT INTO customer_return (site_id, number, state, order_id, tracking, note, made_at, made_by) "
        "VALUES (:site, :number, 'announced', :order, :tracking, :note, :now, :person) "
        "ON CONFLICT DO NOTHING RETURNING id",
        site=site_id,
        number=form.number or f"new {tx.now} {order['id']}",
        order=order["id"],
        tracking=form.tracking,
        note=form.note,
        now=tx.now,
        person=person_id,
    )
    if made is None:
        return _standing(tx, site_id, form, order["id"], lines), False
    if form.number is None:
        number = f"R-{made:06d}"
        tx.run("UPDATE customer_return SET number = :number WHERE id = :id", number=number, id=made)
    tx.insert_many(
        "return_line",
        [
            {"return_id": made, "item_id": item, "qty": qty, "reason": reason}
            for item, qty, reason in lines
        ],
    )
    return int(made), True


def _kits(tx: Tx, order_id: int) -> dict[int, list[tuple[int, int]]]:
    """The kits of an order, each with its components and how many are in one."""
    found: dict[int, list[tuple[int, int]]] = {}
    for one in tx.all(
        "SELECT k.item_id AS kit, l.item_id, l.qty / k.qty AS each_kit FROM order_kit k JOIN order_line l "
        "ON l.order_id = k.order_id AND l.order_kit_id = k.id WHERE k.order_id = :id "
        "AND k.id = (SELECT MIN(o.id) FROM order_kit o WHERE o.order_id = k.order_id AND o.item_id = k.item_id) "
        "ORDER BY l.line_no",
        id=order_id,
    ):
        found.setdefault(one["kit"], []).append((one["item_id"], int(one["each_kit"])))
    return found


def _stood_in(tx: Tx, order_id: int) -> dict[int, dict[int, int]]:
    """The items of an order that others were sent for: by item, how many units of what, of the item itself first."""
    found: dict[int, dict[int, int]] = {}
    for one in tx.all(
        "SELECT a.item_id AS asked, a.shipped AS own, s.item_id, s.shipped FROM order_line s "
        "JOIN order_line a ON a.id = s.substitute_for WHERE s.order_id = :id AND s.shipped > 0 ORDER BY s.line_no",
        id=order_id,
    ):
        told = found.setdefault(one["asked"], {one["asked"]: one["own"]} if one["own"] else {})
        told[one["item_id"]] = told.get(one["item_id"], 0) + one["shipped"]
    return found


def _as_sent(qty: int, told: dict[int, int]) -> list[tuple[int, int]]:
    """Units of an item that come back, as the items that were sent; what is more than that is of the last of them."""
    back, left = [], qty
    for item, sent in told.items():
        units = min(left, sent)
        left -= units
        if units:
            back.append((item, units))
    last, units = back[-1]
    return [*back[:-1], (last, units + left)]


def _order(tx: Tx, site_id: int, form: ReturnForm) -> Row:
    by = "id" if isinstance(form.order, int) else "number"
    found = tx.all(
        f"SELECT id, number FROM orders WHERE site_id = :site AND {by} = :order "
        "AND (:any_channel = 1 OR channel = :channel) ORDER BY id LIMIT 2",
        site=site_id,
        order=form.order,
        any_channel=int(form.channel is None),
        channel=form.channel or "",
    )
    if not found:
        raise NotFound("the site has no such order", order=form.order)
    if len(found) > 1:
        raise BadRequest("several channels have that number: say which", field="channel")
    return found[0]


def _standing(
    tx: Tx, site_id: int, form: ReturnForm, order_id: int, lines: list[tuple[int, int, str]]
) -> int:
    found = tx.certain(
        "SELECT id, order_id, tracking FROM customer_return WHERE site_id = :site AND number = :number",
        site=site_id,
        number=form.number,
    )
    kept = tx.all(
        "SELECT item_id, qty, reason FROM return_line WHERE return_id = :id ORDER BY id",
        id=found["id"],
    )
    same = (found["order_id"], found["tracking"]) == (order_id, form.tracking)
    if not same or [tuple(dict(one).values()) for one in kept] != lines:
        raise ReturnExists("another return has that number", number=form.number, id=found["id"])
    return int(found["id"])
