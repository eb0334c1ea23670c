"""Returns: take in what customers send back, judge it, and send it on by its grade.

Imports the engine and office nouns, no other workflow.
"""

from pickface.tasks.workflow import Workflow
from pickface.workflows.returns import booking, interpret, plan

RETURNS = Workflow(
    kind="returns",
    interpret=interpret.interpret,
    finished=plan.finished,
    react=booking.react,
    cancelled=plan.cancelled,
    opens=plan.opens,
    starts=plan.starts,
    reopens=plan.reopens,
    roles=plan.ROLES,
)
