"""Take over: say what is in the totes of work that somebody else, or another device, has begun; then go on with it.

Imports the engine and office nouns, no other workflow: the one whose work it is hears what was counted.
"""

from pickface.tasks.workflow import Workflow
from pickface.workflows.takeover import interpret, plan

TAKEOVER = Workflow(
    kind="takeover",
    interpret=interpret.interpret,
    finished=plan.finished,
    react=plan.react,
    follows={"work_ended": plan.on_ended},
    starts=plan.starts,
    carried=True,
)
