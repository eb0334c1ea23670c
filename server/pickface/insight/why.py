"""Why this quantity: which number is asked for, what it is about, and who can explain it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pickface.db import one_moment, row
from pickface.errors import NotFound
from pickface.insight.why_forms import WhyQuery
from pickface.insight.why_levels import arrivals, parts, promises
from pickface.insight.why_moves import moves_of_balance, moves_of_house
from pickface.sight import whose

_EXPLAINERS: Mapping[str, Callable[[int, WhyQuery], dict[str, Any]]] = {
    "balance": moves_of_balance,
    "on_hand": moves_of_house,
    "reserved": promises,
    "available": parts,
    "incoming": arrivals,
}
_ABOUT = """
SELECT i.id AS item, i.sku, i.name, l.id AS lot_id, l.code AS lot, w.name AS owner, COALESCE(p.code, '') AS place
FROM item i JOIN lot l ON l.id = :lot AND l.item_id IN (0, i.id) JOIN owner w ON w.id = :owner
LEFT JOIN place p ON p.id = :place AND p.id > 0
WHERE i.id = :item AND (:place = 0 OR p.site_id = :site)
"""


def why(site_id: int, query: WhyQuery) -> dict[str, Any]:
    """The number, what it is about, and a page of what made it, all as it was at one moment."""
    query = query.model_copy(update={"owner": query.owner or whose()})
    with one_moment():
        about = row(
            _ABOUT,
            item=query.item,
            lot=query.lot,
            owner=query.owner,
            place=query.place,
            site=site_id,
        )
        if about is None:
            raise NotFound("there is no such number here", item=query.item)
        found = _EXPLAINERS[query.number](site_id, query)
    return {
        "number": query.number,
        "about": {**about, "container": query.container},
        **found,
    }
