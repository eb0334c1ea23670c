"""What the tree of a lot answers."""

from __future__ import annotations

from pydantic import Field

from pickface.contract import Answer, Query, RowId


class LotsQuery(Query):
    """The lots of which item."""

    item: RowId


class LotRow(Answer):
    """A lot of an item."""

    id: int
    code: str
    expires_on: str
    recalled_at: int | None


class LotsOut(Answer):
    """The lots of an item, newest first."""

    items: list[LotRow]


class CameRow(Answer):
    """Units that came with a purchase order; without one, ``cause`` says how (opening, import)."""

    id: int | None
    number: str | None
    supplier: str | None
    person: str | None
    qty: int
    first_at: int
    last_at: int
    cause: str


class HereRow(Answer):
    """Units in the house: frozen where they are not pickable; ``task_id`` brings them to quarantine."""

    item_id: int
    place_id: int
    place: str
    kind: str
    container: str
    lot_id: int
    lot: str
    owner_id: int
    qty: int
    pickable: bool
    order_id: int | None
    order_number: str | None
    customer: str | None
    task_id: int | None
    task_state: str | None


class PromisedRow(Answer):
    """Units promised to an order."""

    id: int
    number: str
    customer: str
    state: str
    qty: int


class WentRow(Answer):
    """Units that left the house in a parcel, to whom, and how many of them have come back."""

    id: int | None
    number: str | None
    customer: str | None
    street: str | None
    postcode: str | None
    city: str | None
    country: str | None
    container: str
    shipment_id: int | None
    tracking: str | None
    carrier: str | None
    qty: int
    returned: int
    at: int


class ElsewhereRow(Answer):
    """Units scrapped or lost; found ones are negative."""

    kind: str
    qty: int


class AssembledRow(Answer):
    """Units of another item that the lot went into, or that it is made of, by a work order."""

    item_id: int
    sku: str
    name: str
    lot_id: int
    lot: str
    qty: int
    at: int
    work_order_id: int | None
    work_order: str | None


class LotOut(Answer):
    """A lot and its tree both ways; ``totals`` are the sums of the lists."""

    id: int
    code: str
    expires_on: str
    recalled_at: int | None
    recalled_by: str | None
    recall_reason: str
    item_id: int
    sku: str
    name: str
    parent_id: int
    parent: str
    came: list[CameRow]
    here: list[HereRow]
    promised: list[PromisedRow]
    went: list[WentRow]
    elsewhere: list[ElsewhereRow]
    made_of: list[AssembledRow]
    made_into: list[AssembledRow]
    totals: dict[str, int] = Field(description="came, here, promised, went, returned, elsewhere")
