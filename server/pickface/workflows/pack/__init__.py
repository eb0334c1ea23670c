"""Pack: an order's totes into cartons; scanning into the carton is the check.

Imports the engine and office nouns, no other workflow.
"""

from pickface.people.permissions import SUPERVISORS
from pickface.tasks import by_hand
from pickface.tasks.workflow import Workflow
from pickface.workflows.pack import closing, interpret, parcels, plan

PACK = Workflow(
    kind="pack",
    interpret=interpret.interpret,
    finished=plan.finished,
    react=closing.react,
    cancelled=plan.cancelled,
    jobs={parcels.JOB: parcels.propose_cartons},
    follows={"order_checked": plan.on_checked, **by_hand.following("pack", SUPERVISORS)},
    opens=plan.opens,
    roles=frozenset({"packer"}),
)
