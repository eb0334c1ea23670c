"""What the endpoints of pick faces take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pickface.contract import Amount, Answer, Form, Line, Name, Query


class FaceLevels(Form):
    """Below ``min_qty`` a face is refilled, up to ``max_qty``; both 0: reckoned from the item's forecast."""

    min_qty: Amount = 0
    max_qty: Amount = 0

    @model_validator(mode="after")
    def _in_order(self) -> FaceLevels:
        if self.min_qty > self.max_qty:
            raise ValueError("max_qty is at least min_qty")
        return self


class FaceForm(FaceLevels):
    """A bin, by its code or id, becomes the pick face of an item, by SKU or id."""

    place: Name
    item: Name


class FacesForm(Form):
    """Several faces at once, as they were proposed."""

    faces: Annotated[list[FaceForm], Field(min_length=1, max_length=200)]


class FacesQuery(Query):
    """Which faces: those of a state, or whose bin or SKU holds a text; the most pressing first, or by bin or item."""

    state: Literal["", "dry", "low", "coming"] = ""
    q: Annotated[Line, Field(max_length=40)] = ""
    sort: Literal["pressing", "place", "item"] = "pressing"
    descending: bool = False
    limit: int = Field(200, ge=1, le=1000)
    cursor: str | None = Field(None, max_length=400)


class FaceRow(Answer):
    """A face: what it ``has``, how much of that is promised to nobody, what is ``coming`` and ``waited_for``, what lies
    in ``reserve``, and how many days it lasts (null: nobody orders any). ``state`` is dry, low or ok.
    """

    id: int
    place_id: int
    place: str
    item_id: int
    sku: str
    name: str
    min_qty: int
    max_qty: int
    from_forecast: bool
    has: int
    free: int
    coming: int
    waited_for: int
    reserve: int
    a_day_milli: int
    days_left: int | None
    state: str
    called: bool
    task_id: int | None
    task_state: str | None


class FacesOut(Answer):
    """A page of faces, and sums over all of the site: null along bins or items, where only a page of them is read."""

    items: list[FaceRow]
    next: str | None
    faces: int | None = None
    dry: int | None = None
    low: int | None = None
    coming: int | None = None


class FaceProposal(Answer):
    """A bin that should be the face of an item: the lowest that holds it, of an item that is ordered and has others."""

    place: str
    item_id: int
    sku: str
    name: str
    has: int
    bins: int
    a_day_milli: int


class FaceProposalsOut(Answer):
    """Proposals, the item that is ordered most first."""

    items: list[FaceProposal]
    next: None = None


class FacesMade(Answer):
    """How many faces were made; those that were there already are not counted."""

    made: int


class FaceDone(Answer):
    """It is done."""

    done: bool = True
