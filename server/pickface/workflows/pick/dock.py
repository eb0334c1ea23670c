"""Containers that a pick at a dock has emptied."""

from __future__ import annotations

import json

from pickface.db import Row, Tx

_FREE = """
UPDATE container SET state = 'empty', task_id = NULL, order_id = NULL, zone_code = '', changed_at = :now
WHERE code = :code AND state = 'closed'
AND NOT EXISTS (SELECT 1 FROM balance b WHERE b.container = container.code AND b.qty > 0)
"""


def free_emptied(tx: Tx, task: Row) -> None:
    """What came in a container and went straight to an order leaves that container free."""
    if task["place_id"] is None:
        return
    facts = json.loads(task["facts"])
    for code in sorted(set(facts["from"].values())):
        tx.run(_FREE, code=code, now=tx.now)
