"""What is short and nowhere else comes from another item, where the customer takes such: looked for behind the commit.

A short bin leaves a job, and its script gets the steps while the picker goes on. Whoever has brought the tote by then
leaves a second pick.
"""

from __future__ import annotations

from pickface.db import Row, Tx, Writer
from pickface.orders import substituting
from pickface.stock import reservations
from pickface.tasks import jobs, lifecycle
from pickface.workflows.pick.calling_off import is_called_off
from pickface.workflows.pick.plan import LIVE, extend_task

JOB = "substitute_short"


def leave(tx: Tx, task: Row, line_id: int) -> None:
    """A bin fell short, and no other has the rest: have another item looked for, if there is one."""
    order_id = tx.value("SELECT order_id FROM order_line WHERE id = :id", id=line_id)
    if substituting.helps(tx, order_id, line_id):
        jobs.leave(tx, JOB, f"{task['id']}:{line_id}")


def substitute(writer: Writer, key: str) -> None:
    """The job: what the line lacks comes from other items, by rank, and the picker is sent to them."""
    task_id, line_id = (int(one) for one in key.split(":"))

    def stand_in(tx: Tx) -> None:
        if not jobs.finish(tx, JOB, key):
            return
        task = lifecycle.load(tx, task_id)
        order_id = tx.value("SELECT order_id FROM order_line WHERE id = :id", id=line_id)
        # What a done pick lacks is settled with all else that it lacks.
        if task["state"] not in LIVE or is_called_off(tx, order_id):
            return
        found = substituting.by_itself(tx, order_id, {line_id})
        if [pin for line in found for pin in reservations.pin_line(tx, line, task_id)]:
            extend_task(tx, task)

    writer.run(stand_in)
