"""Build: put kits together out of their components, or take them apart again, by a work order.

``plan`` says what is taken from which bins, ``booking`` what came out of it. Imports the engine and office nouns, no
other workflow.
"""

from pickface.tasks.workflow import Workflow
from pickface.workflows.build import booking, interpret, plan

BUILD = Workflow(
    kind="build",
    interpret=interpret.interpret,
    finished=plan.finished,
    react=booking.react,
    cancelled=plan.cancelled,
    follows={"work_order_made": plan.on_made},
    opens=plan.opens,
    roles=frozenset({"picker", "packer", "receiver"}),
)
