"""What customers are to get: orders, their lines and the parcels."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis


class Order(Base):
    """Goods a customer is to get (table ``orders``: the singular is a word of SQL).

    States: ``open`` -> ``released`` -> ``picked`` -> ``packed`` -> ``shipped``; ``held`` and ``cancelled`` beside.
    """

    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(40))
    channel: Mapped[str] = mapped_column(sa.String(20), default="", server_default="")
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("owner.id"), default=1, server_default="1")
    state: Mapped[str] = mapped_column(sa.String(12), default="open", server_default="open")
    priority: Mapped[int] = mapped_column(sa.Integer, default=5, server_default="5")
    """1 is first, 9 is last."""
    placed_at: Mapped[int] = mapped_column(Millis)
    ship_by: Mapped[int] = mapped_column(Millis)
    customer: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")
    street: Mapped[str] = mapped_column(sa.String(160), default="", server_default="")
    postcode: Mapped[str] = mapped_column(sa.String(20), default="", server_default="")
    city: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")
    country: Mapped[str] = mapped_column(sa.String(60), default="", server_default="")
    note: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    wave_id: Mapped[int | None] = mapped_column(Id)
    """The first of the orders that it was released with to be put on carts; NULL for one that was released alone."""
    collect: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """1: the customer comes for it, and shows ``collection_code``."""
    collection_code: Mapped[str] = mapped_column(sa.String(12), default="", server_default="")
    language: Mapped[str] = mapped_column(sa.String(16), default="", server_default="")
    """The customer's, as the shop tells it (``de-AT``); '' is as the site writes."""
    gift: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """1: whoever opens the parcel sees no prices in it."""
    gift_note: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    """What is printed for them."""
    substitutes: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """1: the customer takes another item where one cannot be had."""
    shelf_days_left: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """For how many days dated goods must still be good when it leaves."""
    __table_args__ = (
        sa.UniqueConstraint("site_id", "channel", "number", name="orders_number"),
        sa.Index(
            "orders_collection",
            "collection_code",
            sqlite_where=sa.text("collection_code <> ''"),
            postgresql_where=sa.text("collection_code <> ''"),
        ),
        sa.Index(
            "orders_wave",
            "wave_id",
            sqlite_where=sa.text("wave_id IS NOT NULL"),
            postgresql_where=sa.text("wave_id IS NOT NULL"),
        ),
        sa.Index(
            "orders_of_client",
            "owner_id",
            "id",
            sqlite_where=sa.text("owner_id <> 1"),
            postgresql_where=sa.text("owner_id <> 1"),
        ),
        sa.Index("orders_state", "site_id", "state", "priority", "ship_by"),
        sa.Index("orders_ship_by", "site_id", "ship_by", "id"),
        sa.Index("orders_state_ship_by", "site_id", "state", "ship_by", "id"),
        sa.Index("orders_urgency", "site_id", "priority", "ship_by", "id"),
        sa.Index("orders_newest", "site_id", "id"),
        sa.Index("orders_state_newest", "site_id", "state", "id"),
        sa.Index("orders_by_number", "site_id", "number", "id"),
    )


class OrderKit(Base):
    """A virtual kit as the customer ordered it; what is picked and sent are the lines that name it."""

    __tablename__ = "order_kit"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"))
    line_no: Mapped[int] = mapped_column(sa.Integer)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    qty: Mapped[int] = mapped_column(Id)
    price_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    tax_bp: Mapped[int | None] = mapped_column(sa.Integer)
    """Its tax rate in hundredths of a percent; NULL where nobody has told it."""
    billed: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    """How many stand on an invoice."""
    __table_args__ = (
        sa.UniqueConstraint("order_id", "line_no", name="order_kit_no"),
        sa.Index("order_kit_item", "item_id"),
        sa.CheckConstraint("qty > 0", name="order_kit_qty"),
    )


class OrderLine(Base):
    """How many of an item; ``given_up`` is what a short pick or a cancellation left out, or another item stands for."""

    __tablename__ = "order_line"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"))
    line_no: Mapped[int] = mapped_column(sa.Integer)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    lot_id: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    """The lot that the customer asked for; 0 for any."""
    fresh_from: Mapped[str] = mapped_column(sa.String(10), default="", server_default="")
    """The day before which its lots must not expire; '' where neither customer nor item asks."""
    qty: Mapped[int] = mapped_column(Id)
    shipped: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    given_up: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    price_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    tax_bp: Mapped[int | None] = mapped_column(sa.Integer)
    """Its tax rate in hundredths of a percent; NULL where nobody has told it."""
    billed: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    """How many stand on an invoice."""
    order_kit_id: Mapped[int | None] = mapped_column(Id)
    """The kit that it is a component of: ``qty`` divided by the kit's is how many are in one."""
    substitute_for: Mapped[int | None] = mapped_column(Id)
    """The line of the same order that it stands for, and that has given up as many units: nobody asked for it."""
    __table_args__ = (
        sa.UniqueConstraint("order_id", "line_no", name="order_line_no"),
        sa.Index("order_line_item", "item_id"),
        sa.Index(
            "order_line_substitute",
            "substitute_for",
            sqlite_where=sa.text("substitute_for IS NOT NULL"),
            postgresql_where=sa.text("substitute_for IS NOT NULL"),
        ),
        sa.CheckConstraint("qty > 0 AND shipped >= 0 AND given_up >= 0", name="order_line_qty"),
    )


class OrderChange(Base):
    """What happened to an order, when and by whom: ``split``, ``split_from``, ``merged``, ``merged_into``."""

    __tablename__ = "order_change"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"))
    at: Mapped[int] = mapped_column(Millis)
    person_id: Mapped[int | None] = mapped_column(Id)
    what: Mapped[str] = mapped_column(sa.String(20))
    other_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"))
    params: Mapped[str] = mapped_column(sa.Text, default="{}", server_default="{}")
    __table_args__ = (sa.Index("order_change_order", "order_id", "id"),)


class Shipment(Base):
    """One parcel: a closed carton with its tracking number."""

    __tablename__ = "shipment"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"))
    container_code: Mapped[str] = mapped_column(sa.ForeignKey("container.code"), unique=True)
    tracking: Mapped[str] = mapped_column(sa.String(60))
    carrier: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    weight_g: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    packed_at: Mapped[int] = mapped_column(Millis)
    shipped_at: Mapped[int | None] = mapped_column(Millis)
    carrier_id: Mapped[int | None] = mapped_column(Id)
    cost_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    """What it costs with its carrier by the rates of when it was closed; ``carrier`` is its name, for the label."""
    departure_id: Mapped[int | None] = mapped_column(Id)
    """The truck it waits for or has gone with; NULL where it leaves by itself."""
    loaded_at: Mapped[int | None] = mapped_column(Millis)
    load_event_id: Mapped[str | None] = mapped_column(sa.String(36))
    """The scan that put it on the truck; ``also_event_id`` is a further one, made out of reach of the first."""
    off_truck: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """How often it was taken off a truck again."""
    handed_to: Mapped[str] = mapped_column(sa.String(128), default="", server_default="")
    """Who took it, of an order that is collected."""
    also_event_id: Mapped[str | None] = mapped_column(sa.String(36))
    label_id: Mapped[int | None] = mapped_column(Id)
    """The label that is bought for it; NULL where the house prints its own."""
    __table_args__ = (
        sa.Index("shipment_order", "order_id"),
        sa.Index("shipment_shipped", "site_id", "shipped_at"),
        sa.Index("shipment_departure", "departure_id"),
        sa.Index(
            "shipment_loaded",
            "load_event_id",
            sqlite_where=sa.text("load_event_id IS NOT NULL"),
            postgresql_where=sa.text("load_event_id IS NOT NULL"),
        ),
        sa.Index(
            "shipment_waiting",
            "site_id",
            "carrier_id",
            sqlite_where=sa.text("shipped_at IS NULL"),
            postgresql_where=sa.text("shipped_at IS NULL"),
        ),
    )


class Carrier(Base):
    """Who takes parcels away; ``cut_off`` is HH:MM by the site's clock, '' where they come at any time."""

    __tablename__ = "carrier"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    code: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(sa.String(40))
    cut_off: Mapped[str] = mapped_column(sa.String(5), default="", server_default="")
    active: Mapped[int] = mapped_column(sa.Integer, default=1, server_default="1")
    timetable: Mapped[str] = mapped_column(sa.Text, default="[]", server_default="[]")
    """JSON: when its trucks leave in a week, ``[{"days", "leaves", "cut_off", "door"}]``."""
    service: Mapped[str] = mapped_column(sa.String(12), default="", server_default="")
    """By whose API its labels are bought; '' for a carrier whose labels the house prints itself."""
    api_key: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    account: Mapped[str] = mapped_column(sa.Text, default="{}", server_default="{}")
    """JSON: the :class:`~pickface.postage.interface.Account` without its key."""
    __table_args__ = (sa.UniqueConstraint("site_id", "code", name="carrier_code"),)


class CarrierRate(Base):
    """What a parcel up to a weight costs to a country, written as orders write it; '' for all others."""

    __tablename__ = "carrier_rate"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    carrier_id: Mapped[int] = mapped_column(sa.ForeignKey("carrier.id"))
    country: Mapped[str] = mapped_column(sa.String(60), default="", server_default="")
    max_weight_g: Mapped[int] = mapped_column(Id)
    price_minor: Mapped[int] = mapped_column(sa.BigInteger)
    __table_args__ = (
        sa.UniqueConstraint("carrier_id", "country", "max_weight_g", name="carrier_rate_once"),
    )
