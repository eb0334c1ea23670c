"""What the parcels of a packing should weigh, by the cartons and the filling that were proposed for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pickface.db import Row, Tx
from pickface.packing.filling import planned
from pickface.workflows.pack import parcels

_CONTENT = """
SELECT c.code, b.item_id, SUM(b.qty) AS qty FROM container c JOIN balance b ON b.container = c.code AND b.qty > 0
WHERE c.task_id = :task AND c.state = 'open' GROUP BY c.code, b.item_id ORDER BY c.code, b.item_id
"""


@dataclass(frozen=True)
class Expected:
    """The proposed parcels, and which of them each carton turned out to be."""

    proposed: Sequence[Mapping[str, Any]] = ()
    by_carton: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def weight_g(self, carton: str) -> int:
        """Goods, carton and filling of a parcel that was packed as proposed; 0 for any other."""
        return int(self.by_carton.get(carton, {}).get("weight_g", 0))

    def fill_g(self, carton: str) -> int:
        """What its filling weighs; of a parcel that nobody proposed so, the most that any was to have."""
        known = self.by_carton.get(carton)
        return max((_fill_g(one) for one in ([known] if known else self.proposed)), default=0)


def _fill_g(parcel: Mapping[str, Any]) -> int:
    return int(parcel.get("fill", {}).get("weight_g", 0))


def of_cartons(tx: Tx, task: Row) -> Expected:
    """Hold what is in the cartons against what was proposed; nothing is read where nothing was."""
    proposed = parcels.told(tx, task)
    if not proposed:
        return Expected()
    content: dict[str, dict[int, int]] = defaultdict(dict)
    for held in tx.all(_CONTENT, task=task["id"]):
        content[held["code"]][held["item_id"]] = int(held["qty"])
    found: dict[str, Mapping[str, Any]] = {}
    for code, items in content.items():
        n = planned(proposed, items)
        if n is not None:
            found[code] = proposed[n]
    return Expected(proposed, found)
