"""What was announced and did not come: the rest is coming, or it was cancelled, which a person decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.purchasing import life
from pickface.tasks import exceptions
from pickface.tasks.workflow import Raised, World

KIND = "delivery_short"
_MISSING = """
SELECT COUNT(DISTINCT c.id) AS cartons, COALESCE(SUM(g.qty), 0) AS units FROM expected_carton c
JOIN expected_goods g ON g.carton_id = c.id WHERE c.delivery_id = :id AND c.state = 'expected'
"""
_GIVEN_UP = """
SELECT o.id FROM purchase_order o WHERE o.state = 'receiving' AND o.id IN (SELECT g.purchase_order_id
    FROM expected_goods g JOIN expected_carton c ON c.id = g.carton_id WHERE c.delivery_id = :id)
AND NOT EXISTS (SELECT 1 FROM purchase_order_line l WHERE l.purchase_order_id = o.id AND l.qty - l.received >
    COALESCE((SELECT SUM(g.qty) FROM expected_goods g JOIN expected_carton c ON c.id = g.carton_id
              WHERE g.purchase_order_line_id = l.id AND c.state = 'cancelled'), 0)) ORDER BY o.id
"""

_WAITS = """
SELECT o.id FROM purchase_order o WHERE o.site_id = :site AND o.number = :number AND o.state = 'receiving'
AND NOT EXISTS (SELECT 1 FROM expected_goods g JOIN expected_carton c ON c.id = g.carton_id
    WHERE g.purchase_order_id = o.id AND c.state = 'expected')
"""


def settle(tx: Tx, task: Row, delivery: Row) -> None:
    """A receipt was closed: a delivery of which something has come is in, or what is missing of it is told."""
    if delivery["state"] == "expected":
        return
    missing = tx.one(_MISSING, id=delivery["id"])
    cartons = int(missing["cartons"]) if missing else 0
    if not cartons:
        tx.run("UPDATE expected_delivery SET state = 'received' WHERE id = :id", id=delivery["id"])
    params = {
        "id": delivery["id"],
        "delivery": delivery["number"],
        "cartons": cartons,
        "units": int(missing["units"]) if missing else 0,
    }
    exceptions.settle(tx, task, Raised(KIND, "await", params), ("id",), keep=cartons > 0)


def give_up(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """The rest of a delivery, or of a purchase order, will not come; an order that waits for nothing else is closed."""
    delivery_id = news["delivery"]
    if delivery_id is None:
        _give_up_order(tx, news["site"], news["purchase_order"], news["person"])
        return
    tx.run(
        "UPDATE expected_carton SET state = 'cancelled' WHERE delivery_id = :id AND state = 'expected'",
        id=delivery_id,
    )
    tx.run("UPDATE expected_delivery SET state = 'received' WHERE id = :id", id=delivery_id)
    for one in tx.all(_GIVEN_UP, id=delivery_id):
        life.close(tx, life.lock(tx, one["id"]), news["person"])


def _give_up_order(tx: Tx, site_id: int, number: str, person_id: int) -> None:
    """Close a purchase order of which no carton is announced any more: that may come in spite of what was said."""
    waiting = tx.value(_WAITS, site=site_id, number=number)
    if waiting is not None:
        life.close(tx, life.lock(tx, waiting, site_id), person_id)
