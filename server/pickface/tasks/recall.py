"""Recall of a lot as the office says it, and what follows: work is planned anew, goods under way are brought back.

The command itself freezes the stock and lets its promises go; what that means for the work of the floor is done by
jobs behind it, so that nothing holds the writer for long, however much of the lot there is.
"""

from __future__ import annotations

from pickface.db import Row, Tx
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.verdict import Verdict
from pickface.stock import recall
from pickface.stock.moves import Astray, Cause
from pickface.tasks import exceptions, jobs, planning
from pickface.tasks.workflow import Raised, World

BRING_BACK = "bring_back"
"""The job that sees to it that a container with goods of a recalled lot is emptied of them; its key is the plate.

Loose goods that have come in are seen to by ``@`` and their place."""
HELD = "recalled"
"""Why work is held that would send recalled goods on."""
_OF_LINE = "SELECT order_id, item_id FROM order_line WHERE id = :id"
_RECALL_TASKS = """
SELECT t.id, t.container, t.place_id FROM task t WHERE t.kind = 'recall' AND t.state IN ('ready', 'offered')
AND t.facts LIKE :lot ORDER BY t.id
"""


def recall_lot(tx: Tx, signer: ServerSigner, by: Row, lot_id: int, reason: str) -> None:
    """Recall a lot, at all sites, in the name of ``by`` (``id``, ``site_id``)."""
    cause = _said(tx, signer, by, lot_id, "recall", reason)
    touched = recall.freeze(tx, lot_id, cause, reason)
    for task_id in sorted({promise.task_id for promise in touched.loosened if promise.task_id}):
        jobs.leave(tx, "pins_moved", str(task_id))
    for line_id in touched.asked_for:
        line = tx.one(_OF_LINE, id=line_id) or {"order_id": None, "item_id": None}
        asked = Raised(
            "recalled_asked",
            "book",
            {"lot": touched.lot["code"]},
            line["item_id"],
            None,
            line["order_id"],
        )
        exceptions.raise_exception(tx, cause, asked)
    for container in touched.containers:
        jobs.leave(tx, BRING_BACK, container)
    # Lines whose promise was let go wait for the job that reserves them again.
    tx.publish("jobs", {"kind": "reserve", "key": ""})


def lift_recall(tx: Tx, world: World, signer: ServerSigner, by: Row, lot_id: int) -> None:
    """The lot is good again: it can be promised, what would bring it back is called off, what was held goes on."""
    cause = _said(tx, signer, by, lot_id, "lift_recall", "")
    recall.thaw(tx, lot_id, cause)
    for task in tx.all(_RECALL_TASKS, lot=f"%#{lot_id}#%"):
        planning.cancel_task(tx, world, task["id"])
        # It may hold goods of another lot that is still recalled.
        jobs.leave(tx, BRING_BACK, task["container"] or f"@{task['place_id']}")


def _said(tx: Tx, signer: ServerSigner, by: Row, lot_id: int, action: str, reason: str) -> Cause:
    item_id = tx.value("SELECT item_id FROM lot WHERE id = :id", id=lot_id)
    about = Verdict("booked", "resolved", {}, item_id)
    event_id = record(
        tx,
        signer,
        by["site_id"],
        by["id"],
        "office",
        about,
        action=action,
        lot=lot_id,
        reason=reason,
    )
    return Cause(event_id, by["site_id"], by["id"])


def tell_astray(tx: Tx, task: Row | None, astray: Astray, cause: Cause) -> None:
    """Goods of a recalled lot went on all the same, as a device that had not heard of it does: follow them."""
    lot = tx.value("SELECT code FROM lot WHERE id = :id", id=astray.lot_id)
    params = {"qty": astray.qty, "lot": lot, "container": astray.container}
    order_id = task["order_id"] if task else None
    about = (astray.item_id, astray.place_id, order_id)
    if astray.came:
        raised = Raised("recalled_came", "book", params, *about)
    elif astray.container:
        raised = Raised("recalled_moved", "book", params, *about)
    else:
        raised = Raised("recalled_shipped", "book", params, *about)
    exceptions.raise_exception(tx, cause, raised)
    if astray.container or astray.came:
        jobs.leave(tx, BRING_BACK, astray.container or f"@{astray.place_id}")
