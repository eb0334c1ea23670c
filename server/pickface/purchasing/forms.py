"""What the endpoints of purchase orders take and answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from pickface.contract import (
    LIMIT,
    Amount,
    Answer,
    Code,
    Currency,
    Day,
    Form,
    Line,
    Moment,
    Name,
    Qty,
    Query,
    RowId,
)

State = Literal[
    "draft", "approved", "sent", "confirmed", "receiving", "received", "closed", "cancelled"
]


class PurchaseOrderLineForm(Form):
    """An item, by id or SKU, and how many smallest units of it."""

    item: Name
    qty: Qty
    price_minor: Amount = 0


class PurchaseOrderForm(Form):
    """Goods ordered from a supplier, who is named by id or code; ``sent`` says that the supplier knows of it.

    ``owner``: whose goods they will be, the house's where nobody is named.
    """

    number: Code
    supplier: Name
    owner: Name | None = None
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
    owner: RowId | None = None


class MatchForm(Form):
    """By which purchase order goods were ordered that nobody had announced."""

    order: Annotated[Line, Field(min_length=1, max_length=40)]


class PurchaseOrderRow(Answer):
    """A purchase order in the list; ``lines`` counts them."""

    id: int
    number: str
    owner: str
    state: str
    supplier: str
    supplier_name: str
    ordered_at: int
    expected_on: str
    currency: str
    blind: bool
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


class MeasuredOut(Answer):
    """What was measured of units that came in; ``limit_tenths`` is the limit that their temperature broke.

    Grams are of all these units together, temperatures in tenths of a degree Celsius.
    """

    id: int
    item: int
    sku: str
    lot: str
    container: str
    qty: int
    weight_g: int | None
    temp_tenths: int | None
    limit_tenths: int | None
    held_at: str | None = Field(description="Where they were laid for that")
    person: str | None
    at: int


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
    owner: str
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
    blind: bool = Field(description="Nobody had announced it: it holds what came")
    may: list[str]
    lines: list[PurchaseOrderLineOut]
    discrepancies: list[DiscrepancyOut]
    measured: list[MeasuredOut]
    deliveries: list[AnnouncedRow]
    history: list[ChangeOut]
