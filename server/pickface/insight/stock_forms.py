"""What the list of all items takes and answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import LIMIT, Answer, Line, Query

Sort = Literal["sku", "name", "on_hand", "reserved", "available"]


class StockListQuery(Query):
    """Which items, in which order; ``q`` finds by code or words, best first unless a ``sort`` is named.

    ``cursor`` is what the page before answered as ``next``; ``format`` ``csv`` or ``xlsx`` gives all of them as a file.
    """

    q: Annotated[Line, Field(max_length=80)] = ""
    sort: Sort | None = None
    descending: bool = False
    limit: int = Field(50, ge=1, le=LIMIT)
    cursor: Annotated[str, Field(max_length=400)] = ""
    format: Literal["json", "csv", "xlsx"] = "json"


class StockSpot(Answer):
    """How many lie at a place, in all its containers and lots."""

    place: str
    qty: int


class StockListRow(Answer):
    """An item with its numbers at this site, and the first of its places; ``more_places`` are left out."""

    id: int
    sku: str
    name: str
    zone: str
    tracking: str
    active: bool
    on_hand: int
    reserved: int
    available: int
    incoming: int
    places: list[StockSpot]
    more_places: int


class StockListOut(Answer):
    """A page of items; ``more`` when a search found more than are shown."""

    items: list[StockListRow]
    next: str | None
    more: bool
