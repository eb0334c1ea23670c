"""What the endpoints of counts take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import LIMIT, Answer, Form, Line, Listing, Query, RowId


class StocktakeForm(Form):
    """The zone, by its code, of which every bin is counted."""

    zone: Annotated[Line, Field(min_length=1, max_length=12)]


class DoneOut(Answer):
    """It is under way."""

    done: bool = True


class RoundRow(Answer):
    """A round: ``left_out`` bins were called off, ``differing`` wait for a recount or an approval, ``pinned`` are still
    picked from before they are counted.
    """

    id: int
    kind: str
    day: str
    zone: str
    zone_name: str
    person: str | None
    created_at: int
    closed_at: int
    bins: int
    counted: int
    left_out: int
    differing: int
    pinned: int


class RoundsQuery(Listing):
    """Which rounds: ``open`` or ``over``, of a zone or a kind; the newest first, or the oldest."""

    state: Literal["", "open", "over"] = ""
    kind: Literal["", "cycle", "stocktake"] = ""
    zone: Annotated[Line, Field(max_length=12)] = ""
    descending: bool = True


class RoundsOut(Answer):
    """A page of rounds."""

    items: list[RoundRow]
    next: str | None


class VariancesQuery(Query):
    """Which differences: ``state=waiting`` those that are not decided, ``booked`` those that are; of a zone, of a
    round, or of so many days; ``more`` or ``less`` than booked; of a bin or SKU that holds ``q``. The newest first, or
    the oldest.
    """

    state: Literal["", "waiting", "booked"] = ""
    differs: Literal["", "more", "less"] = ""
    q: Annotated[Line, Field(max_length=60)] = ""
    descending: bool = True
    zone: Annotated[Line, Field(max_length=12)] = ""
    round: RowId | None = None
    limit: int = Field(50, ge=1, le=LIMIT)
    cursor: str | None = Field(None, max_length=400)
    days: Annotated[int, Field(ge=1, le=3660)] = 90


class VarianceRow(Answer):
    """A balance that a count found otherwise than booked; ``exception`` waits for an approval."""

    id: int
    task_id: int
    place_id: int
    place: str
    item_id: int
    sku: str
    name: str
    lot_id: int
    lot: str
    container: str
    owner_id: int
    booked: int
    counted: int
    price_minor: int
    currency: str
    state: str
    person: str | None
    decider: str | None
    looked_at: int
    decided_at: int | None
    exception: int | None


class VariancesOut(Answer):
    """A page of differences, and sums over all that was counted: how many lines agreed, and what was too much or
    too little in the books.
    """

    items: list[VarianceRow]
    next: str | None
    counted: int
    agreed: int
    more_minor: int
    less_minor: int
    currency: str
