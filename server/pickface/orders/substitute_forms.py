"""What the endpoints of substitutes take and answer."""

from __future__ import annotations

from pickface.contract import Answer, Form, Qty, RowId


class SubstituteForm(Form):
    """The item, by its id, that stands for so many units of the line."""

    item: RowId
    qty: Qty


class AllowForm(Form):
    """Whether the customer takes another item where one cannot be had."""

    allowed: bool


class OfferOut(Answer):
    """An item that may stand for the line, and how many units can be promised."""

    item: int
    sku: str
    name: str
    available: int


class OffersOut(Answer):
    """What may stand for a line, the first choice first; ``allowed``: the customer takes it; ``lacking``: how many
    units of the line are neither promised nor picked.
    """

    allowed: bool
    lacking: int
    items: list[OfferOut]
