"""Suppliers, purchase orders, and what turned out otherwise."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis, Uuid


class Supplier(Base):
    """Who we buy from."""

    __tablename__ = "supplier"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    email: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")
    address: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    lead_days: Mapped[int] = mapped_column(sa.Integer, default=7, server_default="7")
    currency: Mapped[str] = mapped_column(sa.String(3), default="EUR", server_default="EUR")


class PurchaseOrder(Base):
    """Goods ordered from a supplier: ``sent``, ``receiving``, ``received``, ``cancelled``."""

    __tablename__ = "purchase_order"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(40), unique=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("owner.id"), default=1, server_default="1")
    supplier_id: Mapped[int] = mapped_column(sa.ForeignKey("supplier.id"))
    state: Mapped[str] = mapped_column(sa.String(12), default="sent", server_default="sent")
    ordered_at: Mapped[int] = mapped_column(Millis)
    expected_on: Mapped[str] = mapped_column(sa.String(10), default="", server_default="")
    currency: Mapped[str] = mapped_column(sa.String(3), default="EUR", server_default="EUR")
    __table_args__ = (sa.Index("purchase_order_state", "site_id", "state"),)


class PurchaseOrderLine(Base):
    """How many of an item were ordered and how many came."""

    __tablename__ = "purchase_order_line"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    purchase_order_id: Mapped[int] = mapped_column(sa.ForeignKey("purchase_order.id"))
    line_no: Mapped[int] = mapped_column(sa.Integer)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    qty: Mapped[int] = mapped_column(Id)
    received: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    price_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    __table_args__ = (
        sa.UniqueConstraint("purchase_order_id", "line_no", name="purchase_order_line_no"),
        sa.Index("purchase_order_line_item", "item_id"),
        sa.CheckConstraint("qty > 0 AND received >= 0", name="purchase_order_line_qty"),
    )


class Discrepancy(Base):
    """Short, over, unknown, not expected or damaged against what was ordered."""

    __tablename__ = "discrepancy"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    purchase_order_id: Mapped[int | None] = mapped_column(Id)
    line_id: Mapped[int | None] = mapped_column(Id)
    item_id: Mapped[int | None] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(sa.String(16))
    qty: Mapped[int] = mapped_column(Id)
    code: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")
    event_id: Mapped[str | None] = mapped_column(Uuid)
    created_at: Mapped[int] = mapped_column(Millis)
    __table_args__ = (sa.Index("discrepancy_purchase_order", "purchase_order_id"),)
