"""Ship: a packed carton to the dock and out of the house.

Imports the engine and office nouns, no other workflow.
"""

from pickface.tasks.workflow import Workflow
from pickface.workflows.ship import interpret, leaving, plan

SHIP = Workflow(
    kind="ship",
    interpret=interpret.interpret,
    finished=plan.finished,
    react=leaving.react,
    cancelled=plan.cancelled,
    follows={"order_packed": plan.on_packed},
    opens=plan.opens,
    roles=frozenset({"packer"}),
)
