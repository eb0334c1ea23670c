"""Receive: book what a delivery turns out to hold, in any order.

Imports the engine and office nouns, no other workflow.
"""

from pickface.tasks.workflow import Workflow
from pickface.workflows.receive import booking, discrepancies, interpret, naming, plan, shortage

RECEIVE = Workflow(
    kind="receive",
    interpret=interpret.interpret,
    finished=plan.finished,
    react=booking.react,
    cancelled=plan.cancelled,
    follows={
        "rest_cancelled": shortage.give_up,
        "photo_taken": discrepancies.show_photo,
        "unknown_named": naming.name,
        "unknown_sent_back": naming.send_back,
        "goods_rejected": discrepancies.on_rejected,
        "rejection_undone": discrepancies.on_rejection_undone,
    },
    opens=plan.opens,
    starts=plan.starts,
    reopens=plan.reopens,
    roles=frozenset({"receiver"}),
)
