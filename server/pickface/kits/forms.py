"""What the kits' endpoints take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import Answer, Form, Line, Listing, Name
from pickface.kits.rules import MOST_COMPONENTS, MOST_PER_KIT

KitKind = Literal["virtual", "built"]


class ComponentForm(Form):
    """An item, by id or SKU, and how many smallest units of it go into one kit."""

    item: Name
    qty: Annotated[int, Field(ge=1, le=MOST_PER_KIT)]


class KitForm(Form):
    """What an item is made of. ``virtual``: it is sold as one thing and picked as its components; ``built``: it is put
    together beforehand and lies on the shelf.
    """

    kind: KitKind
    components: Annotated[list[ComponentForm], Field(min_length=1, max_length=MOST_COMPONENTS)]


class KitsQuery(Listing):
    """Which kits: ``kind``, and ``component`` those that an item (id or SKU) goes into."""

    kind: Literal["", "virtual", "built"] = ""
    component: Annotated[Line, Field(max_length=60)] = ""
    format: Literal["json", "csv"] = "json"


class ComponentOut(Answer):
    """A component: how many units go into one kit, and how many there are."""

    item: int
    sku: str
    name: str
    tracking: str
    qty: int
    on_hand: int
    available: int


class KitRow(Answer):
    """A kit in the list; ``components`` counts them."""

    id: int
    sku: str
    name: str
    kind: str
    components: int


class KitsOut(Answer):
    """A page of kits."""

    items: list[KitRow]
    next: str | None


class DoneOut(Answer):
    """It is done."""

    done: bool


class KitOut(Answer):
    """A kit and its bill of materials. ``available`` can be promised; ``makeable`` is how many its components make."""

    id: int
    sku: str
    name: str
    kind: str
    on_hand: int
    available: int
    makeable: int
    components: list[ComponentOut]
