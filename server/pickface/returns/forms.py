"""What the endpoints of customer returns take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import Answer, Code, Form, Line, Listing, Name, Qty

State = Literal["announced", "receiving", "received", "cancelled"]
Follow = Literal["restock", "hold", "supplier", "scrap"]


class ReturnLineForm(Form):
    """So many units of an item that the customer wants to send back, and why."""

    item: Name
    qty: Qty
    reason: Annotated[Line, Field(max_length=120)] = ""


class ReturnForm(Form):
    """A return that a customer has announced (an RMA), of an order that has been shipped.

    ``number`` is what the customer was told (one is made otherwise), ``tracking`` what stands on the parcel: either
    opens it on the floor. ``channel`` is needed where two channels have orders of one number.
    """

    order: Name
    channel: Annotated[Line, Field(max_length=20)] | None = None
    number: Code | None = None
    tracking: Annotated[Line, Field(max_length=60)] = ""
    note: Annotated[Line, Field(max_length=200)] = ""
    lines: Annotated[list[ReturnLineForm], Field(max_length=500)] = Field(default_factory=list)


class ReturnsQuery(Listing):
    """A page of returns, newest first; ``waiting``: those alone of which something is to be decided."""

    state: Literal["", "announced", "receiving", "received", "cancelled"] = ""
    number: Annotated[Line, Field(max_length=40)] = ""
    order: Annotated[Line, Field(max_length=40)] = ""
    grade: Annotated[Line, Field(max_length=20)] = ""
    waiting: bool = False


class ReturnRow(Answer):
    """A return: ``units`` came back, ``undecided`` of them lie apart, ``odd`` were not as sent."""

    id: int
    number: str
    state: State
    order_id: int | None
    order_number: str
    customer: str
    made_at: int
    received_at: int | None
    units: int
    undecided: int
    odd: int


class ReturnsOut(Answer):
    """A page of returns."""

    items: list[ReturnRow]
    next: str | None


class AnnouncedOut(Answer):
    """What the customer has announced of an item, and how much of it came."""

    item: int
    sku: str
    name: str
    qty: int
    came: int
    reason: str


class DecisionOut(Answer):
    """What was decided about units that lay apart."""

    at: int
    person: str
    follow: Follow
    qty: int
    note: str


class GoodsOut(Answer):
    """Units that came back by one scan. ``place`` is where they were laid or their container stood.

    ``strange``: ``over`` (more than was sent), ``not_expected`` (the order had no such item), ``never_sent`` (the lot
    or serial was not sent to this customer), ``other_order`` (it was sent with another order). ``price_minor`` is what
    the customer had paid for one.
    """

    id: int
    item: int
    sku: str
    name: str
    lot: str
    qty: int
    grade: str
    follow: Follow
    undecided: int
    strange: str
    place: str
    container: str
    person: str | None
    at: int
    price_minor: int
    sold_order_id: int | None
    sold_order: str
    decisions: list[DecisionOut]


class MoneyOut(Answer):
    """The money of a return, in minor units of ``currency`` by the site's method of valuing.

    ``paid_minor``: what the customer had paid for what came back (in ``paid_currency``); ``came_back_minor``: at which
    cost it came back into the stock; ``written_off_minor``: what of that was written off since; ``unknown``: units
    whose cost nobody knows.
    """

    paid_minor: int
    paid_currency: str
    came_back_minor: int
    written_off_minor: int
    unknown: int
    currency: str


class ReturnOut(ReturnRow):
    """A return with what was announced, what came, how it was judged, and its money."""

    shipment_id: int | None
    tracking: str
    parcel: str
    note: str
    person: str | None
    announced: list[AnnouncedOut]
    goods: list[GoodsOut]
    money: MoneyOut


class ReturnMade(Answer):
    """The return that was announced; ``made`` is false where the same had been announced before."""

    id: int
    number: str
    made: bool


class DecisionForm(Form):
    """What is to become of units that lay apart; all that are undecided where ``qty`` is left out."""

    follow: Literal["restock", "supplier", "scrap"]
    qty: Qty | None = None
    note: Annotated[Line, Field(max_length=200)] = ""
