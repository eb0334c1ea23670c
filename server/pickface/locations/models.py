"""Where things are: sites, zones, aisles on the floor plan, places and containers."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis, Plate, Uuid

PLACE_KINDS = (
    "none", "bin", "dock", "station", "quarantine", "supplier", "customer", "scrap", "lost_found", "transit",
    "assembly",
)  # fmt: skip


_BINS = "kind = 'bin' AND active = 1"


class Site(Base):
    """One warehouse."""

    __tablename__ = "site"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(12), unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    timezone: Mapped[str] = mapped_column(sa.String(40), default="UTC", server_default="UTC")
    address: Mapped[str] = mapped_column(sa.Text, default="", server_default="")
    settings: Mapped[str] = mapped_column(sa.Text, default="{}", server_default="{}")
    """JSON of :mod:`pickface.locations.settings`."""
    walks: Mapped[str] = mapped_column(sa.String(64), default="", server_default="")
    """The drawing of the floor by which the walks to its bins were reckoned."""
    fresh_from: Mapped[str] = mapped_column(sa.String(10), default="", server_default="")
    """Goods that expire before this day are promised to nobody here (:mod:`pickface.stock.shelf_life`)."""


class SettingChange(Base):
    """Who changed how a site works, when, and from what to what (JSON). Append-only."""

    __tablename__ = "setting_change"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    at: Mapped[int] = mapped_column(Millis)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(sa.String(40))
    old: Mapped[str] = mapped_column(sa.Text)
    new: Mapped[str] = mapped_column(sa.Text)
    __table_args__ = (sa.Index("setting_change_site", "site_id", "id"),)


class Zone(Base):
    """Part of a site; says how a line is proved there."""

    __tablename__ = "zone"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    code: Mapped[str] = mapped_column(sa.String(12))
    name: Mapped[str] = mapped_column(sa.String(80))
    proof: Mapped[str] = mapped_column(sa.String(10), default="bin_item", server_default="bin_item")
    lease_minutes: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """How long a device may begin a task here that it holds; 0 is the site's setting."""
    lease_margin_minutes: Mapped[int | None] = mapped_column(sa.Integer)
    """How much longer the server waits before it gives such a task on; NULL is the site's setting."""
    frozen_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    """Since when a stocktake keeps it still: nothing new is pinned here. 0: it is not."""
    temperature: Mapped[str] = mapped_column(sa.String(12), default="", server_default="")
    """How warm it is kept, in the words of the house (``chilled``); '': as it comes."""
    hazards: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")
    """The hazard classes whose goods may lie here, with commas."""
    equipment: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    """What somebody has to be able to drive to work here, in the words of the house (``forklift``); '': nothing."""
    __table_args__ = (
        sa.UniqueConstraint("site_id", "code", name="zone_code"),
        sa.CheckConstraint("proof IN ('bin_item','bin','item')", name="zone_proof"),
    )


class Aisle(Base):
    """A straight way on the floor plan, in millimetres; kind ``aisle`` has bins, ``cross`` joins aisles."""

    __tablename__ = "aisle"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    code: Mapped[str] = mapped_column(sa.String(12))
    kind: Mapped[str] = mapped_column(sa.String(8), default="aisle", server_default="aisle")
    x1_mm: Mapped[int] = mapped_column(sa.Integer)
    y1_mm: Mapped[int] = mapped_column(sa.Integer)
    x2_mm: Mapped[int] = mapped_column(sa.Integer)
    y2_mm: Mapped[int] = mapped_column(sa.Integer)
    one_way: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    __table_args__ = (sa.UniqueConstraint("site_id", "code", name="aisle_code"),)


class Place(Base):
    """Any location, real or virtual. Place 0 stands for "none"; ``virtual`` places may go below zero."""

    __tablename__ = "place"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int | None] = mapped_column(sa.ForeignKey("site.id"))
    zone_id: Mapped[int | None] = mapped_column(sa.ForeignKey("zone.id"))
    code: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[str] = mapped_column(sa.String(12))
    virtual: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    pickable: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    aisle_id: Mapped[int | None] = mapped_column(sa.ForeignKey("aisle.id"))
    aisle: Mapped[str] = mapped_column(sa.String(8), default="", server_default="")
    bay: Mapped[str] = mapped_column(sa.String(8), default="", server_default="")
    level: Mapped[str] = mapped_column(sa.String(8), default="", server_default="")
    x_mm: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    y_mm: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    max_weight_g: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    volume_mm3: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    max_pallets: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """How many pallets have room there; 0: nobody has said, or it is not a place for pallets."""
    active: Mapped[int] = mapped_column(sa.Integer, default=1, server_default="1")
    walk_mm: Mapped[int] = mapped_column(sa.BigInteger, default=-1, server_default="-1")
    """Of a bin: how far it is from where goods come in; -1: not reckoned yet."""
    label_old: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """Its label is to be printed anew: 1 since it was renamed, 2 once the old one was scanned all the same."""
    __table_args__ = (
        sa.UniqueConstraint("site_id", "code", name="place_code"),
        sa.Index("place_kind", "site_id", "kind"),
        sa.Index(
            "place_label_old",
            "site_id",
            "id",
            sqlite_where=sa.text("label_old > 0"),
            postgresql_where=sa.text("label_old > 0"),
        ),
        sa.Index(
            "place_out_of_use",
            "site_id",
            "id",
            sqlite_where=sa.text("active = 0"),
            postgresql_where=sa.text("active = 0"),
        ),
        sa.Index(
            "place_pallets",
            "site_id",
            sqlite_where=sa.text("max_pallets > 0"),
            postgresql_where=sa.text("max_pallets > 0"),
        ),
        sa.Index(
            "place_near",
            "site_id",
            "walk_mm",
            "code",
            sqlite_where=sa.text(_BINS),
            postgresql_where=sa.text(_BINS),
        ),
        sa.Index(
            "place_near_zone",
            "zone_id",
            "walk_mm",
            "code",
            sqlite_where=sa.text(_BINS),
            postgresql_where=sa.text(_BINS),
        ),
        sa.Index(
            "place_unwalked",
            "site_id",
            "id",
            sqlite_where=sa.text(f"{_BINS} AND walk_mm < 0"),
            postgresql_where=sa.text(f"{_BINS} AND walk_mm < 0"),
        ),
    )


class PlaceChange(Base):
    """What of a place was changed (``code``, ``zone``, ``x_mm``), when and by whom, from what to what. Append-only."""

    __tablename__ = "place_change"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"))
    at: Mapped[int] = mapped_column(Millis)
    person_id: Mapped[int | None] = mapped_column(Id)
    name: Mapped[str] = mapped_column(sa.String(20))
    old: Mapped[str] = mapped_column(sa.String(40))
    new: Mapped[str] = mapped_column(sa.String(40))
    why: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")
    """Why it went out of use, in the words of who said so."""
    __table_args__ = (
        sa.Index("place_change_place", "place_id", "id"),
        sa.Index(
            "place_change_named",
            "site_id",
            "old",
            sqlite_where=sa.text("name = 'code'"),
            postgresql_where=sa.text("name = 'code'"),
        ),
    )


class Container(Base):
    """Anything with a licence plate, which is its key; the plate ``''`` stands for "none"."""

    __tablename__ = "container"
    code: Mapped[str] = mapped_column(Plate, primary_key=True)
    site_id: Mapped[int | None] = mapped_column(sa.ForeignKey("site.id"))
    kind: Mapped[str] = mapped_column(sa.String(8))
    place_id: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    state: Mapped[str] = mapped_column(sa.String(8), default="empty", server_default="empty")
    """``empty``, ``open`` (has or gets content), ``closed`` (packed), ``shipped``."""
    order_id: Mapped[int | None] = mapped_column(Id)
    task_id: Mapped[int | None] = mapped_column(Id)
    zone_code: Mapped[str] = mapped_column(sa.String(12), default="", server_default="")
    weight_g: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    changed_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    set_aside: Mapped[str | None] = mapped_column(Uuid)
    """The event that waits for a supervisor and may have changed the content: later ones follow it (LAWS 7)."""
    parent: Mapped[str] = mapped_column(Plate, default="", server_default="")
    """What it stands in or on; it then has the place of that. Written by ``stock/containers.py`` alone."""
    __table_args__ = (
        sa.Index(
            "container_parent",
            "parent",
            sqlite_where=sa.text("parent <> ''"),
            postgresql_where=sa.text("parent <> ''"),
        ),
        sa.Index("container_place", "site_id", "place_id"),
        sa.Index(
            "container_set_aside",
            "set_aside",
            sqlite_where=sa.text("set_aside IS NOT NULL"),
            postgresql_where=sa.text("set_aside IS NOT NULL"),
        ),
    )


class ContainerEvent(Base):
    """What was done with a container: what it was before and after, so that it can be told, and taken back exactly."""

    __tablename__ = "container_event"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[int] = mapped_column(Millis)
    code: Mapped[str] = mapped_column(Plate)
    what: Mapped[str] = mapped_column(sa.String(10))
    """``moved``, ``nested``, ``emptied``, ``merged`` (into ``other``), ``filled`` (from ``other``), ``weighed``,
    ``taken`` (whole, by an order), ``undone``."""
    other: Mapped[str] = mapped_column(Plate, default="", server_default="")
    person_id: Mapped[int | None] = mapped_column(Id)
    cause: Mapped[str] = mapped_column(sa.String(60))
    place_before: Mapped[int] = mapped_column(Id)
    place_after: Mapped[int] = mapped_column(Id)
    parent_before: Mapped[str] = mapped_column(Plate)
    parent_after: Mapped[str] = mapped_column(Plate)
    state_before: Mapped[str] = mapped_column(sa.String(8))
    state_after: Mapped[str] = mapped_column(sa.String(8))
    weight_before: Mapped[int] = mapped_column(sa.Integer)
    weight_after: Mapped[int] = mapped_column(sa.Integer)
    order_before: Mapped[int | None] = mapped_column(Id)
    __table_args__ = (
        sa.Index("container_event_code", "code", "id"),
        sa.Index("container_event_cause", "cause"),
    )


class PlateSeries(Base):
    """The next number behind a prefix of licence plates: a GS1 company prefix, or ``LP``."""

    __tablename__ = "plate_series"
    prefix: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    next: Mapped[int] = mapped_column(sa.BigInteger)


class CartonType(Base):
    """A kind of carton that a site has: inner sizes, its own weight, what it holds at most (0: nobody has said)."""

    __tablename__ = "carton_type"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    code: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")
    length_mm: Mapped[int] = mapped_column(sa.Integer)
    width_mm: Mapped[int] = mapped_column(sa.Integer)
    height_mm: Mapped[int] = mapped_column(sa.Integer)
    tare_g: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    max_weight_g: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    cost_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    active: Mapped[int] = mapped_column(sa.Integer, default=1, server_default="1")
    __table_args__ = (sa.UniqueConstraint("site_id", "code", name="carton_type_code"),)


class PickFace(Base):
    """A bin that pickers find an item in, refilled from reserve: below ``min_qty``, up to ``max_qty``.

    Both 0: they are reckoned from the item's forecast. ``task_id`` is the refill that is under way; ``called_at``, when
    a picker found too little here and nobody has brought more since.
    """

    __tablename__ = "pick_face"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"))
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    min_qty: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    max_qty: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    task_id: Mapped[int | None] = mapped_column(Id)
    called_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    __table_args__ = (
        sa.UniqueConstraint("place_id", "item_id", name="pick_face_once"),
        sa.CheckConstraint("min_qty >= 0 AND max_qty >= min_qty", name="pick_face_levels"),
        sa.Index("pick_face_item", "site_id", "item_id"),
    )
