"""Count: look into a bin and say what is there; the books follow.

``plan`` (single bins), ``daily``, ``programme``, ``rounds`` and ``filling`` say which counts should exist; ``judging``
what becomes of a difference, ``settling`` and ``deciding`` carry it out. Imports the engine and office nouns, no other
workflow.
"""

from pickface.tasks.workflow import Workflow
from pickface.workflows.count import daily, deciding, filling, interpret, plan, rounds, settling

COUNT = Workflow(
    kind="count",
    interpret=interpret.interpret,
    finished=plan.finished,
    react=settling.react,
    cancelled=plan.cancelled,
    follows={
        "recount_wanted": plan.on_wanted,
        "bin_looked_into": plan.on_looked,
        "count_approved": deciding.approve,
        "stocktake_wanted": rounds.start_stocktake,
        "round_ended": rounds.end_round,
        "counts_wanted": daily.on_wanted,
        "serving": daily.begin,
    },
    jobs={
        plan.JOB: plan.make_count,
        settling.RECOUNT_JOB: plan.make_recount,
        rounds.FILL_JOB: filling.fill,
        daily.JOB: daily.plan_site,
    },
    starts=plan.starts,
    roles=frozenset({"picker"}),
)
