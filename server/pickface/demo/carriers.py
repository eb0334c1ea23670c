"""Who takes the demo site's parcels away, until when, and for how much."""

from __future__ import annotations

from typing import Final

from pickface.departures.forms import TimetableForm, TimetableRow
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
FREIGHT: Final = CarrierForm(code="ELBE", name="Elbe Spedition", cut_off="15:30")
"""Who takes what is too heavy for a parcel."""
FREIGHT_RATES: Final = (
    RateForm(country="Germany", max_weight_g=100_000, price_minor=5_900),
    RateForm(country="", max_weight_g=100_000, price_minor=11_900),
)


def freight_times() -> TimetableForm:
    """When its lorries leave: each working day in the afternoon, and early on Saturdays."""
    return TimetableForm(
        rows=[
            TimetableRow(days="12345", leaves="16:00", cut_off="15:30", door="DOCK-2"),
            TimetableRow(days="6", leaves="09:30", cut_off="09:00", door="DOCK-2"),
        ]
    )


def rates(home: tuple[int, ...], abroad: tuple[int, ...]) -> list[RateForm]:
    """The rates of a carrier, by country and weight."""
    return [
        RateForm(country=country, max_weight_g=weight, price_minor=price)
        for country, prices in (("Germany", home), ("", abroad))
        for weight, price in zip(WEIGHTS, prices, strict=True)
    ]
