"""What the endpoints of the cost book take and answer. Money is minor units of the site's currency."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import LIMIT, MOST, Amount, Answer, Currency, Day, Form, Line, Query, RowId

LARGEST_RATE = 10**15


class ValueQuery(Query):
    """How many days of the value by day."""

    days: int = Field(90, ge=1, le=366)


class ValuePartsQuery(Query):
    """At the end of which day; without one, now."""

    on: Day | None = None


class ValueItemsQuery(Query):
    """Which items: all that are here by value, those of unknown cost, or (``on``) all at the end of a day by SKU."""

    unknown: bool = False
    on: Day | None = None
    limit: int = Field(50, ge=1, le=LIMIT)
    cursor: Annotated[str, Field(max_length=200)] = ""
    format: Literal["json", "csv", "xlsx"] = "json"


class WriteOffQuery(Query):
    """How many days back."""

    days: int = Field(30, ge=1, le=3660)


class NameCostForm(Form):
    """What a unit cost, as the supplier's paper says: of one layer, or (``layer`` 0) of all of unknown cost."""

    price_minor: Amount
    currency: Currency
    layer: Annotated[int, Field(ge=0)] = 0
    note: Annotated[Line, Field(max_length=200)] = ""


class LandedForm(Form):
    """Freight or duty of a purchase order or a delivery, below 0 where it is given back; shared by value, weight or
    pieces. ``receipt``: only over what that receipt took in of the purchase order.
    """

    amount_minor: Annotated[int, Field(ge=-MOST, le=MOST)]
    currency: Currency
    by: Literal["value", "weight", "pieces"] = "value"
    receipt: RowId | None = None
    note: Annotated[Line, Field(min_length=1, max_length=200)]


class RateForm(Form):
    """From a day on, one of another currency is worth so many billionths of the site's."""

    currency: Currency
    from_on: Day
    rate_nano: Annotated[int, Field(ge=1, le=LARGEST_RATE)]


class AgeRow(Answer):
    """Units that came in from ``from_days`` to ``to_days`` (null: any longer) ago, and what they are worth."""

    from_days: int
    to_days: int | None
    qty: int
    unknown_qty: int
    value_minor: int


class DayValue(Answer):
    """The value at the end of a day, and how many units had no known cost then."""

    on: str
    value_minor: int
    unknown_qty: int


class OwnerRow(Answer):
    """Units of an owner here; ``value_minor`` is null for what is not ours."""

    owner: str
    house: bool
    qty: int
    value_minor: int | None


class ZoneValue(Answer):
    """What lies in a zone; an empty ``zone`` is places without one, ``transit`` is on its way here."""

    zone: str
    name: str
    transit: bool
    qty: int
    unknown_qty: int
    value_minor: int


class ValueOut(Answer):
    """What the site's goods are worth now, how old they are, and how it was by day."""

    method: str
    currency: str
    value_minor: int
    qty: int
    unknown_qty: int
    unknown_items: int
    ages: list[AgeRow]
    days: list[DayValue]


class PartsOut(Answer):
    """What lies in each zone, and whose goods there are."""

    currency: str
    zones: list[ZoneValue]
    owners: list[OwnerRow]


class ValueRow(Answer):
    """An item's units and value; ``unit_minor`` (null: not known) is rounded, the value is not."""

    id: int
    sku: str
    name: str
    qty: int
    unknown_qty: int
    value_minor: int
    unit_minor: int | None
    ages: list[AgeRow]


class ValueItemsOut(Answer):
    """A page of items."""

    items: list[ValueRow]
    next: str | None


class LayerRow(Answer):
    """Units that came in together; money is null where nobody knows what they cost."""

    id: int
    at: int
    source: str
    purchase_order_id: int | None
    purchase_order: str | None
    qty_in: int
    qty: int
    value_minor: int | None
    base_minor: int | None
    landed_minor: int | None
    price_minor: int | None
    currency: str
    rate_nano: int


class ChangeRow(Answer):
    """Cost that was told afterwards, and how much of it was for units that had gone."""

    id: int
    at: int
    person: str
    kind: str
    by: str
    amount_minor: int
    gone_minor: int
    told_minor: int
    currency: str
    rate_nano: int
    note: str


class ItemValueOut(Answer):
    """What an item is worth by both methods, its layers that have units left, and what was told afterwards."""

    method: str
    currency: str
    qty: int
    unknown_qty: int
    value_minor: int
    unit_minor: int | None
    fifo_minor: int
    average_minor: int
    layers: list[LayerRow]
    more_layers: int
    changes: list[ChangeRow]


class ReceiptRow(Answer):
    """A receipt of a purchase order: when it began, who took it in, and how many units of ours came by it."""

    id: int
    at: int
    person: str
    qty: int


class LandedOut(Answer):
    """What came of a purchase order or a delivery: its cost as ordered, and what was told afterwards."""

    currency: str
    received_qty: int
    unknown_qty: int
    base_minor: int
    landed_minor: int
    changes: list[ChangeRow]
    receipts: list[ReceiptRow]


class WriteOffRow(Answer):
    """Units written off (below 0: found) for a reason; ``unknown_qty`` of them have no known cost."""

    reason: str
    qty: int
    unknown_qty: int
    value_minor: int


class WriteOffsOut(Answer):
    """What was written off, by reason, the largest first."""

    currency: str
    days: int
    items: list[WriteOffRow]


class RateRow(Answer):
    """What a currency is worth from a day on, and who said so."""

    id: int
    currency: str
    from_on: str
    rate_nano: int
    at: int
    person: str


class RatesOut(Answer):
    """The rates, newest first, and the site's own currency."""

    currency: str
    items: list[RateRow]
