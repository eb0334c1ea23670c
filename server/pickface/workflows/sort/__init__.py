"""Sort: at a put wall, what a batch took together goes to its orders, each to the container at its wall place.

Imports the engine and office nouns, no other workflow.
"""

from pickface.tasks.workflow import Workflow
from pickface.workflows.sort import interpret, plan

SORT = Workflow(
    kind="sort",
    interpret=interpret.interpret,
    finished=plan.finished,
    react=plan.react,
    cancelled=plan.cancelled,
    call_off=plan.call_off,
    follows={"batch_picked": plan.on_batch_picked},
    opens=plan.opens,
    roles=frozenset({"packer"}),
)
