"""Ship: a packed carton to the dock and out of the house.

Imports the engine and office nouns, no other workflow.
"""

from pickface.departures.waiting import BRING
from pickface.tasks.workflow import Workflow
from pickface.workflows.ship import interpret, plan

SHIP = Workflow(
    kind="ship",
    interpret=interpret.interpret,
    finished=plan.finished,
    react=plan.react,
    cancelled=plan.cancelled,
    jobs={BRING: plan.bring_parcels},
    follows={"order_packed": plan.on_packed},
    opens=plan.opens,
    roles=frozenset({"packer"}),
)
