"""An item as its supplier sells it, and how many of it to order: packs, pallets, price breaks. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_NEARLY_A_PALLET: Final = 0.8
"""From this share of a pallet on, the whole one is ordered: a pallet is handled once."""

Prices = tuple[tuple[int, int], ...]
"""A unit's price from so many units on, the first from 1; minor units."""


@dataclass(frozen=True)
class Seller:
    """A supplier and their terms. Lead times are in days, as learnt or else as stated."""

    id: int
    code: str
    currency: str
    lead_days: float
    lead_spread_days: float
    min_order_minor: int = 0
    min_order_qty: int = 0
    sends_itself: bool = False


@dataclass(frozen=True)
class Offer:
    """An item as its supplier sells it, and where it stands now; quantities in smallest units.

    ``unreserved`` is what open orders want and stock does not cover, ``waiting`` how many orders that are.
    """

    seller: Seller
    item: int
    sku: str
    name: str
    pack_qty: int
    pallet_qty: int
    prices: Prices
    available: int
    incoming: int
    unreserved: int
    waiting: int

    @property
    def position(self) -> int:
        """What there will be when all that is on its way has come and all that is promised has gone."""
        return self.available + self.incoming - self.unreserved


def price_of(prices: Prices, qty: int) -> int:
    """What one unit costs when so many are bought."""
    return next((price for least, price in reversed(prices) if qty >= least), 0)


def quantity(need: float, offer: Offer) -> tuple[int, tuple[str, ...]]:
    """At least what is needed, in whole packs; more where a pallet or a price makes it sensible, and why.

    A price break is taken where the larger quantity costs no more in all.
    """
    pack, raised = offer.pack_qty, []
    qty = max(1, -int(-need // pack)) * pack
    begun = qty % offer.pallet_qty if offer.pallet_qty else 0
    if begun and begun >= _NEARLY_A_PALLET * offer.pallet_qty:
        qty += offer.pallet_qty - begun
        raised.append("pallet")
    for least, price in offer.prices:
        larger = -(-least // pack) * pack
        if larger > qty and larger * price <= qty * price_of(offer.prices, qty):
            qty = larger
            raised = ["price"]
    return qty, tuple(raised)
