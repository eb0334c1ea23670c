"""What "why this quantity?" is asked and answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pickface.contract import LARGEST_ID, Answer, Line, Query, RowId
from pickface.insight.forms import PhotoOut, What, Who

_MOVE_CURSOR = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.-?\d{1,15}"
Cursor = Annotated[str, Field(pattern=rf"^({_MOVE_CURSOR}|\d{{1,15}})$")]


class WhyQuery(Query):
    """Which number: ``balance`` of an item, lot, place, container and owner, or a level of the item here.

    ``owner``: whose goods; who asks has their own, the house or the client, where nobody is named.
    """

    number: Literal["balance", "on_hand", "reserved", "available", "incoming"]
    item: RowId
    place: int = Field(0, ge=0, le=LARGEST_ID, description="id; of a balance")
    lot: int = Field(0, ge=0, le=LARGEST_ID)
    container: Annotated[Line, Field(max_length=40)] = ""
    owner: RowId | None = None
    cursor: Cursor | None = None
    limit: int = Field(50, ge=1, le=200)

    @model_validator(mode="after")
    def _fits(self) -> WhyQuery:
        of_moves = self.number in {"balance", "on_hand"}
        if self.cursor is not None and ("." in self.cursor) is not of_moves:
            raise ValueError("the cursor is of another list")
        return self


class Subject(Answer):
    """What the number is about, by the names that people know."""

    item: int
    sku: str
    name: str
    place: str
    lot_id: int
    lot: str
    container: str
    owner: str


class Document(Answer):
    """An order or a purchase order."""

    id: int
    number: str
    customer: str = ""
    supplier: str = ""


class MoveEnd(Answer):
    """One end of a move: a balance, whose own history can be asked for."""

    item: int
    lot: int
    owner: int
    place: int
    code: str
    container: str
    virtual: bool


class Parcel(Answer):
    """A parcel of the order that the goods were moved for."""

    id: int
    container: str
    tracking: str
    shipped_at: int | None


class MoveRow(Answer):
    """One move: ``qty`` as it changed the number, ``after`` what the number was then."""

    id: str
    at: int
    kind: str
    qty: int
    after: int
    lot: str
    from_: MoveEnd = Field(alias="from")
    to: MoveEnd
    person: Who | None
    device: Who | None
    scan: str | None = Field(description="the id of its event in the journal")
    cause: str = Field(description="what caused it where no scan did: opening, import")
    task: What | None
    order: Document | None
    purchase_order: Document | None
    parcels: list[Parcel]
    undoes: bool
    photos: list[PhotoOut]


class PromiseRow(Answer):
    """Units promised to an order; with a place they are pinned there."""

    qty: int
    order: Document
    state: str
    ship_by: int
    place: str
    container: str
    lot: str
    task: What | None
    person: str | None


class ArrivalRow(Answer):
    """Units that a purchase order still owes."""

    qty: int
    ordered: int
    received: int
    purchase_order: Document
    state: str
    expected_on: str
    ordered_at: int


class Part(Answer):
    """A part of a sum; what is taken away is negative."""

    code: str
    qty: int


class WhyOut(Answer):
    """The number, and the page of what made it: moves, promises, arrivals, or the parts of a sum."""

    number: str
    about: Subject
    qty: int
    moves: list[MoveRow] = Field(default_factory=list)
    promises: list[PromiseRow] = Field(default_factory=list)
    arrivals: list[ArrivalRow] = Field(default_factory=list)
    parts: list[Part] = Field(default_factory=list)
    next: str | None
