"""What a former system knew of demand, told from outside; it counts from before the first order here."""

from __future__ import annotations

import datetime as dt

from pickface.catalog.service import find_items
from pickface.db import Tx
from pickface.planning.forms import PastDemandForm

_EPOCH = dt.date(1970, 1, 1).toordinal()


def remember(tx: Tx, site_id: int, form: PastDemandForm) -> int:
    """Take in what was ordered on which day, a day that was told before anew; UnknownItem. Answers how many."""
    items = find_items(tx, [line.item for line in form.lines])
    told = {
        (items[line.item], dt.date.fromisoformat(line.day).toordinal() - _EPOCH): line.units
        for line in form.lines
    }
    for (item_id, day), units in told.items():
        tx.run(
            "INSERT INTO past_demand (site_id, item_id, day, units) VALUES (:site, :item, :day, :units) "
            "ON CONFLICT (site_id, item_id, day) DO UPDATE SET units = excluded.units",
            site=site_id,
            item=item_id,
            day=day,
            units=units,
        )
    return len(told)
