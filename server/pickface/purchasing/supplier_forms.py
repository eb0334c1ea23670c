"""What the endpoints of suppliers take and answer: their terms, what they sell, how they delivered."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from pickface.catalog.forms import SamplingPlan
from pickface.contract import Amount, Answer, Currency, Day, Form, Line, Lines, Name, Qty

Email = Annotated[Line, Field(max_length=120, pattern=r"^$|^[^@\s,;<>]+@[^@\s,;<>]+$")]
Days = Annotated[int, Field(ge=0, le=365)]
Percent = Annotated[int, Field(ge=0, le=1000)]
Cartons = Annotated[int, Field(ge=0, le=100)]


class SupplierForm(Form):
    """A new supplier and its terms. ``lead_days`` is what the supplier says; receipts teach better."""

    code: Annotated[Line, Field(min_length=1, max_length=20)]
    name: Annotated[Line, Field(min_length=1, max_length=80)]
    email: Email = ""
    address: Annotated[Lines, Field(max_length=400)] = ""
    lead_days: Days = 7
    currency: Currency = "EUR"
    min_order_minor: Amount = 0
    min_order_qty: Amount = 0
    sends_itself: bool = False
    over_tolerance_pct: Percent | None = None
    sample_cartons: Cartons | None = None
    inspection: SamplingPlan = ""


class SupplierChange(Form):
    """What is to be otherwise of a supplier; what is left out stays."""

    name: Annotated[Line, Field(min_length=1, max_length=80)] | None = None
    email: Email | None = None
    address: Annotated[Lines, Field(max_length=400)] | None = None
    lead_days: Days | None = None
    currency: Currency | None = None
    min_order_minor: Amount | None = None
    min_order_qty: Amount | None = None
    sends_itself: bool | None = None
    over_tolerance_pct: Percent | None = None
    sample_cartons: Cartons | None = None
    inspection: SamplingPlan | None = None


class SupplierRow(Answer):
    """A supplier."""

    id: int
    code: str
    name: str
    email: str
    address: str
    lead_days: int
    currency: str
    min_order_minor: int
    min_order_qty: int
    sends_itself: bool
    over_tolerance_pct: int | None
    sample_cartons: int | None
    inspection: str


class SuppliersOut(Answer):
    """A page of suppliers."""

    items: list[SupplierRow]
    next: str | None


class ScorecardOut(Answer):
    """A supplier's last year at this site, in percent of its deliveries; null where there is none to tell.

    ``lead_days`` and their spread are learnt from ``lead_deliveries`` deliveries, or as stated when that is 0.
    """

    deliveries: int
    on_time_pct: int | None
    in_full_pct: int | None
    right_pct: int | None
    lead_days: float
    lead_spread_days: float
    lead_deliveries: int


class SupplierOut(SupplierRow):
    """A supplier with its scorecard."""

    scorecard: ScorecardOut


class PriceBreakForm(Form):
    """A unit's price from so many units on, in minor units of the supplier's currency."""

    from_qty: Annotated[int, Field(ge=2, le=1_000_000_000)]
    price_minor: Amount


class SupplierItemForm(Form):
    """How a supplier sells an item; prices are of one smallest unit, in minor units of the supplier's currency.

    ``preferred`` left out: preferred if nobody else is. ``pallet_qty`` 0: not by the pallet.
    """

    item: Name
    code: Annotated[Line, Field(max_length=60)] = ""
    barcode: Annotated[Line, Field(max_length=80)] = ""
    pack_qty: Qty = 1
    pallet_qty: Amount = 0
    price_minor: Amount = 0
    preferred: bool | None = None
    price_breaks: Annotated[list[PriceBreakForm], Field(max_length=20, default_factory=list)]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.pallet_qty % self.pack_qty:
            raise ValueError("a pallet holds whole packs")
        if len({one.from_qty for one in self.price_breaks}) != len(self.price_breaks):
            raise ValueError("two prices from the same quantity")
        return self


class PastDeliveryForm(Form):
    """A delivery that a former system knew; ``units_wrong`` were damaged, unknown or not ordered."""

    ordered_on: Day
    promised_on: Day | None = None
    received_on: Day
    units_ordered: Qty
    units_received: Amount
    units_wrong: Amount = 0

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.received_on < self.ordered_on:
            raise ValueError("received before it was ordered")
        return self


class PastDeliveriesForm(Form):
    """All that is known of a supplier's deliveries before; it replaces what was told before."""

    deliveries: Annotated[list[PastDeliveryForm], Field(max_length=1_000)]


class PriceBreakOut(Answer):
    """A unit's price from so many units on."""

    from_qty: int
    price_minor: int


class SupplierItemRow(Answer):
    """How a supplier sells an item."""

    id: int
    item: int
    sku: str
    name: str
    code: str
    barcode: str
    pack_qty: int
    pallet_qty: int
    price_minor: int
    preferred: bool
    price_breaks: list[PriceBreakOut]


class SupplierItemsOut(Answer):
    """A page of what a supplier sells."""

    items: list[SupplierItemRow]
    next: str | None
