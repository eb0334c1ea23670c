"""Pick: take what an order needs from the bins into a tote. Imports the engine and office nouns, no other workflow."""

from pickface.tasks import planning
from pickface.tasks.workflow import Workflow
from pickface.workflows.pick import (
    calling_off,
    consent,
    continuous,
    ending,
    handover,
    instead,
    interpret,
    plan,
    waves,
)

PICK = Workflow(
    kind="pick",
    interpret=interpret.interpret,
    finished=ending.finished,
    react=ending.react,
    cancelled=ending.cancelled,
    call_off=calling_off.call_off,
    follows={
        "serving": continuous.begin,
        "order_released": plan.on_released,
        "order_incomplete": ending.on_incomplete,
        "order_sorted": ending.on_sorted,
        "totes_counted": handover.on_counted,
        "consent_answered": consent.on_answered,
    },
    jobs={
        plan.JOB: plan.make_pick,
        plan.EXTEND: plan.extend_pick,
        plan.PINS_MOVED: plan.extend_pick,
        instead.JOB: instead.substitute,
        planning.WAVE: waves.make_carts,
        planning.BATCHES: waves.make_batches,
    },
    world_jobs={plan.SETTLE: ending.settle_otherwise, continuous.JOB: continuous.release_due},
    opens=plan.opens,
    roles=frozenset({"picker"}),
    outdated=plan.on_outdated,
    carried=True,
)
