"""What was sent to a customer, and by which order line goods that come back were sold; reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pickface.db import Row, Tx
from pickface.tasks import changes
from pickface.tasks.workflow import LotRef
from pickface.workflows.returns.compile import Sent

_LINES = """
SELECT l.id, l.item_id, l.shipped - COALESCE((SELECT SUM(g.qty) FROM return_goods g WHERE g.order_line_id = l.id), 0)
    AS qty
FROM order_line l WHERE l.order_id = :order AND l.shipped > 0 ORDER BY l.line_no
"""
_LOTS = """
SELECT DISTINCT m.item_id, l.code FROM task t JOIN move m ON m.task_id = t.id JOIN lot l ON l.id = m.lot_id
WHERE t.order_id = :order AND t.kind = 'ship' AND m.kind = 'ship' AND m.lot_id > 0
UNION SELECT m.item_id, l.code FROM shipment s JOIN move m ON m.cause = s.load_event_id
AND m.from_container = s.container_code JOIN lot l ON l.id = m.lot_id
WHERE s.order_id = :order AND m.kind = 'ship' AND m.lot_id > 0 ORDER BY 1, 2
"""
_SALE = """
SELECT m.order_line_id AS line, l.order_id AS id, o.number FROM move m JOIN order_line l ON l.id = m.order_line_id
JOIN orders o ON o.id = l.order_id WHERE m.lot_id = :lot AND m.kind = 'ship' ORDER BY m.id DESC LIMIT 1
"""
_WENT = """
SELECT 1 FROM move m WHERE m.lot_id = :lot AND m.kind = 'ship'
AND m.from_container IN (SELECT container_code FROM shipment WHERE order_id = :order) LIMIT 1
"""


_OWNER = """
SELECT COALESCE((SELECT o.owner_id FROM order_line l JOIN orders o ON o.id = l.order_id WHERE l.id = :line), i.owner_id)
FROM item i WHERE i.id = :item
"""


@dataclass(frozen=True)
class Sale:
    """How goods that came back had been sold.

    ``strange`` says what is odd: ``not_expected`` (the order had no such item), ``never_sent`` (the lot or serial was
    not sent to this customer), ``other_order`` (the serial was sent with order ``other``).
    """

    line: int | None
    strange: str = ""
    other: str = ""


def lines(tx: Tx, order_id: int) -> list[Sent]:
    """What may come back of an order: as many as were shipped and are not back yet."""
    return [
        Sent(line["id"], line["item_id"], max(0, int(line["qty"])))
        for line in tx.all(_LINES, order=order_id)
    ]


def lots(tx: Tx, order_id: int) -> dict[int, list[str]]:
    """The lots and serials that were sent with an order, by item."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for lot in tx.all(_LOTS, order=order_id):
        found[lot["item_id"]].append(lot["code"])
    return dict(found)


def lot_of(tx: Tx, goods: Mapping[str, Any]) -> int:
    """The lot that is printed on the goods, or their serial, made if nobody has known it."""
    lot, serial = goods["lot"] or "", goods["serial"] or ""
    if not lot and not serial:
        return 0
    return changes.lot_id(tx, LotRef(goods["item"], lot, goods["expiry"] or "", serial))


def sale_of(tx: Tx, goods: Mapping[str, Any], lot_id: int, order_id: int | None) -> Sale:
    """The order line by which units were sold: a serial tells it by itself, others by the return's order."""
    line = goods["line"]
    if goods["serial"]:
        sold = tx.one(_SALE, lot=lot_id)
        return Sale(line, "never_sent") if sold is None else _of_serial(sold, order_id)
    if order_id is None:
        return Sale(None)
    if line is None:
        return Sale(None, "not_expected")
    strange = lot_id and not tx.value(_WENT, order=order_id, lot=lot_id)
    return Sale(line, "never_sent" if strange else "")


def _of_serial(sold: Row, order_id: int | None) -> Sale:
    if order_id in {None, sold["id"]}:
        return Sale(int(sold["line"]))
    return Sale(int(sold["line"]), "other_order", str(sold["number"]))


def owner_of(tx: Tx, item_id: int, line: int | None) -> int:
    """Whose goods came back: whoever's were sold by the line; what nobody knows the sale of belongs to its item's."""
    return int(tx.value(_OWNER, item=item_id, line=line))


def returned_too_many(tx: Tx, line: int) -> int:
    """How many more units of an order line have come back than were shipped."""
    found = tx.value(
        "SELECT (SELECT COALESCE(SUM(g.qty), 0) FROM return_goods g WHERE g.order_line_id = l.id) - l.shipped "
        "FROM order_line l WHERE l.id = :line",
        line=line,
    )
    return max(0, int(found or 0))
