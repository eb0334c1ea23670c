"""Who takes the demo site's parcels away, until when, and for how much."""

from __future__ import annotations

from typing import Final

from pickface.orders.carrier_forms import CarrierForm, RateForm

WEIGHTS: Final = (1_000, 2_000, 5_000, 10_000, 31_500)
CARRIERS: Final = (
    (
        CarrierForm(code="HANSE", name="Hanse Paket", cut_off="17:30"),
        (390, 490, 690, 990, 1690),
        (1190, 1490, 1890, 2490, 4490),
    ),
    (
        CarrierForm(code="WESER", name="Weser Express", cut_off="19:00"),
        (490, 540, 790, 1090, 1890),
        (990, 1390, 1990, 2790, 4890),
    ),
)
"""Each with its prices by weight at home, and for all other countries."""


def rates(home: tuple[int, ...], abroad: tuple[int, ...]) -> list[RateForm]:
    """The rates of a carrier, by country and weight."""
    return [
        RateForm(country=country, max_weight_g=weight, price_minor=price)
        for country, prices in (("Germany", home), ("", abroad))
        for weight, price in zip(WEIGHTS, prices, strict=True)
    ]
