"""What the purchasing endpoints take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import (
    Amount,
    Answer,
    Code,
    Day,
    Form,
    Line,
    Lines,
    Listing,
    Moment,
    Name,
    Qty,
)

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class SupplierForm(Form):
    """A new supplier."""

    code: Annotated[Line, Field(min_length=1, max_length=20)]
    name: Annotated[Line, Field(min_length=1, max_length=80)]
    email: Annotated[Line, Field(max_length=120)] = ""
    address: Annotated[Lines, Field(max_length=400)] = ""
    lead_days: Annotated[int, Field(ge=0, le=365)] = 7
    currency: Currency = "EUR"


class SupplierRow(Answer):
    """A supplier."""

    id: int
    code: str
    name: str
    email: str
    address: str
    lead_days: int
    currency: str


class SuppliersOut(Answer):
    """A page of suppliers."""

    items: list[SupplierRow]
    next: str | None


class PurchaseOrderLineForm(Form):
    """An item, by id or SKU, and how many smallest units of it."""

    item: Name
    qty: Qty
    price_minor: Amount = 0


class PurchaseOrderForm(Form):
    """Goods ordered from a supplier, who is named by id or code."""

    number: Code
    supplier: Name
    ordered_at: Moment | None = None
    expected_on: Day | None = None
    currency: Currency | None = None
    lines: Annotated[list[PurchaseOrderLineForm], Field(min_length=1, max_length=2000)]


class PurchaseOrdersQuery(Listing):
    """Which purchase orders."""

    state: Literal["", "sent", "receiving", "received", "cancelled"] = ""
    number: Annotated[Line, Field(max_length=40)] = ""


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
    """What of an item was ordered and what came."""

    id: int
    line_no: int
    item: int
    sku: str
    name: str
    qty: int
    received: int
    price_minor: int


class DiscrepancyOut(Answer):
    """What turned out otherwise than ordered."""

    id: int
    kind: str
    item: int | None
    sku: str | None
    qty: int
    code: str
    at: int


class PurchaseOrderOut(Answer):
    """A purchase order with its lines and what turned out otherwise."""

    id: int
    number: str
    state: str
    supplier: str
    supplier_name: str
    ordered_at: int
    expected_on: str
    currency: str
    lines: list[PurchaseOrderLineOut]
    discrepancies: list[DiscrepancyOut]
