"""What the endpoints of carton types take and answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pickface.contract import Amount, Answer, Form, Line

Inner = Annotated[int, Field(ge=10, le=20_000)]
Grams = Annotated[int, Field(ge=0, le=2_000_000)]


class CartonTypeForm(Form):
    """A kind of carton: inner sizes, its own weight, what it may weigh when full (0: nobody has said), its cost."""

    code: Annotated[Line, Field(min_length=1, max_length=20)]
    name: Annotated[Line, Field(max_length=80)] = ""
    length_mm: Inner
    width_mm: Inner
    height_mm: Inner
    tare_g: Grams = 0
    max_weight_g: Grams = 0
    cost_minor: Amount = 0


class CartonTypeChange(Form):
    """What may be changed of a carton type; what is left out stays. One that is not ``active`` is proposed no more."""

    name: Annotated[Line, Field(max_length=80)] | None = None
    length_mm: Inner | None = None
    width_mm: Inner | None = None
    height_mm: Inner | None = None
    tare_g: Grams | None = None
    max_weight_g: Grams | None = None
    cost_minor: Amount | None = None
    active: bool | None = None


class CartonTypeRow(Answer):
    """A kind of carton."""

    id: int
    code: str
    name: str
    length_mm: int
    width_mm: int
    height_mm: int
    tare_g: int
    max_weight_g: int
    cost_minor: int
    active: bool


class CartonTypesOut(Answer):
    """All carton types of the site, the smallest first."""

    items: list[CartonTypeRow]
    next: None = None
