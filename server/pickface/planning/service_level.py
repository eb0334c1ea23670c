"""What the reorder rules would have served: a history lived through again, its last windows unseen. Pure."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from pickface.locations.service_goals import CLASSES
from pickface.planning.demand import Demand
from pickface.planning.forecast import HORIZON_DAYS
from pickface.planning.reorder import Lead, fill_by_class, reorder_rules, replay

LEAD: Final = Lead(7.0, 2.0)
COVER_DAYS: Final = 7.0
WINDOWS: Final = 3


def report(demand: Demand, goal: float = 0.9, lead: Lead = LEAD) -> dict[str, Any]:
    """Fill and stock by class over the last three windows, each with rules from the days before it alone.

    ``fill`` is the share of units served from stock; ``stock_days`` the mean stock on hand over the mean demand a day.
    Items are classed at the first window's beginning; those that first sell later are not counted.
    """
    begins = [demand.days - HORIZON_DAYS * back for back in range(WINDOWS, 0, -1)]
    goals = np.full(len(CLASSES), goal)
    rules = [reorder_rules(demand.units[:, :begin], lead, COVER_DAYS, goals) for begin in begins]
    classes = rules[0].classes
    known = demand.units[:, : begins[0]].any(axis=1)
    came = replay(
        demand.units[known, begins[0] :],
        [(rule.point[known], rule.up_to[known]) for rule in rules],
        lead,
    )
    fill = fill_by_class(came, classes[known])
    asked = np.bincount(classes[known], came.asked, len(CLASSES))
    days = demand.days - begins[0]
    return {
        "goal": goal,
        "lead_days": lead.days,
        "fill": round(float(came.served.sum() / came.asked.sum()), 4),
        "stock_days": round(float(came.stock.sum() / came.asked.sum() * days), 1),
        "classes": {
            name: {"fill": round(float(fill[place]), 3), "units": int(asked[place])}
            for place, name in enumerate(CLASSES)
            if asked[place]
        },
    }
