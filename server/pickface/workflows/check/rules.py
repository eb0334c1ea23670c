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


def wants_check(settings: SiteSettings, picked: Picked) -> bool:
    """Whether the site checks this order; a sample is spread evenly over the orders, and always the same."""
    if settings.quality_check == "item":
        return picked.item_asks
    if settings.quality_check == "picker":
        return picked.picker_asks
    if settings.sample_pct:
        # 61 and 100 have no divisor in common: each hundred orders are dealt all hundred numbers.
        return picked.order_id * 61 % 100 < settings.sample_pct
    return settings.quality_check == "all"
