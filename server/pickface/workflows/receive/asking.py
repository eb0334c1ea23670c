"""What a receiver is asked to measure: temperatures and weights, of the items that want it and of no others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pickface.db import Row, Tx

_WANTED = """
SELECT id, min_temp_tenths, max_temp_tenths, catch_weight, weight_g FROM item WHERE id IN ({ids})
AND (min_temp_tenths IS NOT NULL OR max_temp_tenths IS NOT NULL OR catch_weight = 1)
"""


MOST = 2_000
"""Of how many items a receipt knows what is asked that may hold any."""
_ALL = """
SELECT id, min_temp_tenths, max_temp_tenths, catch_weight, weight_g FROM item WHERE active = 1
AND (min_temp_tenths IS NOT NULL OR max_temp_tenths IS NOT NULL OR catch_weight = 1) ORDER BY id LIMIT :most
"""


def asks(tx: Tx, items: Iterable[int]) -> dict[str, dict[str, Any]]:
    """What is asked of some items, as a step wants it; nothing of most."""
    ids = ", ".join(str(int(item)) for item in sorted(set(items))) or "-1"
    return _asked(tx.all(_WANTED.format(ids=ids)))


def all_asks(tx: Tx) -> dict[str, dict[str, Any]]:
    """The same of all items, for goods that nobody has announced."""
    return _asked(tx.all(_ALL, most=MOST))


def _asked(items: Iterable[Row]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        low, high = item["min_temp_tenths"], item["max_temp_tenths"]
        asked: dict[str, Any] = {} if low is None and high is None else {"range": [low, high]}
        if item["catch_weight"]:
            asked["weigh"] = item["weight_g"]
        found[str(item["id"])] = asked
    return found
