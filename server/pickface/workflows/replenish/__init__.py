"""Replenish: goods from reserve to a pick face, in one motion, before it runs dry.

``plan`` says which refills should exist, ``sources`` where they take from, ``ending`` what follows; ``relocate`` brings
goods to a better bin in the same motion. Imports the engine
and office nouns, no other workflow.
"""

from pickface.tasks.workflow import Workflow
from pickface.workflows.replenish import ending, interpret, plan, relocate

REPLENISH = Workflow(
    kind="replenish",
    interpret=interpret.interpret,
    finished=ending.finished,
    react=ending.react,
    cancelled=ending.cancelled,
    follows={
        "order_released": plan.on_order,
        "order_picked": plan.on_order,
        "bin_short": plan.on_short,
        "faces_changed": plan.on_changed,
        "relocation_wanted": relocate.on_wanted,
        "serving": plan.begin,
    },
    jobs={plan.JOB: plan.plan_refills},
    roles=frozenset({"picker", "receiver"}),
)
