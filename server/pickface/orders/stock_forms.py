"""What the endpoint of an item's stock takes and answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pickface.contract import Answer, Line, Moment, Query, RowId


class StockQuery(Query):
    """Of which item: its id or SKU; ``at`` is a past moment, as booked (UTC milliseconds), and without it now.

    ``owner``: whose numbers are told; their own who asks, the house's or a client's, where nobody is named.
    """

    item: Annotated[Line, Field(min_length=1, max_length=60)]
    at: Moment | None = None
    owner: RowId | None = None


class StockPlaceOut(Answer):
    """Units of the item in one place, lot and container, and whose they are."""

    place_id: int
    place: str
    zone: str
    lot_id: int
    lot: str
    expires_on: str
    container: str
    owner_id: int
    owner: str
    qty: int
    pinned: int
    unreservable: int


class PromiseDayOut(Answer):
    """A day on which something changes; ``available`` is what can be promised from then on."""

    on: str
    incoming: int
    promised: int
    available: int


class PromiseOut(Answer):
    """What can be promised when; what is overdue or comes nobody knows when is promised to nobody."""

    days: list[PromiseDayOut]
    overdue: int
    undated: int


class StockComponentOut(Answer):
    """A component of the item where that is a kit: how many units go into one, and how many there are."""

    item: int
    sku: str
    name: str
    tracking: str
    qty: int
    on_hand: int
    available: int


class StockOut(Answer):
    """How many there are, are promised, can still be promised, and are on their way; of a past moment only how many
    there were is kept, and the others are null.
    """

    item: int
    sku: str
    on_hand: int
    reserved: int | None
    available: int | None
    incoming: int | None
    promise: PromiseOut | None
    places: list[StockPlaceOut]
    components: list[StockComponentOut]
