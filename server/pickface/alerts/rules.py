"""When something is low, and when it is not any more. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MILLI = 1000


@dataclass(frozen=True)
class Measured:
    """What is known of an item: its class, its units, what is sold of it a day, and what can be promised by day.

    ``promise`` has the units that can be promised from a day on, the first of them today; ISO days.
    """

    abc: str
    on_hand: int
    available: int
    a_day_milli: int | None
    reorder_point: int | None
    promise: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Judged:
    """An item under a rule: what it is measured at, and the level that it must not fall under."""

    value: int
    level: int
    low: bool
    recovered: bool


def covers(rule: Mapping[str, Any], item_id: int, of: Measured) -> bool:
    """Whether a rule is about an item."""
    if rule["covers"] == "item":
        return bool(rule["item_id"] == item_id)
    return rule["covers"] == "all" or bool(of.abc and of.abc == rule["abc"])


def judge(rule: Mapping[str, Any], of: Measured, until: str) -> Judged | None:
    """Hold an item against a rule; None where it has nothing to be held against: no forecast, no reorder point.

    Under a number, or at the reorder point or under it, as buying reckons. Recovered is what is above that by the
    rule's per cent: between the two an open alert stays open, and none is opened. ``until`` ends a promise.
    """
    value = _value(rule, of, until)
    if value is None:
        return None
    if rule["level"] == "number":
        level = int(rule["under"])
        return Judged(
            value, level, value < level, value >= level + level * rule["recover_pct"] // 100
        )
    if not of.reorder_point:
        return None
    level = of.reorder_point
    return Judged(value, level, value <= level, value > level + level * rule["recover_pct"] // 100)


def _value(rule: Mapping[str, Any], of: Measured, until: str) -> int | None:
    if rule["measure"] == "available":
        return of.available
    if rule["measure"] == "on_hand":
        return of.on_hand
    if rule["measure"] == "cover":
        return of.available * MILLI // of.a_day_milli if of.a_day_milli else None
    by_then = [units for day, units in of.promise if day <= until]
    return by_then[-1] if by_then else of.available
