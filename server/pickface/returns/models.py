"""What customers send back: returns, what was announced of them, what came, and what was decided about it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis, Plate, Uuid

STATES = ("announced", "receiving", "received", "cancelled")


class CustomerReturn(Base):
    """Goods of one order that come back together; without an order it is *blind*: nobody knows what was sent.

    States: ``announced`` -> ``receiving`` -> ``received``, which a late scan opens again; ``cancelled`` where nothing
    came.
    """

    __tablename__ = "customer_return"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    number: Mapped[str] = mapped_column(sa.String(40))
    state: Mapped[str] = mapped_column(sa.String(12))
    order_id: Mapped[int | None] = mapped_column(Id)
    shipment_id: Mapped[int | None] = mapped_column(Id)
    """The parcel whose label was scanned, where one was."""
    tracking: Mapped[str] = mapped_column(sa.String(60), default="", server_default="")
    """What stands on the parcel that comes back, as it was announced."""
    note: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    made_at: Mapped[int] = mapped_column(Millis)
    made_by: Mapped[int | None] = mapped_column(Id)
    received_at: Mapped[int | None] = mapped_column(Millis)
    __table_args__ = (
        sa.UniqueConstraint("site_id", "number", name="customer_return_number"),
        sa.Index("customer_return_order", "order_id"),
        sa.Index("customer_return_tracking", "tracking"),
    )


class ReturnLine(Base):
    """What the customer has announced to send back, and why."""

    __tablename__ = "return_line"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    return_id: Mapped[int] = mapped_column(sa.ForeignKey("customer_return.id"))
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    qty: Mapped[int] = mapped_column(Id)
    reason: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")
    __table_args__ = (
        sa.Index("return_line_of", "return_id"),
        sa.CheckConstraint("qty > 0", name="return_line_qty"),
    )


class ReturnGoods(Base):
    """Units that came back by one scan, how they were judged, and what is still to be decided about them."""

    __tablename__ = "return_goods"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    return_id: Mapped[int] = mapped_column(sa.ForeignKey("customer_return.id"))
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    lot_id: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    owner_id: Mapped[int] = mapped_column(Id, default=1, server_default="1")
    qty: Mapped[int] = mapped_column(Id)
    grade: Mapped[str] = mapped_column(sa.String(20))
    follow: Mapped[str] = mapped_column(sa.String(10))
    """What follows from the grade: see :mod:`pickface.locations.grades`."""
    undecided: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    """Units that lie apart until somebody decides."""
    strange: Mapped[str] = mapped_column(sa.String(20), default="", server_default="")
    """``over``, ``not_expected``, ``never_sent`` (a lot or serial), ``other_order``, or nothing."""
    order_line_id: Mapped[int | None] = mapped_column(Id)
    """The order line that they were sold by, as far as that is known."""
    place_id: Mapped[int | None] = mapped_column(Id)
    container: Mapped[str] = mapped_column(Plate, default="", server_default="")
    event_id: Mapped[str] = mapped_column(Uuid)
    person_id: Mapped[int | None] = mapped_column(Id)
    at: Mapped[int] = mapped_column(Millis)
    __table_args__ = (
        sa.Index("return_goods_of", "return_id"),
        sa.Index("return_goods_event", "event_id"),
        sa.Index("return_goods_order_line", "order_line_id"),
        sa.Index("return_goods_lot", "lot_id"),
        sa.Index(
            "return_goods_undecided",
            "site_id",
            "id",
            sqlite_where=sa.text("undecided > 0"),
            postgresql_where=sa.text("undecided > 0"),
        ),
        sa.CheckConstraint("qty > 0 AND undecided >= 0", name="return_goods_qty"),
    )


class ReturnDecision(Base):
    """What somebody at a desk decided about units that lay apart."""

    __tablename__ = "return_decision"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    return_goods_id: Mapped[int] = mapped_column(sa.ForeignKey("return_goods.id"))
    at: Mapped[int] = mapped_column(Millis)
    person_id: Mapped[int] = mapped_column(Id)
    follow: Mapped[str] = mapped_column(sa.String(10))
    qty: Mapped[int] = mapped_column(Id)
    note: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    event_id: Mapped[str] = mapped_column(Uuid)
    __table_args__ = (sa.Index("return_decision_of", "return_goods_id"),)
