"""The cost book: layers of goods with what they cost, every change of their value, and what was told afterwards.

Money is whole minor units of the site's ``value_currency``; goods of other owners are not in it.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis, Uuid


class CostLayer(Base):
    """Units that came in together at one cost, and how many of them are left, oldest first out.

    ``known`` 0: nobody has said what they cost; then the money columns are 0 and mean nothing.
    """

    __tablename__ = "cost_layer"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    item_id: Mapped[int] = mapped_column(Id)
    site_id: Mapped[int] = mapped_column(Id)
    at: Mapped[int] = mapped_column(Millis)
    """When the goods came into the house; they keep it when they go to another site."""
    source: Mapped[str] = mapped_column(sa.String(12))
    """``receipt``, ``opening``, ``found``, ``return``, ``transfer``, or ``before`` this book was begun."""
    purchase_order_line_id: Mapped[int | None] = mapped_column(Id)
    qty_in: Mapped[int] = mapped_column(Id)
    qty: Mapped[int] = mapped_column(Id)
    known: Mapped[int] = mapped_column(sa.Integer)
    base_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    """What all that came in cost by the purchase order, or as it was named."""
    landed_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    """Freight and duty that were told afterwards, of all that came in."""
    value_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    """What is left of both for the units that are left."""
    price_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    currency: Mapped[str] = mapped_column(sa.String(3), default="", server_default="")
    rate_nano: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    """A unit's price as ordered, and the rate that it was converted by: billionths of ours for one of theirs."""
    __table_args__ = (
        sa.CheckConstraint("qty >= 0 AND qty <= qty_in", name="cost_layer_qty"),
        sa.CheckConstraint("value_minor >= 0", name="cost_layer_value"),
        sa.Index(
            "cost_layer_left",
            "item_id",
            "site_id",
            "at",
            "id",
            sqlite_where=sa.text("qty > 0"),
            postgresql_where=sa.text("qty > 0"),
        ),
        sa.Index("cost_layer_item", "item_id"),
        sa.Index(
            "cost_layer_line",
            "purchase_order_line_id",
            sqlite_where=sa.text("purchase_order_line_id IS NOT NULL"),
            postgresql_where=sa.text("purchase_order_line_id IS NOT NULL"),
        ),
    )


class CostEntry(Base):
    """What one move, or one thing told afterwards, did to a layer; append-only. Their sums are layers and values."""

    __tablename__ = "cost_entry"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[int] = mapped_column(Millis)
    site_id: Mapped[int] = mapped_column(Id)
    item_id: Mapped[int] = mapped_column(Id)
    layer_id: Mapped[int] = mapped_column(Id)
    move_id: Mapped[str | None] = mapped_column(Uuid)
    change_id: Mapped[int | None] = mapped_column(Id)
    reason: Mapped[str] = mapped_column(sa.String(20))
    """Why: the reason that was given, else the kind of the move."""
    writes_off: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """1: to or from scrap or lost-and-found."""
    qty: Mapped[int] = mapped_column(Id)
    known: Mapped[int] = mapped_column(Id)
    """Units of known cost, with the sign of ``qty``; those of a layer that was named have no ``qty``."""
    fifo_minor: Mapped[int] = mapped_column(sa.BigInteger)
    average_minor: Mapped[int] = mapped_column(sa.BigInteger)
    gone_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    """What was told too late for units that had gone already."""
    order_line_id: Mapped[int | None] = mapped_column(Id)
    reverses: Mapped[int | None] = mapped_column(Id)
    __table_args__ = (
        sa.Index("cost_entry_item", "item_id", "site_id", "at"),
        sa.Index("cost_entry_site", "site_id", "at"),
        sa.Index("cost_entry_layer", "layer_id"),
        sa.Index("cost_entry_move", "move_id"),
        sa.Index(
            "cost_entry_change",
            "change_id",
            sqlite_where=sa.text("change_id IS NOT NULL"),
            postgresql_where=sa.text("change_id IS NOT NULL"),
        ),
        sa.Index(
            "cost_entry_reverses",
            "reverses",
            sqlite_where=sa.text("reverses IS NOT NULL"),
            postgresql_where=sa.text("reverses IS NOT NULL"),
        ),
        sa.Index(
            "cost_entry_order_line",
            "order_line_id",
            sqlite_where=sa.text("order_line_id IS NOT NULL"),
            postgresql_where=sa.text("order_line_id IS NOT NULL"),
        ),
        sa.Index(
            "cost_entry_written_off",
            "site_id",
            "at",
            sqlite_where=sa.text("writes_off = 1"),
            postgresql_where=sa.text("writes_off = 1"),
        ),
    )


class CostChange(Base):
    """Cost that was told after the goods had come, by whom and why; append-only."""

    __tablename__ = "cost_change"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(Id)
    at: Mapped[int] = mapped_column(Millis)
    person_id: Mapped[int] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(sa.String(12))
    """``landed`` (shared over goods that came), ``named`` (of one item), ``matched`` (by what it was ordered by)."""
    purchase_order_id: Mapped[int | None] = mapped_column(Id)
    delivery_id: Mapped[int | None] = mapped_column(Id)
    receipt_id: Mapped[int | None] = mapped_column(Id)
    """Of a purchase order: the task that took in what it was shared over, NULL for all of it."""
    item_id: Mapped[int | None] = mapped_column(Id)
    shared_by: Mapped[str] = mapped_column(sa.String(8), default="", server_default="")
    amount_minor: Mapped[int] = mapped_column(sa.BigInteger)
    """In the site's currency: what all its entries add up to."""
    told_minor: Mapped[int] = mapped_column(sa.BigInteger)
    currency: Mapped[str] = mapped_column(sa.String(3))
    rate_nano: Mapped[int] = mapped_column(sa.BigInteger)
    """As it was told, and the rate that it was converted by."""
    note: Mapped[str] = mapped_column(sa.String(200))
    __table_args__ = (
        sa.Index("cost_change_order", "purchase_order_id"),
        sa.Index("cost_change_delivery", "delivery_id"),
        sa.Index("cost_change_item", "item_id"),
    )


class StockValue(Base):
    """What a site's units of an item are worth, by both methods: a projection of its entries.

    ``known_qty`` of ``qty`` units have a cost; the money is theirs. ``last_minor`` is what ``last_qty`` units cost that
    came last: units found when none of known cost is left are valued so.
    """

    __tablename__ = "stock_value"
    item_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    site_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    qty: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    known_qty: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    fifo_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    average_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    last_qty: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    last_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    last_out_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    """When units went to a customer last; 0 for never. An undone shipment leaves it."""
    __table_args__ = (
        sa.Index("stock_value_site", "site_id", "average_minor", "item_id"),
        sa.Index("stock_value_site_fifo", "site_id", "fifo_minor", "item_id"),
        sa.Index(
            "stock_value_unknown",
            "site_id",
            "item_id",
            sqlite_where=sa.text("known_qty < qty"),
            postgresql_where=sa.text("known_qty < qty"),
        ),
    )


class ExchangeRate(Base):
    """How many billionths of the site's currency one of another is worth from a day on; append-only."""

    __tablename__ = "exchange_rate"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(Id)
    currency: Mapped[str] = mapped_column(sa.String(3))
    from_on: Mapped[str] = mapped_column(sa.String(10))
    rate_nano: Mapped[int] = mapped_column(sa.BigInteger)
    at: Mapped[int] = mapped_column(Millis)
    person_id: Mapped[int] = mapped_column(Id)
    __table_args__ = (sa.Index("exchange_rate_of", "site_id", "currency", "from_on", "id"),)
