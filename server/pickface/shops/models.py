"""Shops whose orders come in, what became of each order, and which of their messages were heard."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis


class Channel(Base):
    """A shop. ``code`` is what its orders bear as their channel; ``kind`` is ``shopify`` or ``woocommerce``.

    The secret is kept as it is, since each message is checked by it; the one before counts as well until it is dropped.
    """

    __tablename__ = "channel"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    code: Mapped[str] = mapped_column(sa.String(20))
    kind: Mapped[str] = mapped_column(sa.String(12))
    secret: Mapped[str] = mapped_column(sa.String(200))
    old_secret: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    stock_buffer: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """So many units of each item are kept back from what the shop is told to be available."""
    take_unpaid: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    active: Mapped[int] = mapped_column(sa.Integer, default=1, server_default="1")
    owner_id: Mapped[int] = mapped_column(Id, default=1, server_default="1")
    """Whose goods its orders are of."""
    made_at: Mapped[int] = mapped_column(Millis)
    __table_args__ = (sa.UniqueConstraint("site_id", "code", name="channel_code"),)


class ChannelOrder(Base):
    """An order by the shop's own id: what makes sure that it is taken in once.

    ``state``: ``taken`` (it is an order here), ``waiting`` (why: ``problem``), ``unpaid``, ``cancelled`` or ``nothing``
    (nothing of it is shipped). ``body`` is the :class:`~pickface.shops.told.ShopOrder` of one that waits, as JSON.
    """

    __tablename__ = "channel_order"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel_id: Mapped[int] = mapped_column(sa.ForeignKey("channel.id"))
    external_id: Mapped[str] = mapped_column(sa.String(40))
    number: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("orders.id"))
    state: Mapped[str] = mapped_column(sa.String(12))
    problem: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    params: Mapped[str] = mapped_column(sa.Text, default="{}", server_default="{}")
    body: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    exception_id: Mapped[int | None] = mapped_column(Id)
    told_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    """When the shop says that it was last changed: what is older is not news."""
    changed_at: Mapped[int] = mapped_column(Millis)
    __table_args__ = (
        sa.UniqueConstraint("channel_id", "external_id", name="channel_order_external"),
        sa.Index("channel_order_state", "channel_id", "state", "id"),
    )


class ChannelMessage(Base):
    """A message of a shop that was heard, and what it came to. ``message`` is a hash of its id and its body."""

    __tablename__ = "channel_message"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel_id: Mapped[int] = mapped_column(sa.ForeignKey("channel.id"))
    message: Mapped[str] = mapped_column(sa.String(64))
    topic: Mapped[str] = mapped_column(sa.String(40))
    number: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    outcome: Mapped[str] = mapped_column(sa.String(30), default="", server_default="")
    left_out: Mapped[str] = mapped_column(sa.Text, default="[]", server_default="[]")
    """JSON: what of the order is not for a warehouse."""
    at: Mapped[int] = mapped_column(Millis)
    __table_args__ = (
        sa.UniqueConstraint("channel_id", "message", name="channel_message_once"),
        sa.Index("channel_message_at", "at"),
    )
