"""What a kit is made of, and orders to make some; that an item is a kit stands in ``item.kit``."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis, Plate, Uuid


class KitComponent(Base):
    """``qty`` units of an item go into one unit of a kit: a line of its bill of materials."""

    __tablename__ = "kit_component"
    kit_id: Mapped[int] = mapped_column(
        sa.ForeignKey("item.id"), primary_key=True, autoincrement=False
    )
    item_id: Mapped[int] = mapped_column(
        sa.ForeignKey("item.id"), primary_key=True, autoincrement=False
    )
    qty: Mapped[int] = mapped_column(Id)
    __table_args__ = (
        sa.CheckConstraint("qty > 0 AND kit_id <> item_id", name="kit_component_qty"),
        sa.Index("kit_component_item", "item_id"),
    )


class WorkOrder(Base):
    """So many kits to be put together at a place, or to be taken apart; how far it is, its moves tell.

    States: ``open`` -> ``done``, or ``cancelled``.
    """

    __tablename__ = "work_order"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    number: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[str] = mapped_column(sa.String(8))
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    qty: Mapped[int] = mapped_column(Id)
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"))
    state: Mapped[str] = mapped_column(sa.String(10), default="open", server_default="open")
    task_id: Mapped[int | None] = mapped_column(Id)
    note: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    made_at: Mapped[int] = mapped_column(Millis)
    made_by: Mapped[int | None] = mapped_column(Id)
    done_at: Mapped[int | None] = mapped_column(Millis)
    __table_args__ = (
        sa.UniqueConstraint("site_id", "number", name="work_order_number"),
        sa.CheckConstraint("qty > 0", name="work_order_qty"),
    )


class WorkOrderPart(Base):
    """What one kit of a work order is made of, as it was when the order was made."""

    __tablename__ = "work_order_part"
    work_order_id: Mapped[int] = mapped_column(
        sa.ForeignKey("work_order.id"), primary_key=True, autoincrement=False
    )
    item_id: Mapped[int] = mapped_column(
        sa.ForeignKey("item.id"), primary_key=True, autoincrement=False
    )
    qty: Mapped[int] = mapped_column(Id)


class WorkOrderGoods(Base):
    """What one scan said came out of kits that are being taken apart; booked when all of it is told."""

    __tablename__ = "work_order_goods"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    work_order_id: Mapped[int] = mapped_column(sa.ForeignKey("work_order.id"))
    item_id: Mapped[int] = mapped_column(Id)
    lot_id: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    qty: Mapped[int] = mapped_column(Id)
    place_id: Mapped[int] = mapped_column(Id)
    container: Mapped[str] = mapped_column(Plate, default="", server_default="")
    event_id: Mapped[str] = mapped_column(Uuid)
    __table_args__ = (
        sa.Index("work_order_goods_of", "work_order_id"),
        sa.Index("work_order_goods_event", "event_id"),
    )
