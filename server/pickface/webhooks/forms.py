"""What the endpoints of webhooks take and answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from pickface.contract import Answer, Form, Line, Listing, Moment, RowId

Event = Literal[
    "order.status", "parcel.shipped", "stock.level", "receipt.closed", "exception.opened", "exception.closed",
    "stock.low", "stock.recovered",
]  # fmt: skip
Url = Annotated[Line, Field(min_length=9, max_length=500, pattern=r"^https?://[!-~]+$")]
Name = Annotated[Line, Field(min_length=1, max_length=80)]
Events = Annotated[list[Event], Field(min_length=1, max_length=20)]


class WebhookForm(Form):
    """An address to tell: what it is called, where it is, and of what it wants to hear."""

    name: Name
    url: Url
    events: Events
    channel: RowId | None = None
    """Only the orders of this channel, and stock less its buffer."""


class WebhookChangeForm(Form):
    """What is to be otherwise from now on; what waits already goes to the new address too."""

    name: Name | None = None
    url: Url | None = None
    events: Events | None = None


class SecretForm(Form):
    """For how many hours the old secret signs as well."""

    hours: Annotated[int, Field(ge=0, le=168)] = 24


class ReplayForm(Form):
    """What to send again: the dead letters, or everything made since a moment (UTC milliseconds), sent or not."""

    since: Moment | None = None


class WebhookOut(Answer):
    """A webhook without its secret. ``state``: ``active``, ``paused`` or ``gone`` (the address answered 410).

    ``failures`` in a row make it rest until ``rest_until``; ``told_at`` is when it last heard something, 0 for never.
    """

    id: int
    name: str
    url: str
    events: list[str]
    channel: str | None
    state: str
    failures: int
    rest_until: int
    told_at: int
    made_at: int
    made_by: str
    old_secret_until: int
    waiting: int
    dead: int


class WebhooksOut(Answer):
    """All webhooks of the site."""

    items: list[WebhookOut]


class WebhookMade(WebhookOut):
    """The same with the secret, which is told this once."""

    secret: str


class MessagesQuery(Listing):
    """Which messages, newest first."""

    state: Literal["", "waiting", "sent", "dead"] = ""


class MessageRow(Answer):
    """A message and how its last try ended: HTTP ``status`` (0 for none), ``problem`` ('' for none), milliseconds."""

    id: int
    uuid: str
    kind: str
    subject: str
    state: str
    attempts: int
    made_at: int
    tried_at: int
    next_at: int
    took_ms: int
    status: int
    problem: str


class MessagesOut(Answer):
    """A page of messages."""

    items: list[MessageRow]
    next: str | None


class MessageOut(MessageRow):
    """A message with what it says; null where that is said when it is sent."""

    body: dict[str, Any] | None


class ReplayedOut(Answer):
    """How many messages are sent again."""

    again: int


class TestedOut(Answer):
    """The message that was made; look it up to see how it went."""

    message: int
