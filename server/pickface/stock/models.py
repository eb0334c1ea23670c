"""The ledger of moves and its projections. The ledger writes on hand, reservations what is promised."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis, Plate, Uuid


class Move(Base):
    """Units of an item going from a place to a place; append-only, partitioned by its time-ordered id."""

    __tablename__ = "move"
    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    site_id: Mapped[int] = mapped_column(Id)
    at: Mapped[int] = mapped_column(Millis)
    kind: Mapped[str] = mapped_column(sa.String(12))
    item_id: Mapped[int] = mapped_column(Id)
    lot_id: Mapped[int] = mapped_column(Id)
    owner_id: Mapped[int] = mapped_column(Id)
    qty: Mapped[int] = mapped_column(Id)
    weight_g: Mapped[int | None] = mapped_column(sa.BigInteger)
    from_place_id: Mapped[int] = mapped_column(Id)
    from_container: Mapped[str] = mapped_column(Plate)
    to_place_id: Mapped[int] = mapped_column(Id)
    to_container: Mapped[str] = mapped_column(Plate)
    cause: Mapped[str] = mapped_column(sa.String(60))
    """The scan event's id, or ``import:…``, ``demo:…``: every move has a cause."""
    person_id: Mapped[int | None] = mapped_column(Id)
    task_id: Mapped[int | None] = mapped_column(Id)
    order_line_id: Mapped[int | None] = mapped_column(Id)
    purchase_order_line_id: Mapped[int | None] = mapped_column(Id)
    reservation_id: Mapped[int | None] = mapped_column(Id)
    reverses: Mapped[str | None] = mapped_column(Uuid)
    __table_args__ = (
        sa.CheckConstraint("qty > 0", name="move_qty"),
        sa.CheckConstraint(
            "from_place_id <> to_place_id OR from_container <> to_container", name="move_goes"
        ),
        sa.CheckConstraint("cause <> ''", name="move_cause"),
        sa.Index("move_item", "item_id", "id"),
        # The history of one balance, newest first, however busy its item or its place is.
        sa.Index("move_into", "to_place_id", "item_id", "to_container", "id"),
        sa.Index("move_out_of", "from_place_id", "item_id", "from_container", "id"),
        sa.Index(
            "move_lot",
            "lot_id",
            "id",
            sqlite_where=sa.text("lot_id > 0"),
            postgresql_where=sa.text("lot_id > 0"),
        ),
        sa.Index("move_by_cause", "cause"),
        sa.Index("move_task", "task_id"),
        sa.Index(
            "move_of_client",
            "owner_id",
            "id",
            sqlite_where=sa.text("owner_id <> 1"),
            postgresql_where=sa.text("owner_id <> 1"),
        ),
        sa.Index(
            "move_find",
            "item_id",
            "to_place_id",
            "id",
            sqlite_where=sa.text("kind = 'find'"),
            postgresql_where=sa.text("kind = 'find'"),
        ),
        sa.Index(
            "move_reverses",
            "reverses",
            sqlite_where=sa.text("reverses IS NOT NULL"),
            postgresql_where=sa.text("reverses IS NOT NULL"),
        ),
        {"postgresql_partition_by": "RANGE (id)"},
    )


class Balance(Base):
    """Units of an item, lot, place, container and owner: what the moves add up to.

    ``pinned`` are promised from here; ``unreservable`` waits for a count; ``found`` came from lost-and-found and
    nothing has explained them yet. Virtual places may go below zero. ``pickable`` is the place's, unless the lot is
    recalled, or unknown where the item is dated.
    """

    __tablename__ = "balance"
    item_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    lot_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    place_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    container: Mapped[str] = mapped_column(Plate, primary_key=True)
    owner_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    site_id: Mapped[int] = mapped_column(Id)
    virtual: Mapped[int] = mapped_column(sa.Integer)
    pickable: Mapped[int] = mapped_column(sa.Integer)
    qty: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    pinned: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    unreservable: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    weight_g: Mapped[int | None] = mapped_column(sa.BigInteger)
    first_in_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    found: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    counted_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    looked_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    """When the last count was made by the server's clock; ``counted_at`` is when it was booked (LAWS 20)."""
    __table_args__ = (
        sa.CheckConstraint("virtual = 1 OR qty >= 0", name="balance_not_negative"),
        sa.CheckConstraint(
            "pinned >= 0 AND unreservable >= 0 AND (virtual = 1 OR pinned + unreservable <= qty)",
            name="balance_promises",
        ),
        sa.Index("balance_place", "place_id"),
        sa.Index("balance_container", "container"),
        # What is on the shelves, beside the long history of serials and lots at suppliers and customers.
        sa.Index(
            "balance_real",
            "item_id",
            "owner_id",
            "site_id",
            sqlite_where=sa.text("virtual = 0"),
            postgresql_where=sa.text("virtual = 0"),
        ),
    )


class StockLevel(Base):
    """Per item, owner and site, in the same transaction as every move and promise.

    ``available = pickable - reserved - unreservable``; ``on_hand`` counts every real place of the site. Pins and
    holds on goods that are not pickable just now (a pallet on its way) travel with these goods and are left out.
    """

    __tablename__ = "stock_level"
    item_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    owner_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    site_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    on_hand: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    pickable: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    reserved: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    unreservable: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    __table_args__ = (
        sa.CheckConstraint(
            "reserved >= 0 AND unreservable >= 0 AND reserved + unreservable <= pickable",
            name="stock_level_available",
        ),
        sa.Index(
            "stock_level_of_client",
            "owner_id",
            "item_id",
            sqlite_where=sa.text("owner_id <> 1"),
            postgresql_where=sa.text("owner_id <> 1"),
        ),
    )


class Reservation(Base):
    """Units promised to an order line. ``place_id`` 0: promised by item; else *pinned* to that balance.

    ``qty`` is still to be taken, ``taken`` has been. Rows are never deleted: scripts name them.
    """

    __tablename__ = "reservation"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    order_line_id: Mapped[int] = mapped_column(sa.ForeignKey("order_line.id"))
    task_id: Mapped[int | None] = mapped_column(Id)
    item_id: Mapped[int] = mapped_column(Id)
    owner_id: Mapped[int] = mapped_column(Id)
    site_id: Mapped[int] = mapped_column(Id)
    lot_id: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    place_id: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    container: Mapped[str] = mapped_column(Plate, default="", server_default="")
    qty: Mapped[int] = mapped_column(Id)
    taken: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    ship_by: Mapped[int] = mapped_column(Millis)
    __table_args__ = (
        sa.CheckConstraint("qty >= 0 AND taken >= 0", name="reservation_qty"),
        sa.Index("reservation_line", "order_line_id"),
        sa.Index(
            "reservation_balance",
            "item_id",
            "place_id",
            sqlite_where=sa.text("qty > 0"),
            postgresql_where=sa.text("qty > 0"),
        ),
        sa.Index("reservation_task", "task_id"),
    )


DIFFERS: Final = "state IN ('booked', 'recount', 'approval') AND counted <> booked"
"""Lines of counts that found something else than was booked, or that wait for somebody to say so."""


class CountLine(Base):
    """What one count said of one balance, and what became of its difference (``stock/variances.py``).

    ``agreed`` and ``booked`` are over; ``recount`` and ``approval`` wait, and ``booked`` is then kept at what the books
    had when somebody looked, late scans included; ``replaced`` gave way to a later count.
    """

    __tablename__ = "count_line"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(Id)
    task_id: Mapped[int] = mapped_column(Id)
    place_id: Mapped[int] = mapped_column(Id)
    item_id: Mapped[int] = mapped_column(Id)
    lot_id: Mapped[int] = mapped_column(Id)
    container: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    owner_id: Mapped[int] = mapped_column(Id)
    booked: Mapped[int] = mapped_column(Id)
    found: Mapped[int] = mapped_column(Id)
    """The balance's open finds when somebody looked: what was found since is part of what was counted."""
    counted: Mapped[int] = mapped_column(Id)
    price_minor: Mapped[int] = mapped_column(sa.BigInteger)
    currency: Mapped[str] = mapped_column(sa.String(3))
    state: Mapped[str] = mapped_column(sa.String(10))
    person_id: Mapped[int | None] = mapped_column(Id)
    event_id: Mapped[str] = mapped_column(Uuid)
    looked_at: Mapped[int] = mapped_column(Millis)
    at: Mapped[int] = mapped_column(Millis)
    decided_by: Mapped[int | None] = mapped_column(Id)
    decided_at: Mapped[int | None] = mapped_column(Millis)
    __table_args__ = (
        sa.Index(
            "count_line_waits",
            "place_id",
            sqlite_where=sa.text("state IN ('recount', 'approval')"),
            postgresql_where=sa.text("state IN ('recount', 'approval')"),
        ),
        sa.Index("count_line_time", "site_id", "at", "id"),
        sa.Index(
            "count_line_differs",
            "site_id",
            "at",
            "id",
            sqlite_where=sa.text(DIFFERS),
            postgresql_where=sa.text(DIFFERS),
        ),
        sa.Index("count_line_task", "task_id"),
    )


class StockSnapshot(Base):
    """That an item's balances were written down as they were after the move ``until_id`` (``stock/as_of.py``)."""

    __tablename__ = "stock_snapshot"
    item_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    until_id: Mapped[str] = mapped_column(Uuid, primary_key=True)


class StockSnapshotLine(Base):
    """A balance of a snapshot that was not nought."""

    __tablename__ = "stock_snapshot_line"
    item_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    until_id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    lot_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    place_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    container: Mapped[str] = mapped_column(Plate, primary_key=True)
    owner_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    qty: Mapped[int] = mapped_column(Id)
