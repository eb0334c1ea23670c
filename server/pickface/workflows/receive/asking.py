"""What a receiver is asked to measure: temperatures and weights of the items that want it, sizes that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pickface.catalog.models import ASKS
from pickface.db import Row, Tx
from pickface.locations import settings
from pickface.workflows.receive.compile import SIDES

MOST = 2_000
"""Of how many items a receipt knows what is asked that were not announced."""
_SELECT = (
    "SELECT id, min_temp_tenths, max_temp_tenths, catch_weight, weight_g, scale, length_mm, width_mm, height_mm "
    "FROM item WHERE active = 1 AND "
)
_UNSIZED = "scale = 1 AND (length_mm = 0 OR width_mm = 0 OR height_mm = 0 OR (weight_g = 0 AND catch_weight = 0))"
"""Whose weight or sides nobody knows. What is counted in grams or millimetres has no pieces to measure."""
_NEWEST = f"{_SELECT}{_UNSIZED} ORDER BY id DESC LIMIT :most"


def asks(tx: Tx, site_id: int, items: Iterable[int]) -> dict[str, dict[str, Any]]:
    """What is asked of some items, as a step wants it, and of others that may come beside them; nothing of most."""
    named = ", ".join(str(int(item)) for item in sorted(set(items))) or "-1"
    sizes = _measures(tx, site_id)
    wanted = f"({ASKS} OR ({_UNSIZED}))" if sizes else ASKS
    found = tx.all(f"{_SELECT}id IN ({named}) AND {wanted}")
    return _asked(_always(tx), sizes=False) | _asked(found, sizes=sizes)


def all_asks(tx: Tx, site_id: int) -> dict[str, dict[str, Any]]:
    """The same where nothing is announced: of what nobody has measured the newest items are most likely to come."""
    found = _always(tx)
    sizes = _measures(tx, site_id)
    unsized = tx.all(_NEWEST, most=MOST - len(found)) if sizes else []
    return _asked([*unsized, *found], sizes=sizes)


def _measures(tx: Tx, site_id: int) -> bool:
    return settings.of_site(site_id, tx).measure_first_receipt


def _always(tx: Tx) -> list[Row]:
    """The items that ask for something each time they come in."""
    return tx.all(f"{_SELECT}{ASKS} ORDER BY id LIMIT :most", most=MOST)


def _asked(items: Iterable[Row], *, sizes: bool) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        low, high = item["min_temp_tenths"], item["max_temp_tenths"]
        asked: dict[str, Any] = {} if low is None and high is None else {"range": [low, high]}
        if item["catch_weight"]:
            asked["weigh"] = item["weight_g"]
        size = _size(item) if sizes else {}
        if size:
            asked["size"] = size
        if asked:
            found[str(item["id"])] = asked
    return found


def _size(item: Row) -> dict[str, int]:
    """What is known of one piece, 0 for what is asked; nothing where all is known."""
    if item["scale"] != 1:
        return {}
    size = {side: int(item[side]) for side in SIDES}
    if item["weight_g"] or not item["catch_weight"]:
        # No two pieces of catch weight weigh the same: what one usually weighs is not asked.
        size = {"unit_g": int(item["weight_g"]), **size}
    return size if 0 in size.values() else {}
