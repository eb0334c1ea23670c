"""Goods that nobody knows, once they have a label: they stand in the house under its plate until the office decides."""

from __future__ import annotations

from pickface.db import Row, Tx
from pickface.stock.moves import Cause
from pickface.workflows.receive import discrepancies

_NEWEST = """
SELECT MAX(id) FROM discrepancy
WHERE purchase_order_id = :po AND kind = 'unknown' AND code = :code AND container = ''
"""


def label(tx: Tx, task: Row, code: str, plate: str, cause: Cause) -> None:
    """A label was put on the goods of a code that was told just before: by it they can be found."""
    known = tx.value(_NEWEST, po=task["purchase_order_id"], code=code[:120])
    tx.run("UPDATE discrepancy SET container = :plate WHERE id = :id", plate=plate, id=known)
    # It is no container of the receipt, which would be put away, or freed as empty, at its end.
    tx.run(
        "UPDATE container SET state = 'closed', task_id = NULL, changed_at = :now WHERE code = :plate",
        now=tx.now,
        plate=plate,
    )
    discrepancies.tell_again(tx, task, code[:120], cause)
