"""Which orders a second person looks at. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from pickface.locations.settings import SiteSettings


@dataclass(frozen=True)
class Picked:
    """What is known of a picked order."""

    order_id: int
    item_asks: bool
    """Some item in it is always checked."""
    picker_asks: bool
    """Somebody who picked it is always checked."""
    record_pct: int = 0
    """Of 100 orders so many are checked, by the record of whoever of its pickers is checked most."""


NEW_LINES = 20
"""Until so many lines of a picker were checked nobody knows: all of theirs are."""
_LEAST_PCT = 5
_FOR_AN_ERROR_PCT = 19
"""For each error in a hundred lines so many more of 100 orders: five errors, and all are checked."""


def record_pct(lines: int, wrong: int) -> int:
    """Of 100 orders of a picker, how many are checked, by their last checked lines and how many of these were wrong."""
    if lines < NEW_LINES:
        return 100
    return min(100, _LEAST_PCT + -(-_FOR_AN_ERROR_PCT * 100 * wrong // lines))


def wants_check(settings: SiteSettings, picked: Picked) -> bool:
    """Whether the site checks this order; a sample is spread evenly over the orders, and always the same."""
    if settings.quality_check == "item":
        return picked.item_asks
    if settings.quality_check == "picker":
        return picked.picker_asks
    share = settings.sample_pct
    if settings.record_lines:
        share = 100 if picked.picker_asks else picked.record_pct
    if share:
        # 61 and 100 have no divisor in common: each hundred orders are dealt all hundred numbers.
        return picked.order_id * 61 % 100 < share
    return settings.quality_check == "all"
