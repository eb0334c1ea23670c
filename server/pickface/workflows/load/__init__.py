"""Load: parcels and pallets of parcels onto a truck, each once, by as many people as stand there.

Imports the engine and office nouns, no other workflow.
"""

from pickface.departures import trucks
from pickface.orders.carriers import FIND_DEPARTURE, TELL_LOADERS
from pickface.tasks.workflow import Workflow
from pickface.workflows.load import booking, interpret, late, leaving, plan

LOAD = Workflow(
    kind="load",
    interpret=interpret.interpret,
    finished=leaving.finished,
    react=booking.react,
    follows={
        "order_packed": plan.on_packed,
        "order_cancelled": leaving.on_cancelled,
        "departure_leaves": leaving.on_leaving,
    },
    jobs={
        trucks.DUE: plan.make_due,
        TELL_LOADERS: plan.tell_loaders,
        trucks.SHIP: leaving.ship,
        FIND_DEPARTURE: plan.find_departure,
    },
    opens=plan.opens,
    reopens=late.reopens,
    roles=frozenset({"packer"}),
)
