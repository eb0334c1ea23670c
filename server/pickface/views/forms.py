"""What the endpoints of saved views take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import Answer, Form, Line, Query
from pickface.people.forms import Role

List = Literal[
    "items", "orders", "purchase-orders", "deliveries", "returns", "kits", "work-orders", "inspections", "suppliers",
    "places", "containers", "people", "devices", "imports", "stock-alerts", "departures", "counts", "count-rounds",
    "pick-faces",
]  # fmt: skip
"""The lists of the office, as their addresses name them."""


class ViewsQuery(Query):
    """Of which list."""

    list: List


class ViewForm(Form):
    """A list as it is to be kept: ``query`` is what stands behind the question mark of its address."""

    list: List
    name: Annotated[Line, Field(min_length=1, max_length=60)]
    query: Annotated[Line, Field(max_length=1000)] = ""


class ShareForm(Form):
    """Whom a view is shared with: a role, or nobody ('')."""

    role: Role | Literal[""]


class ViewOut(Answer):
    """A saved view; ``mine`` where the one who asks has made it, and ``by`` who has."""

    id: int
    list: str
    name: str
    query: str
    role: str
    mine: bool
    by: str


class ViewsOut(Answer):
    """One's own views of a list, and those that are shared with one's role."""

    items: list[ViewOut]
