"""What to buy from whom, and why: reorder rules met with what is here, on its way and waited for. Pure."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np

from pickface.locations.service_goals import read
from pickface.planning.demand import Units
from pickface.planning.offers import Offer, Seller, price_of, quantity
from pickface.planning.reorder import Lead, reorder_rules

COVER_DAYS: Final = 14.0
_MOST_COVER_DAYS: Final = 84
"""No minimum is worth more stock of an item than this."""


@dataclass(frozen=True)
class Rule:
    """When an item is ordered and up to where, and how many of it go in a day; units."""

    rate: float
    point: float
    up_to: float


@dataclass(frozen=True)
class Line:
    """So much of an item, and why. ``raised`` tells what made it more than was needed: pallet, price, minimum."""

    item: int
    sku: str
    name: str
    qty: int
    packs: int
    pack_qty: int
    pallet_qty: int
    price_minor: int
    prices: tuple[tuple[int, int], ...]
    available: int
    incoming: int
    unreserved: int
    waiting: int
    reorder_point: int
    order_up_to: int
    sold_a_day: float
    covers_days: int | None
    arrives_in_days: int
    raised: tuple[str, ...] = ()

    def why(self) -> str:
        """The reasons in one sentence."""
        covers = (
            "nothing sold lately" if self.covers_days is None else f"covers {self.covers_days} days"
        )
        waiting = {0: "", 1: ", 1 order waiting"}.get(
            self.waiting, f", {self.waiting} orders waiting"
        )
        more = "".join(f", {_RAISED[one]}" for one in self.raised)
        return f"{covers}, arrives in {self.arrives_in_days}{waiting}{more}"


_RAISED: Final = {
    "pallet": "filled up to whole pallets",
    "price": "raised to the next price",
    "minimum": "raised to the supplier's minimum",
}


@dataclass(frozen=True)
class Proposal:
    """What to order from one supplier."""

    supplier: str
    supplier_id: int
    currency: str
    lead_days: int
    below_minimum: bool
    lines: tuple[Line, ...]

    @property
    def amount_minor(self) -> int:
        """What it ties up, in minor units of the currency."""
        return sum(line.qty * line.price_minor for line in self.lines)

    def as_json(self) -> dict[str, Any]:
        """For a report."""
        lines = [{**asdict(line), "why": line.why()} for line in self.lines]
        return {**asdict(self), "amount_minor": self.amount_minor, "lines": lines}


def propose(
    offers: Sequence[Offer], units: Units, goals: Sequence[float] = read("")
) -> list[Proposal]:
    """Proposals by supplier, from offers and their demand (offers, days) up to yesterday; ``goals`` by class (9,)."""
    if not offers:
        return []
    lead = lead_of([offer.seller for offer in offers])
    rules = reorder_rules(units, lead, COVER_DAYS, np.array(goals))
    return buy(
        offers,
        [Rule(*map(float, one)) for one in zip(rules.rate, rules.point, rules.up_to, strict=True)],
    )


def lead_of(sellers: Sequence[Seller | None]) -> Lead:
    """The lead times of items by their sellers, a week where nobody sells it."""
    return Lead(
        np.array([seller.lead_days if seller else 7.0 for seller in sellers], np.float64),
        np.array([seller.lead_spread_days if seller else 2.0 for seller in sellers], np.float64),
    )


def buy(offers: Sequence[Offer], rules: Sequence[Rule]) -> list[Proposal]:
    """Proposals by supplier: what has fallen to its reorder point, up to where it should be."""
    found: dict[Seller, list[tuple[Offer, Rule]]] = defaultdict(list)
    for offer, rule in zip(offers, rules, strict=True):
        found[offer.seller].append((offer, rule))
    proposals = [
        _of_seller(seller, found[seller]) for seller in sorted(found, key=lambda one: one.code)
    ]
    return [proposal for proposal in proposals if proposal.lines]


def _of_seller(seller: Seller, sold: list[tuple[Offer, Rule]]) -> Proposal:
    lines: dict[int, Line] = {}
    for offer, rule in sold:
        if offer.position < 0 or (rule.up_to > 0 and offer.position <= rule.point):
            qty, raised = quantity(rule.up_to - offer.position, offer)
            lines[offer.item] = _line(offer, rule, qty, raised)
    if lines:
        _reach_minimum(seller, sold, lines)
    return Proposal(
        supplier=seller.code,
        supplier_id=seller.id,
        currency=seller.currency,
        lead_days=math.ceil(seller.lead_days),
        below_minimum=_is_below(seller, lines),
        lines=tuple(lines.values()),
    )


def _is_below(seller: Seller, lines: dict[int, Line]) -> bool:
    amount = sum(line.qty * line.price_minor for line in lines.values())
    return (
        amount < seller.min_order_minor
        or sum(line.qty for line in lines.values()) < seller.min_order_qty
    )


def _reach_minimum(seller: Seller, sold: list[tuple[Offer, Rule]], lines: dict[int, Line]) -> None:
    """Add pack after pack of what will be needed soonest, until the minimum is reached or no more is sensible."""
    soonest = [
        (_cover(offer, rule, lines), at) for at, (offer, rule) in enumerate(sold) if rule.rate > 0
    ]
    heapq.heapify(soonest)
    while _is_below(seller, lines) and soonest and soonest[0][0] < _MOST_COVER_DAYS:
        _, at = heapq.heappop(soonest)
        offer, rule = sold[at]
        before = lines.get(offer.item)
        qty = (before.qty if before else 0) + offer.pack_qty
        raised = dict.fromkeys([*(before.raised if before else ()), "minimum"])
        lines[offer.item] = _line(offer, rule, qty, tuple(raised))
        heapq.heappush(soonest, (_cover(offer, rule, lines), at))


def _cover(offer: Offer, rule: Rule, lines: dict[int, Line]) -> float:
    bought = lines[offer.item].qty if offer.item in lines else 0
    return (offer.position + bought) / rule.rate


def _line(offer: Offer, rule: Rule, qty: int, raised: tuple[str, ...]) -> Line:
    line = Line(
        item=offer.item,
        sku=offer.sku,
        name=offer.name,
        qty=qty,
        packs=qty // offer.pack_qty,
        pack_qty=offer.pack_qty,
        pallet_qty=offer.pallet_qty,
        price_minor=price_of(offer.prices, qty),
        prices=offer.prices,
        available=offer.available,
        incoming=offer.incoming,
        unreserved=offer.unreserved,
        waiting=offer.waiting,
        reorder_point=math.ceil(rule.point),
        order_up_to=math.ceil(rule.up_to),
        sold_a_day=round(rule.rate, 2),
        covers_days=None,
        arrives_in_days=math.ceil(offer.seller.lead_days),
        raised=raised,
    )
    return replace(line, covers_days=covers_days(line, qty))


def covers_days(line: Line, qty: int) -> int | None:
    """How many days the position and so many more last; None where nothing was sold lately."""
    position = line.available + line.incoming - line.unreserved
    return max(0, math.floor((position + qty) / line.sold_a_day)) if line.sold_a_day > 0 else None
