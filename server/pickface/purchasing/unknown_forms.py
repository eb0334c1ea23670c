"""What is said of unknown goods."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pickface.catalog.forms import Pack, Sku, Tracking
from pickface.contract import Day, Form, Line, Name, Qty


class NewItemForm(Form):
    """The few facts that make an item; the rest can be said later."""

    sku: Sku
    name: Annotated[Line, Field(min_length=1, max_length=160)]
    tracking: Tracking = "none"
    zone: Annotated[Line, Field(max_length=12)] = ""


class UnknownGoodsForm(Form):
    """What they are: an item that is there, or a ``new`` one, each code counting ``each`` units; or they go back."""

    follow: Literal["item", "supplier"]
    item: Name | None = None
    new: NewItemForm | None = None
    each: Qty = 1
    pack: Pack = "piece"
    lot: Annotated[Line, Field(max_length=60)] = ""
    expires_on: Day | Literal[""] = ""
    note: Annotated[Line, Field(max_length=200)] = ""

    @model_validator(mode="after")
    def _one_item(self) -> Self:
        if (self.follow == "item") != ((self.item is None) != (self.new is None)):
            raise ValueError("say which item they are: one that is there, or a new one")
        return self
