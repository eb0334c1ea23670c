"""What to buy from whom, and why: reorder rules met with what is here, on its way and waited for. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from pickface.planning.demand import Units
from pickface.planning.reorder import CLASSES, Lead, reorder_rules

GOAL: Final = 0.95
"""The share of units that stock is to serve."""
COVER_DAYS: Final = 14.0
_LEAD_SPREAD: Final = 0.25
"""Of the days that a supplier says; nothing is known of how they keep to it."""


@dataclass(frozen=True)
class Offer:
    """An item as its supplier sells it, and where it stands now; quantities in smallest units.

    ``unreserved`` is what open orders want and stock does not cover, ``waiting`` how many orders that are.
    """

    supplier: str
    item: int
    sku: str
    name: str
    lead_days: int
    pack_qty: int
    price_minor: int
    currency: str
    available: int
    incoming: int
    unreserved: int
    waiting: int

    @property
    def position(self) -> int:
        """What there will be when all that is on its way has come and all that is promised has gone."""
        return self.available + self.incoming - self.unreserved


@dataclass(frozen=True)
class Line:
    """So much of an item, and why."""

    item: int
    sku: str
    name: str
    qty: int
    packs: int
    price_minor: int
    available: int
    incoming: int
    unreserved: int
    waiting: int
    reorder_point: int
    sold_a_day: float
    covers_days: int | None
    arrives_in_days: int

    def why(self) -> str:
        """The reasons in one sentence."""
        covers = (
            "nothing sold lately" if self.covers_days is None else f"covers {self.covers_days} days"
        )
        waiting = {0: "", 1: ", 1 order waiting"}.get(
            self.waiting, f", {self.waiting} orders waiting"
        )
        return f"{covers}, arrives in {self.arrives_in_days}{waiting}"


@dataclass(frozen=True)
class Proposal:
    """What to order from one supplier."""

    supplier: str
    currency: str
    lines: tuple[Line, ...]

    @property
    def amount_minor(self) -> int:
        """What it ties up, in minor units of the currency."""
        return sum(line.qty * line.price_minor for line in self.lines)

    def as_json(self) -> dict[str, Any]:
        """For a report."""
        lines = [{**asdict(line), "why": line.why()} for line in self.lines]
        return {**asdict(self), "amount_minor": self.amount_minor, "lines": lines}


def propose(offers: Sequence[Offer], units: Units) -> list[Proposal]:
    """Proposals by supplier, from offers and their demand (offers, days) up to yesterday."""
    if not offers:
        return []
    days = np.array([offer.lead_days for offer in offers], np.float64)
    goals = np.full(len(CLASSES), GOAL)
    rules = reorder_rules(units, Lead(days, days * _LEAD_SPREAD), COVER_DAYS, goals)
    found: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for offer, rate, point, up_to in zip(offers, rules.rate, rules.point, rules.up_to, strict=True):
        if offer.position < 0 or (up_to > 0 and offer.position <= point):
            line = _line(offer, float(rate), float(point), float(up_to))
            found[offer.supplier, offer.currency].append(line)
    return [
        Proposal(supplier, currency, tuple(lines))
        for (supplier, currency), lines in sorted(found.items())
    ]


def _line(offer: Offer, rate: float, point: float, up_to: float) -> Line:
    """Whole packs up to the order-up-to level."""
    packs = max(1, math.ceil((up_to - offer.position) / offer.pack_qty))
    qty = packs * offer.pack_qty
    return Line(
        item=offer.item,
        sku=offer.sku,
        name=offer.name,
        qty=qty,
        packs=packs,
        price_minor=offer.price_minor,
        available=offer.available,
        incoming=offer.incoming,
        unreserved=offer.unreserved,
        waiting=offer.waiting,
        reorder_point=math.ceil(point),
        sold_a_day=round(rate, 2),
        covers_days=math.floor((offer.position + qty) / rate) if rate > 0 else None,
        arrives_in_days=offer.lead_days,
    )
