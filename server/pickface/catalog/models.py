"""What is stored: owners, items, their barcodes and lots."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis, Uuid

Found = sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")
"""Compared sign by sign, so that a beginning is a range of the index."""
TRACKING = ("none", "lot", "lot_expiry", "serial")
PACKS = ("piece", "inner", "case", "pallet")


class Owner(Base):
    """Whose goods they are; owner 1 is the house."""

    __tablename__ = "owner"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))


ASKS = "(min_temp_tenths IS NOT NULL OR max_temp_tenths IS NOT NULL OR catch_weight = 1)"
"""Which items ask for something each time they come in."""


class Item(Base):
    """Something that is bought, stored and sold, counted in its smallest unit."""

    __tablename__ = "item"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("owner.id"), default=1, server_default="1")
    sku: Mapped[str] = mapped_column(sa.String(60))
    name: Mapped[str] = mapped_column(sa.String(160))
    unit: Mapped[str] = mapped_column(sa.String(12), default="piece", server_default="piece")
    scale: Mapped[int] = mapped_column(sa.Integer, default=1, server_default="1")
    tracking: Mapped[str] = mapped_column(sa.String(12), default="none", server_default="none")
    zone_code: Mapped[str] = mapped_column(sa.String(12), default="", server_default="")
    abc: Mapped[str] = mapped_column(sa.String(1), default="C", server_default="C")
    weight_g: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    volume_mm3: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    length_mm: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    width_mm: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    height_mm: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """Sides of one unit; 0: nobody has said. Height is the side that is upright where ``turning`` is ``upright``."""
    turning: Mapped[str] = mapped_column(sa.String(8), default="any", server_default="any")
    """How it may stand in a carton: ``any`` side up, ``lying`` (never on end), ``upright`` (this side up)."""
    fragile: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """1: nothing stands on it."""
    price_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    currency: Mapped[str] = mapped_column(sa.String(3), default="EUR", server_default="EUR")
    shelf_days_left: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """For how many days its lots must still be good when they leave for a customer."""
    quality_check: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """1: where the site checks by item, every pick of it is checked."""
    inspection: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")
    """How many of what comes in are looked at (:mod:`pickface.sampling.plans`); '': its supplier or site says it."""
    temperature: Mapped[str] = mapped_column(sa.String(12), default="", server_default="")
    """How warm it has to be kept: only in zones that say the same, or in its own."""
    min_temp_tenths: Mapped[int | None] = mapped_column(sa.Integer)
    max_temp_tenths: Mapped[int | None] = mapped_column(sa.Integer)
    """How warm it may be when it comes in, in tenths of a degree Celsius; NULL: that is not asked."""
    catch_weight: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """1: no two pieces weigh the same: it is counted in pieces, and weighed as it comes in."""
    hazard: Mapped[str] = mapped_column(sa.String(12), default="", server_default="")
    """Its hazard class: only in zones that name it, or in its own."""
    active: Mapped[int] = mapped_column(sa.Integer, default=1, server_default="1")
    kit: Mapped[str] = mapped_column(sa.String(8), default="", server_default="")
    """``virtual`` or ``built`` where it is made of others (``kits``), else ''."""
    changed_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    __table_args__ = (
        sa.UniqueConstraint("owner_id", "sku", name="item_sku"),
        sa.Index("item_changed", "changed_at"),
        sa.Index(
            "item_kit",
            "id",
            sqlite_where=sa.text("kit <> ''"),
            postgresql_where=sa.text("kit <> ''"),
        ),
        sa.Index("item_name", "owner_id", "name", "id"),
        sa.CheckConstraint(
            "tracking IN ('none','lot','lot_expiry','serial')", name="item_tracking"
        ),
        # Few items ask for anything as they come in: each receipt knows them all.
        sa.Index(
            "item_asks",
            "id",
            sqlite_where=sa.text(ASKS),
            postgresql_where=sa.text(ASKS),
        ),
    )


class ItemSizing(Base):
    """What somebody found one piece to weigh and measure, 0: not said; at the dock, or (without an event) a desk."""

    __tablename__ = "item_sizing"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    weight_g: Mapped[int] = mapped_column(sa.Integer)
    length_mm: Mapped[int] = mapped_column(sa.Integer)
    width_mm: Mapped[int] = mapped_column(sa.Integer)
    height_mm: Mapped[int] = mapped_column(sa.Integer)
    event_id: Mapped[str | None] = mapped_column(Uuid)
    person_id: Mapped[int | None] = mapped_column(Id)
    created_at: Mapped[int] = mapped_column(Millis)
    __table_args__ = (
        sa.Index("item_sizing_item", "item_id", "id"),
        sa.Index("item_sizing_event", "event_id"),
    )


class Substitute(Base):
    """An item that may be sent where another one cannot be had, one unit for one; lower ranks are tried first."""

    __tablename__ = "substitute"
    item_id: Mapped[int] = mapped_column(
        sa.ForeignKey("item.id"), primary_key=True, autoincrement=False
    )
    other_id: Mapped[int] = mapped_column(
        sa.ForeignKey("item.id"), primary_key=True, autoincrement=False
    )
    rank: Mapped[int] = mapped_column(sa.Integer)
    __table_args__ = (
        sa.CheckConstraint("item_id <> other_id", name="substitute_other"),
        sa.Index("substitute_other", "other_id"),
    )


class Barcode(Base):
    """One printed code of an item and how many smallest units it counts; unique per owner (LAWS 16)."""

    __tablename__ = "barcode"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("owner.id"), default=1, server_default="1")
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    key: Mapped[str] = mapped_column(sa.String(80))
    value: Mapped[str] = mapped_column(sa.String(80))
    qty: Mapped[int] = mapped_column(Id, default=1, server_default="1")
    pack: Mapped[str] = mapped_column(sa.String(12), default="piece", server_default="piece")
    __table_args__ = (
        sa.UniqueConstraint("owner_id", "key", name="barcode_key"),
        sa.Index("barcode_lookup", "key"),
        sa.Index("barcode_item", "item_id"),
        sa.CheckConstraint("qty > 0", name="barcode_qty"),
    )


class SearchEntry(Base):
    """What a thing is found by; ``findable.py`` writes it. The index over ``words`` is the database's own."""

    __tablename__ = "search_entry"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    key: Mapped[str] = mapped_column(Found)
    site_id: Mapped[int] = mapped_column(Id)
    code: Mapped[str] = mapped_column(sa.String(120))
    code_key: Mapped[str] = mapped_column(Found)
    title: Mapped[str] = mapped_column(sa.String(200))
    words: Mapped[str] = mapped_column(sa.Text)
    __table_args__ = (
        sa.UniqueConstraint("kind", "key", name="search_entry_once"),
        sa.Index("search_entry_code", "code_key"),
    )


class Lot(Base):
    """A batch of an item; a serial is a lot of one under its lot. Lot 0 stands for "none" (LAWS 16).

    ``expires_on`` is ``YYYY-MM-DD``, ``''`` when the lot has none.
    """

    __tablename__ = "lot"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    item_id: Mapped[int] = mapped_column(Id)
    code: Mapped[str] = mapped_column(sa.String(40))
    expires_on: Mapped[str] = mapped_column(sa.String(10), default="", server_default="")
    parent_id: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    recalled_at: Mapped[int | None] = mapped_column(Millis)
    recalled_by: Mapped[int | None] = mapped_column(Id)
    recall_reason: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    __table_args__ = (
        sa.UniqueConstraint("item_id", "code", "parent_id", name="lot_code"),
        sa.Index(
            "lot_expiry",
            "expires_on",
            "id",
            sqlite_where=sa.text("expires_on <> ''"),
            postgresql_where=sa.text("expires_on <> ''"),
        ),
    )
