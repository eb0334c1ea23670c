"""What the endpoints of containers take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import Answer, Form, Line, Query, RowId


class ContainersQuery(Query):
    """Which containers; ``cursor`` is the code of the last one before."""

    q: Annotated[Line, Field(max_length=40, description="a part of the plate")] = ""
    kind: Annotated[Line, Field(max_length=8)] = ""
    state: Annotated[Line, Field(max_length=8)] = ""
    place: Annotated[
        Line, Field(max_length=40, description="the code of the place where it stands")
    ] = ""
    holds: Literal["", "goods", "nothing"] = ""
    order: RowId | None = None
    limit: int = Field(50, ge=1, le=200)
    cursor: Annotated[Line, Field(max_length=40)] = ""


class ContainerRow(Answer):
    """A container and where it stands."""

    code: str
    kind: str
    state: str
    place: str
    order_id: int | None
    weight_g: int
    parent: str
    """What it stands in or on; empty where it stands by itself."""
    inside: int
    """How many containers stand directly in it."""
    units: int
    lots: int
    """What lies loose in it: units in all, and how many different goods."""


class ContainersOut(Answer):
    """A page of containers."""

    items: list[ContainerRow]
    next: str | None


class ContentRow(Answer):
    """What is in a container."""

    item: int
    sku: str
    name: str
    lot_id: int
    lot: str
    owner_id: int
    owner: str
    qty: int
    pinned: int
    container: str
    """The one that it lies in: this one, or one that stands in it."""


class NestedRow(Answer):
    """A container that stands in this one, however deep."""

    code: str
    kind: str
    parent: str
    depth: int


class DoneRow(Answer):
    """What was done with the container: moved, nested, emptied, merged, filled, weighed, taken, undone."""

    at: int
    what: str
    other: str
    place_before: str
    place: str
    parent_before: str
    parent: str
    weight_g: int
    person_id: int | None
    person: str | None
    event: str


class ContainerOut(ContainerRow):
    """A container with what is in it, whatever stands in it included, and what was done with it, newest first."""

    place_id: int
    path: list[str]
    """What it stands in, the outermost first."""
    weighed_at: int | None
    goods_g: int | None
    """What the goods in it weigh by their items; null where one has no weight."""
    nested: list[NestedRow]
    contents: list[ContentRow]
    history: list[DoneRow]


class ContainersForm(Form):
    """New containers, each with a plate that nobody else has."""

    kind: Literal["pallet", "carton", "cart"]
    many: Annotated[int, Field(ge=1, le=200)] = 1
    place: Annotated[Line, Field(max_length=40)] = ""


class MadeContainersOut(Answer):
    """The plates of the containers that were made."""

    items: list[str]
