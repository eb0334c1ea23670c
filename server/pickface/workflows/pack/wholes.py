"""Containers that an order took whole: each is a parcel as it is, and nothing in it is scanned again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from pickface.db import Row, Tx

_TAKEN = """
SELECT t.container FROM task t JOIN container c ON c.code = t.container AND c.order_id = t.order_id
WHERE t.order_id = :order AND t.kind = 'pick' AND t.state = 'done' AND t.container <> '' AND c.state = 'open'
"""


def as_they_are(
    tx: Tx, order_id: int, content: Sequence[Row], owed: Counter[int]
) -> tuple[list[str], list[Row]]:
    """The plates of what goes out as it is, and the content of the other totes; ``owed`` is counted down.

    A container that holds more than the customer is still to get is packed piece by piece, as any tote.
    """
    taken = {row["container"] for row in tx.all(_TAKEN, order=order_id)}
    inside: dict[str, Counter[int]] = defaultdict(Counter)
    for held in content:
        if held["tote"] in taken:
            inside[held["tote"]][held["item_id"]] += int(held["qty"])
    plates = []
    for plate, units in sorted(inside.items()):
        if all(qty <= owed[item] for item, qty in units.items()):
            owed.subtract(units)
            plates.append(plate)
    return plates, [held for held in content if held["tote"] not in plates]
