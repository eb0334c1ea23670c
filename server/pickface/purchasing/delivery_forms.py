"""What the endpoints of announced deliveries take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import Answer, Code, Day, Form, Line, Listing, Name, Qty
from pickface.purchasing.forms import MeasuredOut

Sscc = Annotated[str, Field(pattern=r"^\d{18}$")]
"""A serial shipping container code: 18 digits, the last of which checks the others."""
State = Literal["expected", "receiving", "received"]
MOST_CARTONS = 1_500
"""More than the largest lorry has; they are written while nobody else writes (LAWS 9)."""


Serial = Annotated[Line, Field(min_length=1, max_length=40)]


class ContentForm(Form):
    """So many units of an item in a carton, and for which purchase order where it is not the delivery's.

    Of an item that is kept by serial number each unit's is named in ``serials``, as many as ``qty``.
    """

    item: Name
    qty: Qty
    lot: Annotated[Line, Field(max_length=40)] = ""
    expires_on: Day | None = None
    serials: Annotated[list[Serial], Field(max_length=500)] = Field(default=[])
    purchase_order: Code | None = None


class CartonForm(Form):
    """A labelled carton, the pallet that it stands on, and what is in it. A pallet that is one load is a carton."""

    sscc: Sscc
    pallet: Sscc | None = None
    contents: Annotated[list[ContentForm], Field(min_length=1, max_length=200)]


class DeliveryForm(Form):
    """What a supplier has sent. Without a purchase order the delivery gets one of its own, with its number; what
    is in it is ``owner``'s, the house's where nobody is named.
    """

    number: Code
    supplier: Name
    purchase_order: Code | None = None
    owner: Name | None = None
    expected_on: Day | None = None
    cartons: Annotated[list[CartonForm], Field(min_length=1, max_length=MOST_CARTONS)]


class DeliveriesQuery(Listing):
    """A page of deliveries, newest first."""

    state: Literal["", "expected", "receiving", "received"] = ""
    number: Annotated[Line, Field(max_length=40)] = ""


class DeliveryRow(Answer):
    """A delivery: ``cartons`` of them are announced, ``arrived`` are in, ``cancelled`` will not come."""

    id: int
    number: str
    state: State
    supplier_id: int
    supplier: str
    supplier_name: str
    expected_on: str
    announced_at: int
    cartons: int
    arrived: int
    cancelled: int


class DeliveriesOut(Answer):
    """A page of deliveries."""

    items: list[DeliveryRow]
    next: str | None


class GoodsOut(Answer):
    """Units of an item in a carton; ``ordered``: whether ``purchase_order``, which they are for, has a line of it."""

    item: int
    sku: str
    name: str
    qty: int
    lot: str
    expires_on: str
    serials: list[str]
    purchase_order_id: int
    purchase_order: str
    ordered: bool


class CartonOut(Answer):
    """A carton, where its goods were booked, and who scanned it when."""

    sscc: str
    pallet: str
    state: Literal["expected", "received", "opened", "cancelled"]
    container: str
    at: int | None
    person: str | None
    goods: list[GoodsOut]


class DeliveryOut(DeliveryRow):
    """A delivery with its cartons, and what was measured of its goods as they came in."""

    contents: list[CartonOut]
    measured: list[MeasuredOut]


class DeliveryMade(Answer):
    """The delivery that was announced; ``made`` is false where the same had been announced before."""

    id: int
    made: bool
