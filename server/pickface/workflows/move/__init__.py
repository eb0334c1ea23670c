"""Move: goods from a place to others, a container with all that is in it, or what is in it, because somebody wants to.

Imports the engine and office nouns, no other workflow.
"""

from pickface.tasks.workflow import Workflow
from pickface.workflows.move import containers, interpret, plan

MOVE = Workflow(
    kind="move",
    interpret=interpret.interpret,
    finished=plan.finished,
    cancelled=plan.cancelled,
    starts=plan.starts,
    motions=containers.MOTIONS,
)
