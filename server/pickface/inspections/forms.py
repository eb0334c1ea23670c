"""What the endpoints of inspection take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import Answer, Form, Line, Listing, Qty

State = Literal["waiting", "hold", "reject"]


class InspectionsQuery(Listing):
    """Goods in quarantine, newest first: those that wait to be looked at, were held, or were rejected."""

    state: State = "waiting"
    order: Annotated[Line, Field(max_length=40)] = ""


class InspectedRow(Answer):
    """Units of one lot that came by one purchase order. ``container`` or ``place`` says where they are.

    ``looks``: how many of them the plan asks to look at. ``why``: whose plan it is (``item``, ``supplier``, ``site``).
    ``id`` is what a decision names, where goods were held or rejected.
    """

    id: int
    state: State
    item: int
    sku: str
    name: str
    lot: str
    qty: int
    looks: int
    plan: str
    why: str
    place: str
    container: str
    purchase_order_id: int
    purchase_order: str
    supplier_id: int
    supplier: str
    person: str | None
    at: int


class InspectedOut(Answer):
    """A page of goods in quarantine."""

    items: list[InspectedRow]
    next: str | None


class InspectionDecisionForm(Form):
    """What becomes of units that were held or rejected: all that are undecided, or ``qty`` of them.

    ``pass``: put away after all; ``reject`` (of what is held): the buyer hears of it; ``supplier``: sent back;
    ``scrap``: written off.
    """

    follow: Literal["pass", "reject", "supplier", "scrap"]
    qty: Qty | None = None
    note: Annotated[Line, Field(max_length=200)] = ""


class DecidedOut(Answer):
    """How many of the units are still undecided."""

    id: int
    undecided: int
