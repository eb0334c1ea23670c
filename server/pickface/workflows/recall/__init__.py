"""Recall: goods of a recalled lot are taken out of totes and unshipped cartons, to quarantine.

Imports the engine and office nouns, no other workflow.
"""

from pickface.tasks.recall import BRING_BACK
from pickface.tasks.workflow import Workflow
from pickface.workflows.recall import bringing, interpret, plan

RECALL = Workflow(
    kind="recall",
    interpret=interpret.interpret,
    finished=bringing.finished,
    react=bringing.react,
    cancelled=bringing.cancelled,
    follows={
        "order_picked": plan.on_order,
        "order_checked": plan.on_order,
        "order_packed": plan.on_order,
    },
    jobs={BRING_BACK: plan.bring_back},
    opens=plan.opens,
    roles=frozenset({"receiver", "picker", "packer"}),
)
