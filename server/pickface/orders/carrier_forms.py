"""What the endpoints of carriers take and answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pickface.contract import Amount, Answer, Day, Form, Line, Query

CutOff = Annotated[str, Field(pattern=r"^$|^([01]\d|2[0-3]):[0-5]\d$")]
"""HH:MM by the site's clock, or ''."""
Weight = Annotated[int, Field(ge=1, le=2_000_000)]


class CarrierForm(Form):
    """Who takes parcels away, and until when on a day."""

    code: Annotated[Line, Field(min_length=1, max_length=20)]
    name: Annotated[Line, Field(min_length=1, max_length=40)]
    cut_off: CutOff = ""


class CarrierChange(Form):
    """What may be changed of a carrier; what is left out stays."""

    name: Annotated[Line, Field(min_length=1, max_length=40)] | None = None
    cut_off: CutOff | None = None
    active: bool | None = None


class CarrierRow(Answer):
    """A carrier: how many rates it has, how many parcels wait for it, and whether it leaves within half an hour.

    ``service``: by whose API its labels are bought; '' where the house prints them.
    """

    id: int
    code: str
    name: str
    cut_off: str
    active: bool
    rates: int
    waiting: int
    pressing: bool
    service: str


class CarriersOut(Answer):
    """All carriers of the site."""

    items: list[CarrierRow]
    next: None = None


class RateForm(Form):
    """What a parcel up to a weight costs to a country, written as orders write it ('': all others)."""

    country: Annotated[Line, Field(max_length=60)] = ""
    max_weight_g: Weight
    price_minor: Amount


class RateRow(Answer):
    """A rate of a carrier."""

    id: int
    country: str
    max_weight_g: int
    price_minor: int


class RatesOut(Answer):
    """All rates of a carrier, by country and weight."""

    items: list[RateRow]
    next: None = None


class ChoiceForm(Form):
    """The carrier, by its code, that takes a closed parcel instead."""

    carrier: Annotated[Line, Field(min_length=1, max_length=20)]


class ManifestQuery(Query):
    """Whose parcels ('': those without a carrier), and of which day."""

    carrier: Annotated[Line, Field(max_length=20)] = ""
    day: Day


class ManifestRow(Answer):
    """A parcel that a carrier took."""

    id: int
    tracking: str
    plate: str
    weight_g: int
    cost_minor: int
    shipped_at: int
    number: str
    customer: str
    postcode: str
    city: str
    country: str


class ManifestOut(Answer):
    """What a carrier took on a day, parcel by parcel, and what that adds up to."""

    carrier: str
    name: str
    day: str
    parcels: int
    weight_g: int
    cost_minor: int
    items: list[ManifestRow]


class CarrierDone(Answer):
    """It is done."""

    done: bool = True
