"""Check: a second person scans a picked tote before it is packed.

Imports the engine and office nouns, no other workflow.
"""

from pickface.people.permissions import SUPERVISORS
from pickface.tasks import by_hand
from pickface.tasks.workflow import Workflow
from pickface.workflows.check import interpret, mending, plan

CHECK = Workflow(
    kind="check",
    interpret=interpret.interpret,
    finished=plan.finished,
    react=mending.react,
    cancelled=plan.cancelled,
    follows={"order_picked": plan.on_picked, **by_hand.following("check", SUPERVISORS)},
    opens=plan.opens,
    roles=frozenset({"packer"}),
)
