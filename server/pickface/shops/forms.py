"""What the endpoints of channels take and answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from pickface.contract import MOST, Answer, Form, Line, Listing, Name

Secret = Annotated[Line, Field(min_length=8, max_length=200)]
Buffer = Annotated[int, Field(ge=0, le=MOST)]


class ChannelForm(Form):
    """A shop: its code is what its orders bear as their channel; the secret is what the shop signs with.

    ``stock_buffer`` units of each item are kept back from what it is told; ``take_unpaid``: its orders are shipped
    before they are paid. ``owner``: whose goods its orders are of, the house's where nobody is named.
    """

    code: Annotated[Line, Field(min_length=1, max_length=20)]
    kind: Literal["shopify", "woocommerce"]
    secret: Secret
    stock_buffer: Buffer = 0
    take_unpaid: bool = False
    owner: Name | None = None


class ChannelChangeForm(Form):
    """What is to be otherwise; with a new ``secret`` the one before counts as well until it is changed again."""

    secret: Secret | None = None
    stock_buffer: Buffer | None = None
    take_unpaid: bool | None = None
    active: bool | None = None
    owner: Name | None = None


class ChannelOut(Answer):
    """A channel without its secret; ``path`` is where the shop sends to on this server."""

    id: int
    code: str
    kind: str
    path: str
    owner: str
    stock_buffer: int
    take_unpaid: bool
    active: bool
    two_secrets: bool
    made_at: int
    heard_at: int
    orders: int
    waiting: int


class ChannelsOut(Answer):
    """All channels of the site."""

    items: list[ChannelOut]


class ChannelOrdersQuery(Listing):
    """Which of its orders, those that changed last first."""

    state: Literal["", "taken", "waiting", "unpaid", "cancelled", "nothing"] = ""


class ChannelOrderRow(Answer):
    """An order as the shop has it; ``problem`` and ``params`` say why it waits."""

    id: int
    external_id: str
    number: str
    order_id: int | None
    state: str
    problem: str
    params: dict[str, Any]
    changed_at: int


class ChannelOrdersOut(Answer):
    """A page of its orders."""

    items: list[ChannelOrderRow]
    next: str | None


class ChannelMessagesQuery(Listing):
    """A page of messages, newest first."""


class ChannelMessageRow(Answer):
    """A message that was heard, what it came to, and what of it is not for a warehouse."""

    id: int
    topic: str
    number: str
    outcome: str
    left_out: list[str]
    at: int


class ChannelMessagesOut(Answer):
    """A page of messages."""

    items: list[ChannelMessageRow]
    next: str | None


class TriedOut(Answer):
    """What it came to."""

    outcome: str


class HeardOut(Answer):
    """What a shop's message came to."""

    outcome: str
