"""What has become of an order that was split or merged here, for those who know it as one: shops."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from pickface.db import Row, Tx
from pickface.orders.lines import kits_to_change

_CHANGES = """
WITH RECURSIVE part(id) AS (
    SELECT CAST(:id AS BIGINT) UNION
    SELECT c.other_id FROM order_change c JOIN part p ON c.order_id = p.id WHERE c.what IN ('split', 'merged_into')
)
SELECT c.order_id, c.what, c.other_id, c.params FROM order_change c JOIN part p ON p.id = c.order_id
WHERE c.what IN ('split', 'merged', 'merged_into') ORDER BY c.id
"""


@dataclass
class Parts:
    """Where the goods of an order are, and how many of each item its customer is to get of it."""

    orders: list[int]
    """Those that hold its goods, whatever their state; other goods too where it is ``mixed``."""
    mixed: bool = False
    """It was merged: what is of it and what is of others is one order now."""
    wanted: Counter[int] = field(default_factory=Counter)


def wanted_of(tx: Tx, order_id: int) -> Counter[int]:
    """The units by item that an order is to send: a virtual kit as one of its units, a substitute as what was asked
    for.
    """
    wanted: Counter[int] = Counter()
    for line in tx.all(
        "SELECT COALESCE(a.item_id, l.item_id) AS item_id, l.qty - l.given_up AS qty FROM order_line l "
        "LEFT JOIN order_line a ON a.id = l.substitute_for "
        "WHERE l.order_id = :id AND l.order_kit_id IS NULL AND l.qty > l.given_up",
        id=order_id,
    ):
        wanted[int(line["item_id"])] += int(line["qty"])
    for kit in kits_to_change(tx, order_id):
        if kit["wanted"]:
            wanted[int(kit["item_id"])] += int(kit["wanted"])
    return wanted


def parts_of(tx: Tx, order_id: int) -> Parts | None:
    """What has become of an order; None where it was never split nor merged."""
    changes: dict[int, list[Row]] = defaultdict(list)
    for change in tx.all(_CHANGES, id=order_id):
        changes[int(change["order_id"])].append(change)
    if not changes:
        return None
    own, parts = [order_id], Parts([])
    for part in own:
        merged = False
        for change in changes[part]:
            if change["what"] == "split":
                own.append(int(change["other_id"]))
                continue
            # From here on others' goods are in it too, or it is in another; what it had been before is written down.
            parts.mixed = merged = True
            said = json.loads(change["params"]).get("wanted", {})
            parts.wanted.update({int(item): int(qty) for item, qty in said.items()})
            break
        if not merged:
            parts.wanted += wanted_of(tx, part)
    parts.orders = sorted({*own, *_into(changes)})
    return parts


def _into(changes: dict[int, list[Row]]) -> set[int]:
    """The orders that others became part of, and what was split off them since."""
    return {
        int(one["other_id"])
        for each in changes.values()
        for one in each
        if one["what"] in ("split", "merged_into")
    }
