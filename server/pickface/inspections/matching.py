"""What waits or was judged of goods that nobody had announced, once it is known by which purchase order they came."""

from __future__ import annotations

from collections.abc import Mapping

from pickface.db import Tx

_MINE = """
SELECT n.id, n.item_id, n.qty, n.waiting, o.id AS there FROM inspection n
LEFT JOIN inspection o ON o.container = n.container AND o.place_id = n.place_id AND o.item_id = n.item_id
    AND o.lot_id = n.lot_id AND o.owner_id = n.owner_id AND o.purchase_order_id = :to
WHERE n.purchase_order_id = :was ORDER BY n.id
"""
_VERDICTS = "UPDATE inspection_verdict SET inspection_id = :to WHERE inspection_id = :id"
_MORE = "UPDATE inspection SET qty = qty + :qty, waiting = waiting + :waiting WHERE id = :id"


def ordered_by(tx: Tx, was: int, order: int, lines: Mapping[int, int]) -> None:
    """They came by a purchase order after all, by its ``lines`` of items.

    Where goods of that order wait at the same spot already, both are one.
    """
    mine = tx.all(_MINE + (f"{tx.for_update} OF n" if tx.for_update else ""), was=was, to=order)
    for one in mine:
        if one["there"] is None:
            tx.run(
                "UPDATE inspection SET purchase_order_id = :to, purchase_order_line_id = :line WHERE id = :id",
                to=order,
                line=lines.get(one["item_id"]),
                id=one["id"],
            )
            continue
        tx.run(_VERDICTS, to=one["there"], id=one["id"])
        tx.run("DELETE FROM inspection WHERE id = :id", id=one["id"])
        tx.run(_MORE, qty=one["qty"], waiting=one["waiting"], id=one["there"])
