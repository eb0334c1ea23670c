"""What of a receipt is looked at before anybody is promised it goes into containers of its own, which stand apart."""

from __future__ import annotations

from collections.abc import Mapping

from pickface.db import Tx
from pickface.sampling import plans
from pickface.tasks.dictionary import Dictionary
from pickface.workflows.receive.compile import ZONE


def mark(tx: Tx, words: Dictionary, general: Mapping[str, str]) -> Dictionary:
    """Mark the items that are to be looked at, by their own plan, their supplier's, or the site's."""
    ids = ", ".join(str(int(item)) for item in words.items) or "-1"
    wanted = {
        str(one["id"])
        for one in tx.all(f"SELECT id, inspection FROM item WHERE id IN ({ids})")
        if plans.is_wanted(plans.which(one["inspection"], general["supplier"], general["site"]))
    }
    items = {
        item: {**facts, "zone": ZONE, "inspect": True} if item in wanted else facts
        for item, facts in words.items.items()
    }
    return Dictionary(words.codes, items, words.places)
