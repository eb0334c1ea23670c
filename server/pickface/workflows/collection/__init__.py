"""Collection: parcels of an order are handed to the customer who comes for them, with the name of who took them.

Imports the engine and office nouns, no other workflow.
"""

from pickface.tasks.workflow import Workflow
from pickface.workflows.collection import interpret, plan

COLLECTION = Workflow(
    kind="collection",
    interpret=interpret.interpret,
    finished=plan.finished,
    opens=plan.opens,
    follows={"order_cancelled": plan.on_cancelled},
)
