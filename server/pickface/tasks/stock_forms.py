"""What the endpoints that change stock from a desk take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import MOST, Answer, Form, Line, Qty, Query, RowId


class BalanceForm(Form):
    """Names a balance: an item at a place, of a lot, in a container, of an owner."""

    item: RowId
    place: RowId
    lot: Annotated[int, Field(ge=0)] = 0
    container: Annotated[Line, Field(max_length=40)] = ""
    owner: RowId = 1


class AdjustForm(BalanceForm):
    """Units to add (or, below zero, to take off), and why."""

    delta: Annotated[int, Field(ge=-MOST, le=MOST)]
    reason: Literal["damaged", "expired", "used", "lost", "found", "mistake"]
    note: Annotated[Line, Field(max_length=200)] = ""
    photo: Annotated[
        str,
        Field(
            pattern=r"^([0-9a-f]{64})?$",
            description="the SHA-256 of a photo that is handed in after this",
        ),
    ] = ""


class MoveForm(BalanceForm):
    """Units that go to another place of the site, by its code."""

    qty: Qty
    to: Annotated[Line, Field(min_length=1, max_length=40)]


class SendForm(BalanceForm):
    """Units that go to another site, by its code."""

    qty: Qty
    site: Annotated[Line, Field(min_length=1, max_length=12)]


class TakeInForm(Form):
    """Units in transit to this site that have come, and the code of the place where they are now."""

    item: RowId
    lot: Annotated[int, Field(ge=0)] = 0
    owner: RowId = 1
    qty: Qty
    to: Annotated[Line, Field(min_length=1, max_length=40)]


class BalanceQuery(Query):
    """Names a balance."""

    item: RowId
    place: RowId
    lot: Annotated[int, Field(ge=0)] = 0
    container: Annotated[Line, Field(max_length=40)] = ""
    owner: RowId = 1


class ChangedOut(Answer):
    """``booked``, or false where it waits for a manager; and what is there now."""

    booked: bool
    qty: int


class AdjustedOut(ChangedOut):
    """``event`` is the one that a photo is handed in for."""

    event: str


class PromiseRow(Answer):
    """Units of the balance that an order is promised."""

    order_id: int
    number: str
    qty: int
    ship_by: int
    picked: bool


class SiteRow(Answer):
    """Another site."""

    code: str
    name: str


class BalanceOut(Answer):
    """A balance, who is promised from it, and whether a count of it waits to be decided."""

    item: int
    sku: str
    name: str
    price_minor: int
    currency: str
    place_id: int
    place: str
    lot_id: int
    lot: str
    container: str
    owner_id: int
    owner: str
    qty: int
    pinned: int
    unreservable: int
    counted_at: int
    count_waits: bool
    promises: list[PromiseRow]
    sites: list[SiteRow]


class TransitRow(Answer):
    """Goods on their way to this site."""

    item: int
    sku: str
    name: str
    lot_id: int
    lot: str
    owner_id: int
    qty: int
    since: int


class TransitOut(Answer):
    """What is in transit to this site."""

    items: list[TransitRow]
