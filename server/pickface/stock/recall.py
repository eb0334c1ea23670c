"""Recall of a lot: its stock cannot be promised from this moment on, and what had been promised from it is let go.

The serials under a lot are recalled with it. Nothing moves: goods that lie in a bin stay there, frozen by their lot.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pickface.db import Row, Tx
from pickface.errors import Conflict, NotFound
from pickface.stock import ledger, reservations
from pickface.stock.moves import Cause, Loosened

_FAMILY = "(SELECT l.id FROM lot l WHERE l.item_id = :item AND (l.id = :lot OR l.parent_id = :lot))"
_ASKED_FOR = f"""
SELECT DISTINCT r.order_line_id FROM reservation r
WHERE r.item_id = :item AND r.place_id = 0 AND r.qty > 0 AND r.lot_id IN {_FAMILY} ORDER BY r.order_line_id
"""
# What is on its way to a customer; a pallet that stands in the racks or at the dock is stock like any other.
_IN_CONTAINERS = f"""
SELECT DISTINCT b.container FROM balance b JOIN container c ON c.code = b.container
JOIN place p ON p.id = b.place_id
WHERE b.item_id = :item AND b.lot_id IN {_FAMILY} AND b.virtual = 0 AND b.qty > 0 AND b.container <> ''
  AND c.order_id IS NOT NULL AND p.kind <> 'quarantine' ORDER BY b.container
"""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a recall has touched: promises let go, lines that asked for this very lot, containers that hold it."""

    lot: Row
    loosened: list[Loosened] = field(default_factory=list)
    asked_for: list[int] = field(default_factory=list)
    containers: list[str] = field(default_factory=list)


def freeze(tx: Tx, lot_id: int, cause: Cause, reason: str) -> Recalled:
    """Recall a lot. Raises NotFound, and Conflict when it is recalled already."""
    lot = _lot(tx, lot_id)
    if lot["recalled_at"]:
        raise Conflict("the lot is recalled already", state="recalled", lot=lot["code"])
    tx.run(
        "UPDATE lot SET recalled_at = :now, recalled_by = :person, recall_reason = :reason WHERE id = :id",
        now=tx.now,
        person=cause.person_id,
        reason=reason,
        id=lot_id,
    )
    family = {"item": lot["item_id"], "lot": lot_id}
    asked_for = [row["order_line_id"] for row in tx.all(_ASKED_FOR, **family)]
    for line_id in asked_for:
        reservations.release_line(tx, line_id)
    posted = ledger.reconsider(tx, cause, lot_id=lot_id)
    containers = [row["container"] for row in tx.all(_IN_CONTAINERS, **family)]
    return Recalled(lot, posted.loosened, asked_for, containers)


def thaw(tx: Tx, lot_id: int, cause: Cause) -> Row:
    """Lift a recall: what lies in pickable places can be promised again. Raises NotFound and Conflict."""
    lot = _lot(tx, lot_id)
    if not lot["recalled_at"]:
        raise Conflict("the lot is not recalled", state="free", lot=lot["code"])
    tx.run(
        "UPDATE lot SET recalled_at = NULL, recalled_by = NULL, recall_reason = '' WHERE id = :id",
        id=lot_id,
    )
    ledger.reconsider(tx, cause, lot_id=lot_id)
    return lot


def _lot(tx: Tx, lot_id: int) -> Row:
    lot = tx.one("SELECT * FROM lot WHERE id = :id AND id > 0" + tx.for_update, id=lot_id)
    if lot is None:
        raise NotFound("no such lot", lot=lot_id)
    return lot
