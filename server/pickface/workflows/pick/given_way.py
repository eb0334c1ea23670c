"""Steps that would take units twice: their pin gave way, and the line has its units from elsewhere.

A bin that somebody else says is empty loses its pins; what they were for is pinned in another bin, and the pick gets a
step more. If the picker then finds the units after all, the other step is one too many.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pickface.db import Tx

_GIVEN_WAY = """
SELECT r.id FROM reservation r JOIN order_line ol ON ol.id = r.order_line_id
WHERE r.task_id = :task AND r.place_id > 0 AND r.qty = 0 AND r.taken = 0
AND ol.qty - ol.given_up <= (SELECT SUM(o.qty + o.taken) FROM reservation o WHERE o.order_line_id = ol.id)
"""


def given_way(tx: Tx, task_id: int) -> list[int]:
    """The pins of a task that hold nothing and gave nothing, of lines that have all they want elsewhere.

    Where nothing else was found the step stays: somebody looks once more.
    """
    return [pin["id"] for pin in tx.all(_GIVEN_WAY, task=task_id)]


def in_hand(script: Mapping[str, Any], state: Mapping[str, Any]) -> set[str]:
    """The steps of groups that were begun and not put off: the picker stands there, and says what is to be seen."""
    begun = {
        step.get("group")
        for step in script["steps"]
        if step["id"] in state["steps"] and step.get("group") not in state["skipped"]
    }
    return {step["id"] for step in script["steps"] if step.get("group") in begun}
