"""The lines of an order: as the customer asked for them, and as they are picked.

A virtual kit is one line for the customer and, for the floor, a line for each of its components. So whatever works
on lines (promises, picks, parcels) knows nothing of kits, and the kit is reckoned from what became of its lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pickface.catalog.service import HOUSE
from pickface.contract import MOST
from pickface.db import Row, Tx
from pickface.errors import BadRequest
from pickface.kits.service import Part, virtual_parts
from pickface.orders import shelf
from pickface.stock.reservations import deal_in

_ASKED = """
SELECT line_no, item_id, lot_id, qty, price_minor, tax_bp FROM order_line
WHERE order_id = :id AND order_kit_id IS NULL AND substitute_for IS NULL
UNION ALL SELECT line_no, item_id, 0, qty, price_minor, tax_bp FROM order_kit WHERE order_id = :id ORDER BY line_no
"""


class Asked(NamedTuple):
    """A line as the customer asked for it: an item, or a kit."""

    line_no: int
    item_id: int
    lot_id: int
    qty: int
    price_minor: int
    tax_bp: int | None = None


def asked_of(tx: Tx, order_id: int) -> list[Asked]:
    """What the customer asked for, by line."""
    return [Asked(*dict(one).values()) for one in tx.all(_ASKED, id=order_id)]


def write(tx: Tx, order_id: int, asked: Sequence[Asked]) -> None:
    """Write an order's lines; those of virtual kits with their components behind all others.

    Raises BadRequest: a lot of a kit, or more units than a line may have.
    """
    kits = virtual_parts(tx, (line.item_id for line in asked))
    tx.insert_many(
        "order_line", [_row(order_id, line) for line in asked if line.item_id not in kits]
    )
    last = max(line.line_no for line in asked)
    for line in asked:
        if line.item_id in kits:
            last += add_kit(tx, order_id, line, kits[line.item_id], last)
    shelf.note(tx, order_id)
    whose = tx.certain("SELECT owner_id, site_id FROM orders WHERE id = :id", id=order_id)
    if whose["owner_id"] != HOUSE:
        parts = [part.item_id for of_kit in kits.values() for part in of_kit]
        deal_in(tx, whose["owner_id"], whose["site_id"], [*(one.item_id for one in asked), *parts])


def add_kit(tx: Tx, order_id: int, line: Asked, parts: Iterable[Part], last: int) -> int:
    """Write a kit and its components, numbered behind the ``last`` line; answers how many these are."""
    if line.lot_id:
        raise BadRequest("a kit that is picked as its components has no lot", field="lot")
    kit_id = tx.insert(
        "order_kit",
        order_id=order_id,
        line_no=line.line_no,
        item_id=line.item_id,
        qty=line.qty,
        price_minor=line.price_minor,
        tax_bp=line.tax_bp,
    )
    made = [
        {
            **_row(order_id, Asked(last + number, part.item_id, 0, line.qty * part.qty, 0)),
            "order_kit_id": kit_id,
        }
        for number, part in enumerate(parts, 1)
    ]
    if any(one["qty"] > MOST for one in made):
        raise BadRequest("more units of a component than a line may have", field="qty")
    tx.insert_many("order_line", made)
    return len(made)


def _row(order_id: int, line: Asked) -> dict[str, int]:
    return {"order_id": order_id, **line._asdict()}


def kits_to_change(tx: Tx, order_id: int) -> list[Row]:
    """An order's kits, and how many of each are still wanted whole."""
    return tx.all(
        "SELECT k.id, k.line_no, k.item_id, k.qty, (SELECT MIN((l.qty - l.given_up) / (l.qty / k.qty)) "
        "FROM order_line l WHERE l.order_kit_id = k.id AND l.order_id = k.order_id) AS wanted FROM order_kit k "
        "WHERE k.order_id = :id ORDER BY k.item_id, k.line_no",
        id=order_id,
    )
