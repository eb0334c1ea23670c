"""The one list of workflows. The application hands it to the engine; nothing else imports workflows.

A code that several could open goes to the first of them: a tote is picked, sorted if it is a batch's, then checked,
then packed; what came in is inspected, then put away. Loading comes before shipping: what no truck is awaited for is
brought to the dock by itself. Recall follows
what the others plan, so that it can hold it. What has left the house opens a return where no other work is behind it.
"""

from __future__ import annotations

from pickface.tasks.workflow import World
from pickface.workflows.check import CHECK
from pickface.workflows.collection import COLLECTION
from pickface.workflows.count import COUNT
from pickface.workflows.inspect import INSPECT
from pickface.workflows.load import LOAD
from pickface.workflows.move import MOVE
from pickface.workflows.pack import PACK
from pickface.workflows.pick import PICK
from pickface.workflows.putaway import PUTAWAY
from pickface.workflows.recall import RECALL
from pickface.workflows.receive import RECEIVE
from pickface.workflows.replenish import REPLENISH
from pickface.workflows.returns import RETURNS
from pickface.workflows.ship import SHIP
from pickface.workflows.sort import SORT
from pickface.workflows.takeover import TAKEOVER

WORKFLOWS = (
    RECEIVE,
    PICK,
    SORT,
    CHECK,
    PACK,
    LOAD,
    SHIP,
    COLLECTION,
    INSPECT,
    PUTAWAY,
    COUNT,
    REPLENISH,
    MOVE,
    TAKEOVER,
    RECALL,
    RETURNS,
)
WORLD = World({workflow.kind: workflow for workflow in WORKFLOWS})
