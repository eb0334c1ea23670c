"""Count: look into a bin and say what is there; the books follow.

Imports the engine and office nouns, no other workflow.
"""

from pickface.tasks.workflow import Workflow
from pickface.workflows.count import interpret, plan, settling

COUNT = Workflow(
    kind="count",
    interpret=interpret.interpret,
    finished=plan.finished,
    react=settling.react,
    follows={"recount_wanted": plan.on_wanted},
    jobs={plan.JOB: plan.make_count},
    starts=plan.starts,
    roles=frozenset({"picker"}),
)
