"""What the orders' endpoints take and answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from pickface.contract import (
    LIMIT,
    Amount,
    Answer,
    Code,
    Form,
    Line,
    Lines,
    Moment,
    Name,
    Qty,
    Query,
    RowId,
)
from pickface.orders.address_forms import AddressFaultOut

LANGUAGE = r"^([A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*)?$"


class OrderLineForm(Form):
    """An item, by id or SKU, how many smallest units, and the lot or serial if only that one will do. ``tax_bp``: its
    tax rate in hundredths of a percent, where it is known.
    """

    item: Name
    qty: Qty
    lot: Annotated[Line, Field(max_length=40)] = ""
    price_minor: Amount = 0
    tax_bp: Annotated[int, Field(ge=0, le=10_000)] | None = None


class OrderForm(Form):
    """Goods a customer is to get. The same order sent again is answered with the one that exists.

    ``collect``: the customer comes for it; it gets a collection code to show. ``gift``: no prices are in its parcel;
    an order with a ``gift_note`` is one, and the note is printed. ``substitutes``: another item will do where one
    cannot be had; left out, it is as the site has it. ``shelf_days_left``: for how many days dated goods must still be
    good on the day of ``ship_by``; where the item or the site asks for more, that counts. ``owner``: whose goods, if
    not the house's.
    """

    number: Code
    channel: Annotated[Line, Field(max_length=20)] = ""
    owner: Name | None = None
    priority: Annotated[int, Field(ge=1, le=9)] = 5
    placed_at: Moment | None = None
    ship_by: Moment | None = None
    customer: Annotated[Line, Field(max_length=120)] = ""
    street: Annotated[Line, Field(max_length=160)] = ""
    postcode: Annotated[Line, Field(max_length=20)] = ""
    city: Annotated[Line, Field(max_length=80)] = ""
    country: Annotated[Line, Field(max_length=60)] = ""
    note: Annotated[Lines, Field(max_length=1000)] = ""
    collect: bool = False
    language: Annotated[str, Field(max_length=16, pattern=LANGUAGE)] = ""
    gift: bool = False
    gift_note: Annotated[Lines, Field(max_length=500)] = ""
    substitutes: bool | None = None
    shelf_days_left: Annotated[int, Field(ge=0, le=3650)] = 0
    lines: Annotated[list[OrderLineForm], Field(min_length=1, max_length=2000)]


class OrdersQuery(Query):
    """Which orders, in which order: without ``sort`` the newest first; ``urgency`` is by priority, then by ship-by.

    ``cursor`` is what the page before answered as ``next``.
    """

    limit: int = Field(50, ge=1, le=LIMIT)
    cursor: Annotated[str, Field(max_length=400)] = ""
    sort: Literal["", "number", "ship_by", "urgency"] = ""
    descending: bool = False

    state: Literal["", "open", "released", "picked", "packed", "shipped", "held", "cancelled"] = ""
    number: Annotated[Line, Field(max_length=40)] = ""
    channel: Annotated[Line, Field(max_length=20)] | None = None
    owner: RowId | None = None


class OrderRow(Answer):
    """An order in the list; ``lines`` counts them."""

    id: int
    number: str
    channel: str
    owner: str
    state: str
    priority: int
    placed_at: int
    ship_by: int
    customer: str
    city: str
    country: str
    lines: int
    units: int
    reserved: int
    address_faulty: bool


class OrdersOut(Answer):
    """A page of orders, newest first."""

    items: list[OrderRow]
    next: str | None


class OrderLineOut(Answer):
    """What of an item the customer is to get, and how far that is. ``lacking`` units are neither promised nor picked;
    a substitute names the line that it stands for (``substitute_for``). ``fresh_from``: before this day none of its
    lots may expire ('' for any); ``too_short`` free units do.
    """

    id: int
    line_no: int
    item: int
    sku: str
    name: str
    lot: str
    qty: int
    reserved: int
    shipped: int
    returned: int
    given_up: int
    price_minor: int
    tax_bp: int | None
    billed: int
    kit: int | None
    lacking: int
    substitute_for: int | None
    fresh_from: str
    too_short: int


class OrderKitOut(Answer):
    """A virtual kit as the customer ordered it, and how many of it are whole; its components are the lines whose
    ``kit`` is its ``id``.
    """

    id: int
    line_no: int
    item: int
    sku: str
    name: str
    qty: int
    reserved: int
    shipped: int
    returned: int
    given_up: int
    price_minor: int
    tax_bp: int | None
    billed: int


class ParcelOut(Answer):
    """One parcel of an order. ``label`` is '' where the house prints it, else ``wanted``, ``ready`` or ``refused``
    (``label_problem``, and ``label_said`` in the carrier's words).
    """

    id: int
    container: str
    tracking: str
    carrier: str
    weight_g: int
    packed_at: int
    shipped_at: int | None
    handed_to: str
    label: str
    label_format: str
    label_problem: str
    label_said: str
    tracking_url: str
    track_state: str


class OrderReturnOut(Answer):
    """A return of an order, and how many units came back by it."""

    id: int
    number: str
    state: str
    made_at: int
    units: int


class OrderChangeOut(Answer):
    """What happened to an order: split, split_from, merged, merged_into, with which other one; held, let_go,
    priority; may_substitute, no_substitute, substituted, substituted_itself and taken_back (``item`` stands
    ``instead_of`` another), where ``other`` is the order itself.
    """

    at: int
    what: str
    person: str | None
    other_id: int
    other: str
    units: int | None
    priority: int | None
    item: str | None
    instead_of: str | None


class OrderOut(Answer):
    """An order with its lines, its parcels, and what came back."""

    id: int
    number: str
    channel: str
    owner: str
    state: str
    priority: int
    placed_at: int
    ship_by: int
    customer: str
    street: str
    postcode: str
    city: str
    country: str
    note: str
    collect: bool
    collection_code: str
    language: str
    gift: bool
    gift_note: str
    substitutes: bool
    shelf_days_left: int
    address_faults: list[AddressFaultOut]
    lines: list[OrderLineOut]
    kits: list[OrderKitOut]
    shipments: list[ParcelOut]
    returns: list[OrderReturnOut]
    changes: list[OrderChangeOut]


class PartForm(Form):
    """A line of the order, by its id, and how many of its units the new order gets."""

    line: RowId
    qty: Qty


class SplitForm(Form):
    """What becomes an order of its own."""

    lines: Annotated[list[PartForm], Field(min_length=1, max_length=2000)]


class MergeForm(Form):
    """The open order, by its id, that becomes part of this one."""

    order: RowId


class OrderPriority(Form):
    """How urgent an order is: 1 is first, 9 is last."""

    priority: Annotated[int, Field(ge=1, le=9)]


class ReleaseQuery(Query):
    """``partial``: send what there is, though stock does not cover the order."""

    partial: bool = False


class ReleaseForm(Form):
    """The orders to release together; ``partial`` as for one. ``method``: how they are picked, where it is not as the
    site usually does: each by itself, several in a batch, or several on a cart.
    """

    orders: Annotated[list[RowId], Field(min_length=1, max_length=200)]
    partial: bool = False
    method: Literal["single", "batch", "cluster"] | None = None


class ReleasedRow(Answer):
    """What became of one order; ``code`` and ``params`` say why it was left as it is."""

    id: int
    number: str
    state: str
    code: str | None
    params: dict[str, Any]


class ReleasedOut(Answer):
    """What became of the orders."""

    orders: list[ReleasedRow]
