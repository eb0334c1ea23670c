"""What the purchasing endpoints take and answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from pickface.contract import (
    LIMIT,
    Amount,
    Answer,
    Code,
    Day,
    Form,
    Line,
    Lines,
    Moment,
    Name,
    Qty,
    Query,
    RowId,
)

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Email = Annotated[Line, Field(max_length=120, pattern=r"^$|^[^@\s,;<>]+@[^@\s,;<>]+$")]
Days = Annotated[int, Field(ge=0, le=365)]
Percent = Annotated[int, Field(ge=0, le=1000)]
Cartons = Annotated[int, Field(ge=0, le=100)]
State = Literal[
    "draft", "approved", "sent", "confirmed", "receiving", "received", "closed", "cancelled"
]


SamplingPlan = Annotated[Line, Field(max_length=120)]
"""How many units that they send are looked at; see :mod:`pickface.sampling.plans`."""


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


class PurchaseOrderLineForm(Form):
    """An item, by id or SKU, and how many smallest units of it."""

    item: Name
    qty: Qty
    price_minor: Amount = 0


class PurchaseOrderForm(Form):
    """Goods ordered from a supplier, who is named by id or code; ``sent`` says that the supplier knows of it."""

    number: Code
    supplier: Name
    state: Literal["draft", "sent"] = "sent"
    ordered_at: Moment | None = None
    expected_on: Day | None = None
    currency: Currency | None = None
    lines: Annotated[list[PurchaseOrderLineForm], Field(min_length=1, max_length=2000)]


class LineDayForm(Form):
    """The day that the supplier confirmed for one line."""

    line: RowId
    expected_on: Day


class ConfirmForm(Form):
    """What the supplier confirmed: the day, their number of it, and lines that come on another day."""

    expected_on: Day
    reference: Annotated[Line, Field(max_length=60)] = ""
    lines: Annotated[list[LineDayForm], Field(max_length=2000, default_factory=list)]


class LineChangeForm(Form):
    """What is to be otherwise of a line; what is left out stays."""

    qty: Qty | None = None
    price_minor: Amount | None = None
    expected_on: Day | None = None


class PurchaseOrdersQuery(Query):
    """Which purchase orders, in which order: without ``sort`` the newest first, ``expected`` by the day they come."""

    limit: int = Field(50, ge=1, le=LIMIT)
    cursor: Annotated[str, Field(max_length=400)] = ""
    sort: Literal["", "number", "expected"] = ""
    descending: bool = False

    state: Literal[""] | State = ""
    number: Annotated[Line, Field(max_length=40)] = ""
    supplier: RowId | None = None


class PurchaseOrderRow(Answer):
    """A purchase order in the list; ``lines`` counts them."""

    id: int
    number: str
    state: str
    supplier: str
    supplier_name: str
    ordered_at: int
    expected_on: str
    currency: str
    lines: int


class PurchaseOrdersOut(Answer):
    """A page of purchase orders, newest first."""

    items: list[PurchaseOrderRow]
    next: str | None


class PurchaseOrderLineOut(Answer):
    """What of an item was ordered and what came; ``expected_on`` is '' where the order's day holds.

    ``price_minor`` is null for those who do not see what goods cost.
    """

    id: int
    line_no: int
    item: int
    sku: str
    name: str
    qty: int
    received: int
    price_minor: int | None
    expected_on: str


class DiscrepancyOut(Answer):
    """What turned out otherwise than ordered."""

    id: int
    kind: str
    item: int | None
    sku: str | None
    qty: int
    code: str
    at: int
    container: str = Field(description="The label of goods that nobody knew; else empty")
    place: str | None = Field(description="Where they stand")
    photo: str | None = Field(description="The SHA-256 of a photo of it")


class ChangeOut(Answer):
    """What happened to a purchase order; ``person`` is null where it happened by itself."""

    id: int
    at: int
    person: str | None
    kind: str
    params: dict[str, Any]


class AnnouncedRow(Answer):
    """A delivery that was announced for a purchase order."""

    id: int
    number: str
    state: str
    expected_on: str


class PurchaseOrderOut(Answer):
    """A purchase order with its lines, its life, and what turned out otherwise.

    ``may`` lists the states that it can be brought to now; ``amount_minor`` is null for those who do not see what goods
    cost.
    """

    id: int
    number: str
    state: str
    supplier: str
    supplier_id: int
    supplier_name: str
    supplier_email: str
    ordered_at: int
    expected_on: str
    currency: str
    amount_minor: int | None
    sent_at: int | None
    sent_to: str
    send_problem: str
    reference: str
    may: list[str]
    lines: list[PurchaseOrderLineOut]
    discrepancies: list[DiscrepancyOut]
    deliveries: list[AnnouncedRow]
    history: list[ChangeOut]
