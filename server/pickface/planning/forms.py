"""What the planning endpoints take and answer. Money is in minor units, rates in thousandths of a unit."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import Amount, Answer, Day, Form, Line, Name, Qty, Query


class ProposalLineChange(Form):
    """So many instead, or whether the line is left out; what is not said stays."""

    qty: Qty | None = None
    left_out: bool | None = None


class ApproveForm(Form):
    """The version of the proposal that the person has seen."""

    version: Annotated[int, Field(ge=1)]


class PastDemandLine(Form):
    """So many units of an item, by id or SKU, were ordered on a day."""

    item: Name
    day: Day
    units: Amount


class PastDemandForm(Form):
    """What a former system knew; a day that was told before is told anew."""

    lines: Annotated[list[PastDemandLine], Field(min_length=1, max_length=2_000)]


class PastDemandOut(Answer):
    """How many days of items were taken in."""

    lines: int


class ForecastQuery(Query):
    """Of which item: its id or SKU."""

    item: Annotated[Line, Field(min_length=1, max_length=60)]


class ReckoningOut(Answer):
    """When the site was reckoned last (null: never), and whether it is being reckoned now."""

    finished_at: int | None
    took_ms: int
    items: int
    busy: bool
    failing: bool
    next_at: int | None


class ProposalLineOut(Answer):
    """So much of an item, and why; ``raised`` tells what made it more than was needed."""

    id: int
    item: int
    sku: str
    name: str
    qty: int
    proposed: int
    left_out: bool
    edited_by: str | None
    price_minor: int
    amount_minor: int
    pack_qty: int
    pallet_qty: int
    available: int
    incoming: int
    unreserved: int
    waiting: int
    reorder_point: int
    order_up_to: int
    a_day_milli: int
    covers_days: int | None
    raised: list[Literal["pallet", "price", "minimum"]]


class ProposalOut(Answer):
    """What to order from one supplier; ``amount_minor`` is without lines that are left out."""

    id: int
    supplier_id: int
    supplier: str
    supplier_name: str
    currency: str
    version: int
    lead_days: int
    made_at: int
    min_order_minor: int
    min_order_qty: int
    sends_itself: bool
    amount_minor: int
    below_minimum: bool
    lines: list[ProposalLineOut]


class BudgetOut(Answer):
    """The month's budget of the site, what was ordered in it, and what the proposals would take."""

    currency: str
    budget_minor: int
    spent_minor: int
    proposed_minor: int


class BuyingOut(Answer):
    """What to buy now."""

    reckoning: ReckoningOut
    budget: BudgetOut | None
    proposals: list[ProposalOut]


class OrderedOut(Answer):
    """The purchase order that a proposal became; ``new`` is false if it was there already."""

    purchase_order: int
    number: str
    new: bool


class ForecastOut(Answer):
    """What is expected of an item: units a day, the coming days, the weeks before, and when it is bought.

    ``error_pct`` is how far earlier forecasts of four weeks were off; eight weeks of ten lie between ``below_milli``
    under and ``above_milli`` over the forecast. The last of ``weeks`` ends with the day before ``reckoned_at``.
    """

    item: int
    sku: str
    reckoned_at: int
    a_day_milli: int
    days: list[int]
    weeks: list[int]
    below_milli: int
    above_milli: int
    error_pct: int | None
    methods: list[str]
    abc_xyz: str
    safety: int
    reorder_point: int
    order_up_to: int
