"""What the lists that a manager acts on take and answer. Money is minor units of the site's currency."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import LIMIT, Answer, Query

Watched = Literal["low", "dead", "overstock", "expiring"]


class WatchQuery(Query):
    """How many days: without a shipment (dead), of demand (overstock), until the expiry (expiring)."""

    days: int = Field(90, ge=1, le=3660)


class WatchListQuery(WatchQuery):
    """A page of one list; ``format`` ``csv`` or ``xlsx`` gives all of it as a file."""

    limit: int = Field(50, ge=1, le=LIMIT)
    cursor: Annotated[str, Field(max_length=200)] = ""
    format: Literal["json", "csv", "xlsx"] = "json"


class WatchSum(Answer):
    """How many items (or lots) a list has, and their money (null where a list is not about money)."""

    name: Watched
    days: int
    rows: int
    value_minor: int | None


class WatchOut(Answer):
    """What each list adds up to; ``reckoned_at`` is when demand was reckoned last, null before the first time."""

    currency: str
    reckoned_at: int | None
    lists: list[WatchSum]


class WatchRow(Answer):
    """An item of a list. What a list does not tell is null.

    ``units`` are what the list is about: missing to the reorder point (low), here (dead), more than the days' demand
    (overstock), of the lot (expiring). ``days`` is how long what is here and comes will last (low, overstock; null
    where nothing is ordered of it), or until the expiry.
    """

    id: int
    sku: str
    name: str
    lot_id: int | None
    lot: str | None
    expires_on: str | None
    on_hand: int
    available: int | None
    incoming: int | None
    waiting: int | None
    reorder_point: int | None
    a_day_milli: int | None
    units: int
    days: int | None
    last_out_at: int | None
    came_at: int | None
    value_minor: int | None
    unknown: bool


class WatchListOut(Answer):
    """A page of a list, the most pressing first."""

    currency: str
    items: list[WatchRow]
    next: str | None
