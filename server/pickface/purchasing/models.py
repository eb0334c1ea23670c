"""Suppliers and what they sell, purchase orders and their life, and what turned out otherwise."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis, Plate, Uuid


class Supplier(Base):
    """Who we buy from."""

    __tablename__ = "supplier"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    email: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")
    address: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    lead_days: Mapped[int] = mapped_column(sa.Integer, default=7, server_default="7")
    """As the supplier states it; what receipts have taught is reckoned (``lead_times.py``)."""
    currency: Mapped[str] = mapped_column(sa.String(3), default="EUR", server_default="EUR")
    min_order_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    min_order_qty: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    sends_itself: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """1: proposals become purchase orders and are sent without a person, within minimum and budget."""
    over_tolerance_pct: Mapped[int | None] = mapped_column(sa.Integer)
    """How much more than ordered is taken without a word; NULL: as the site's settings have it."""
    sample_cartons: Mapped[int | None] = mapped_column(sa.Integer)
    """How many cartons of an announced pallet prove all of it; NULL: as the site's settings have it."""
    inspection: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")
    """How many of what they send are looked at, where the item does not say it; '': as the site has it."""


class SupplierItem(Base):
    """How a supplier sells an item: their code, in what multiples, at which price a unit."""

    __tablename__ = "supplier_item"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    supplier_id: Mapped[int] = mapped_column(sa.ForeignKey("supplier.id"))
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    code: Mapped[str] = mapped_column(sa.String(60), default="", server_default="")
    barcode: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")
    pack_qty: Mapped[int] = mapped_column(Id, default=1, server_default="1")
    pallet_qty: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    """Units on a pallet; 0 where they do not sell by the pallet."""
    price_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    preferred: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """1 for whom the item is bought from; the service keeps it to one supplier an item."""
    __table_args__ = (
        sa.UniqueConstraint("supplier_id", "item_id", name="supplier_item_once"),
        sa.Index("supplier_item_item", "item_id"),
        sa.CheckConstraint("pack_qty > 0 AND pallet_qty >= 0", name="supplier_item_qty"),
    )


class PriceBreak(Base):
    """A unit's price from so many units on."""

    __tablename__ = "price_break"
    supplier_item_id: Mapped[int] = mapped_column(
        sa.ForeignKey("supplier_item.id"), primary_key=True
    )
    from_qty: Mapped[int] = mapped_column(Id, primary_key=True)
    price_minor: Mapped[int] = mapped_column(sa.BigInteger)


class PurchaseOrder(Base):
    """Goods ordered from a supplier; its states and what may follow which stand in ``life.py``."""

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
    approved_at: Mapped[int | None] = mapped_column(Millis)
    approved_by: Mapped[int | None] = mapped_column(Id)
    """NULL beside ``approved_at``: the supplier is set to get orders by themselves."""
    sent_at: Mapped[int | None] = mapped_column(Millis)
    sent_to: Mapped[str] = mapped_column(sa.String(160), default="", server_default="")
    """An e-mail address, or the file in the outbox."""
    send_problem: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    reference: Mapped[str] = mapped_column(sa.String(60), default="", server_default="")
    """What the supplier calls it."""
    blind: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """1: nobody had ordered or announced it; it holds what a receiver took in (``blind.py``)."""
    __table_args__ = (
        sa.Index(
            "purchase_order_of_client",
            "owner_id",
            "id",
            sqlite_where=sa.text("owner_id <> 1"),
            postgresql_where=sa.text("owner_id <> 1"),
        ),
        sa.Index("purchase_order_state", "site_id", "state"),
        sa.Index("purchase_order_named", "site_id", sa.text("UPPER(number)")),
        sa.Index("purchase_order_newest", "site_id", "id"),
        sa.Index("purchase_order_expected", "site_id", "expected_on", "id"),
        sa.Index("purchase_order_supplier", "supplier_id", "site_id", "sent_at"),
    )


class PurchaseOrderChange(Base):
    """What happened to a purchase order, when, and by whom (NULL: by itself)."""

    __tablename__ = "purchase_order_change"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    purchase_order_id: Mapped[int] = mapped_column(sa.ForeignKey("purchase_order.id"))
    at: Mapped[int] = mapped_column(Millis)
    person_id: Mapped[int | None] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(sa.String(20))
    params: Mapped[str] = mapped_column(sa.Text, default="{}", server_default="{}")
    __table_args__ = (sa.Index("purchase_order_change_of", "purchase_order_id", "id"),)


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
    expected_on: Mapped[str] = mapped_column(sa.String(10), default="", server_default="")
    """The day that the supplier confirmed for this line; '' is the order's."""
    first_received_at: Mapped[int | None] = mapped_column(Millis)
    last_received_at: Mapped[int | None] = mapped_column(Millis)
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
    container: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    """The plate that goods which nobody knows stand under."""
    __table_args__ = (
        sa.Index("discrepancy_purchase_order", "purchase_order_id"),
        sa.Index("discrepancy_event", "event_id"),
        sa.Index(
            "discrepancy_container",
            "container",
            sqlite_where=sa.text("container <> ''"),
            postgresql_where=sa.text("container <> ''"),
        ),
    )


class Measurement(Base):
    """What was measured of goods as they came in: their weight, their temperature, and the limit that it broke."""

    __tablename__ = "measurement"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    purchase_order_id: Mapped[int] = mapped_column(Id)
    line_id: Mapped[int | None] = mapped_column(Id)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    lot: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    container: Mapped[str] = mapped_column(Plate, default="", server_default="")
    qty: Mapped[int] = mapped_column(Id)
    weight_g: Mapped[int | None] = mapped_column(sa.BigInteger)
    """Of all these units together."""
    temp_tenths: Mapped[int | None] = mapped_column(sa.Integer)
    limit_tenths: Mapped[int | None] = mapped_column(sa.Integer)
    """The limit that the temperature broke; NULL where it was right."""
    held_at: Mapped[int | None] = mapped_column(Id)
    """The place where they were laid for that."""
    event_id: Mapped[str] = mapped_column(Uuid)
    person_id: Mapped[int | None] = mapped_column(Id)
    created_at: Mapped[int] = mapped_column(Millis)
    __table_args__ = (
        sa.Index("measurement_purchase_order", "purchase_order_id", "id"),
        sa.Index("measurement_event", "event_id"),
    )


class ExpectedDelivery(Base):
    """What a supplier has announced to be under way: cartons and pallets by SSCC (an advance ship notice)."""

    __tablename__ = "expected_delivery"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    supplier_id: Mapped[int] = mapped_column(sa.ForeignKey("supplier.id"))
    number: Mapped[str] = mapped_column(sa.String(40))
    state: Mapped[str] = mapped_column(sa.String(12), default="expected", server_default="expected")
    """``expected``, ``receiving`` (something has come), ``received`` (nothing more is awaited)."""
    expected_on: Mapped[str] = mapped_column(sa.String(10), default="", server_default="")
    announced_at: Mapped[int] = mapped_column(Millis)
    announced_by: Mapped[int | None] = mapped_column(Id)
    __table_args__ = (
        sa.UniqueConstraint("site_id", "number", name="expected_delivery_number"),
        sa.Index("expected_delivery_state", "site_id", "state"),
    )


class ExpectedCarton(Base):
    """One labelled carton (or a pallet that is announced as a whole), and what became of it."""

    __tablename__ = "expected_carton"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    delivery_id: Mapped[int] = mapped_column(sa.ForeignKey("expected_delivery.id"))
    sscc: Mapped[str] = mapped_column(sa.String(18))
    pallet: Mapped[str] = mapped_column(sa.String(18), default="", server_default="")
    state: Mapped[str] = mapped_column(sa.String(12), default="expected", server_default="expected")
    """``expected``, ``received``, ``opened`` (its content is counted by the piece), ``cancelled`` (will not come)."""
    container: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    """The plate that its goods were booked under: its own, or its pallet's."""
    at: Mapped[int | None] = mapped_column(Millis)
    event_id: Mapped[str | None] = mapped_column(Uuid)
    """The scan that booked it."""
    also_event_id: Mapped[str | None] = mapped_column(Uuid)
    """A further scan of it, made out of reach of the first: it books the carton if the first is undone."""
    __table_args__ = (
        sa.UniqueConstraint("sscc", name="expected_carton_sscc"),
        sa.Index("expected_carton_delivery", "delivery_id", "state"),
        sa.Index("expected_carton_pallet", "pallet"),
        sa.Index("expected_carton_event", "event_id"),
    )


class ExpectedGoods(Base):
    """Units of an item in a carton, as the supplier declares them, and the order line that they are for."""

    __tablename__ = "expected_goods"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    carton_id: Mapped[int] = mapped_column(sa.ForeignKey("expected_carton.id"))
    purchase_order_id: Mapped[int] = mapped_column(sa.ForeignKey("purchase_order.id"))
    purchase_order_line_id: Mapped[int | None] = mapped_column(Id)
    """NULL: the purchase order has no line of the item."""
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    qty: Mapped[int] = mapped_column(Id)
    lot: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    expires_on: Mapped[str] = mapped_column(sa.String(10), default="", server_default="")
    serial: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    """The one unit's serial number, where the item is kept by them."""
    __table_args__ = (
        sa.Index(
            "expected_goods_serial",
            "item_id",
            "serial",
            sqlite_where=sa.text("serial <> ''"),
            postgresql_where=sa.text("serial <> ''"),
        ),
        sa.Index("expected_goods_carton", "carton_id"),
        sa.Index("expected_goods_order", "purchase_order_id"),
        sa.CheckConstraint("qty > 0", name="expected_goods_qty"),
    )


class PastDelivery(Base):
    """A delivery of a former system, so that a supplier's lead time and reliability are known from the first day."""

    __tablename__ = "past_delivery"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    supplier_id: Mapped[int] = mapped_column(sa.ForeignKey("supplier.id"))
    ordered_on: Mapped[str] = mapped_column(sa.String(10))
    promised_on: Mapped[str] = mapped_column(sa.String(10), default="", server_default="")
    received_on: Mapped[str] = mapped_column(sa.String(10))
    units_ordered: Mapped[int] = mapped_column(Id)
    units_received: Mapped[int] = mapped_column(Id)
    units_wrong: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    """Damaged, unknown or not ordered."""
    __table_args__ = (sa.Index("past_delivery_supplier", "supplier_id", "site_id", "received_on"),)
