"""Who is told what, what there is to tell, and how far that is."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis, Uuid

EVENTS: Final = (
    "order.status", "parcel.shipped", "stock.level", "receipt.closed", "exception.opened", "exception.closed",
    "stock.low", "stock.recovered",
)  # fmt: skip
"""What can be told; ``migrations/telling.py`` notes each of them."""
TEST: Final = "test"


class Webhook(Base):
    """An address that is told what happens at a site. ``state``: ``active``, ``paused`` (by a person) or ``gone`` (it
    said so itself); facts are kept for it all the while, until ``ended_at``.

    Secrets are kept as they are, since every message is signed with them.
    """

    __tablename__ = "webhook"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    url: Mapped[str] = mapped_column(sa.String(500))
    events: Mapped[str] = mapped_column(sa.String(200))
    """Names of events between spaces, one before the first and one behind the last."""
    secret: Mapped[str] = mapped_column(sa.String(80))
    old_secret: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")
    """Signs as well until ``old_secret_until``."""
    old_secret_until: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    state: Mapped[str] = mapped_column(sa.String(10), default="active", server_default="active")
    failures: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """How often in a row the address did not answer; it rests until ``rest_until``."""
    rest_until: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    leased_until: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    """Only one sender of all processes is at it: whoever holds this lease."""
    leased_by: Mapped[str] = mapped_column(sa.String(36), default="", server_default="")
    made_at: Mapped[int] = mapped_column(Millis)
    made_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    told_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    ended_at: Mapped[int | None] = mapped_column(Millis)
    channel_id: Mapped[int | None] = mapped_column(Id)
    """It hears of this channel's orders alone, and of stock less the channel's buffer; NULL for all of the site."""
    __table_args__ = (sa.Index("webhook_site", "site_id", "ended_at"),)


class WebhookFact(Base):
    """Something happened that a webhook may want to know: written by a trigger, gone when messages are made of it.

    ``at`` is the database's own time: it orders nothing.
    """

    __tablename__ = "webhook_fact"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    site_id: Mapped[int] = mapped_column(Id)
    subject: Mapped[int] = mapped_column(Id)
    detail: Mapped[str] = mapped_column(sa.String(20))
    at: Mapped[int] = mapped_column(Millis)


class WebhookMessage(Base):
    """What one webhook is told: ``waiting``, ``sent``, or ``dead`` when it was tried for too long.

    Those of one subject go one after the other. The body is fixed before the first try; until then a stock level has
    none, so that the newest is told.
    """

    __tablename__ = "webhook_message"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    webhook_id: Mapped[int] = mapped_column(sa.ForeignKey("webhook.id"))
    uuid: Mapped[str] = mapped_column(Uuid)
    """What the receiver knows it by; the same at each try."""
    kind: Mapped[str] = mapped_column(sa.String(20))
    subject: Mapped[str] = mapped_column(sa.String(60))
    body: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    state: Mapped[str] = mapped_column(sa.String(10), default="waiting", server_default="waiting")
    attempts: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    next_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    made_at: Mapped[int] = mapped_column(Millis)
    tried_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    took_ms: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    status: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    problem: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    __table_args__ = (
        sa.Index("webhook_message_turn", "webhook_id", "state", "subject", "id"),
        sa.Index("webhook_message_state", "webhook_id", "state", "id"),
        sa.Index("webhook_message_old", "state", "made_at"),
    )
