"""Put away: goods from a container or a dock into bins that fit.

Imports the engine and office nouns, no other workflow.
"""

from pickface.tasks.workflow import Workflow
from pickface.workflows.putaway import gone, interpret, plan, waiting

PUTAWAY = Workflow(
    kind="putaway",
    interpret=interpret.interpret,
    finished=plan.finished,
    follows={
        "received": plan.on_received,
        "goods_left": plan.on_goods,
        "container_changed": gone.on_changed,
    },
    jobs={plan.JOB: plan.make_putaway, waiting.JOB: waiting.promise},
    opens=plan.opens,
    roles=frozenset({"receiver", "picker"}),
)
