"""Inspect: look at a sample of what came in before anybody is promised it, and judge all of it by that.

Imports the engine and office nouns, no other workflow.
"""

from pickface.tasks.workflow import Workflow
from pickface.workflows.inspect import booking, interpret, plan

INSPECT = Workflow(
    kind="inspect",
    interpret=interpret.interpret,
    finished=plan.finished,
    react=booking.react,
    cancelled=plan.cancelled,
    follows={
        "received": plan.on_goods,
        "goods_left": plan.on_goods,
        "held_in_bin": plan.on_goods,
    },
    jobs={plan.JOB: plan.make_inspection},
    opens=plan.opens,
    roles=plan.ROLES,
)
