"""What really lies in a bin, as virtual people find it: now and then less than the books say. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random
from typing import Any

SHORT_SHARE = 0.5
"""Shorts are this share of all errors."""

Act = tuple[str, dict[str, Any]]


def found_there(seed: int, errors: float, line: int, place: int, want: int) -> int:
    """How many of the ``want`` units are in the bin; the same question gets the same answer, whoever asks."""
    chance = Random(f"{seed}/{line}/{place}")
    if chance.random() >= errors * SHORT_SHARE:
        return want
    return chance.randrange(want)


def say_what_lies_there(
    contents: Iterable[Mapping[str, Any]], codes: Mapping[int, str], tracking: Mapping[int, str]
) -> list[Act]:
    """What a counter does who finds what the books say, less what a picker has found missing.

    ``contents`` is a place as ``/lookup`` shows it; goods in containers are not counted loose. ``codes`` and
    ``tracking`` are by item.
    """
    acts: list[Act] = []
    for lying in contents:
        item, units = lying["item_id"], lying["qty"] - lying["unreservable"]
        if lying["container"] or units <= 0 or item not in codes:
            continue
        acts.append(("scan", {"code": codes[item], "symbology": ""}))
        kind = tracking.get(item, "none")
        if kind == "serial":
            acts.append(("fill", {"field": "serial", "value": lying["lot"]}))
            continue
        if kind in ("lot", "lot_expiry"):
            acts.append(("fill", {"field": "lot", "value": lying["lot"]}))
        if kind == "lot_expiry":
            acts.append(("fill", {"field": "expiry", "value": lying["expires_on"]}))
        if units > 1:
            acts.append(("quantity", {"qty": units}))
    return acts
