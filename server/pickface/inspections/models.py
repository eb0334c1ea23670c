"""Goods that wait to be looked at, what was found out about them, and what a desk decided."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis, Plate, Uuid

VERDICTS = ("pass", "hold", "reject")


class Inspection(Base):
    """Goods of one lot of one purchase order that stand in one container, or (container '') lie loose at a place."""

    __tablename__ = "inspection"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    purchase_order_id: Mapped[int] = mapped_column(sa.ForeignKey("purchase_order.id"))
    purchase_order_line_id: Mapped[int | None] = mapped_column(Id)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    lot_id: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    owner_id: Mapped[int] = mapped_column(Id, default=1, server_default="1")
    place_id: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    """Where they lie loose; 0 in a container, which says by itself where it stands."""
    container: Mapped[str] = mapped_column(Plate, default="", server_default="")
    qty: Mapped[int] = mapped_column(Id)
    """Units that came."""
    waiting: Mapped[int] = mapped_column(Id)
    """Units of them that nobody has judged yet."""
    plan: Mapped[str] = mapped_column(sa.String(120))
    why: Mapped[str] = mapped_column(sa.String(10))
    """Whose plan it is: ``item``, ``supplier`` or ``site``."""
    came_at: Mapped[int] = mapped_column(Millis)
    __table_args__ = (
        sa.UniqueConstraint(
            "container", "place_id", "item_id", "lot_id", "owner_id", "purchase_order_id", name="inspection_once"
        ),
        sa.Index(
            "inspection_waiting",
            "site_id",
            "id",
            sqlite_where=sa.text("waiting > 0"),
            postgresql_where=sa.text("waiting > 0"),
        ),
        sa.CheckConstraint("qty >= 0 AND waiting >= 0 AND waiting <= qty", name="inspection_qty"),
    )  # fmt: skip


class InspectionVerdict(Base):
    """Units that somebody judged by one scan; ``undecided`` of them lie apart until a desk decides about them."""

    __tablename__ = "inspection_verdict"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    inspection_id: Mapped[int] = mapped_column(sa.ForeignKey("inspection.id"))
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    item_id: Mapped[int] = mapped_column(Id)
    lot_id: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    owner_id: Mapped[int] = mapped_column(Id, default=1, server_default="1")
    verdict: Mapped[str] = mapped_column(sa.String(8))
    qty: Mapped[int] = mapped_column(Id)
    looks: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    """How many units the plan asked to look at."""
    undecided: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    place_id: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    container: Mapped[str] = mapped_column(Plate, default="", server_default="")
    event_id: Mapped[str | None] = mapped_column(Uuid)
    person_id: Mapped[int | None] = mapped_column(Id)
    at: Mapped[int] = mapped_column(Millis)
    __table_args__ = (
        sa.Index("inspection_verdict_of", "inspection_id"),
        sa.Index("inspection_verdict_event", "event_id"),
        sa.Index(
            "inspection_verdict_undecided",
            "site_id",
            "id",
            sqlite_where=sa.text("undecided > 0"),
            postgresql_where=sa.text("undecided > 0"),
        ),
        sa.CheckConstraint("qty > 0 AND undecided >= 0", name="inspection_verdict_qty"),
    )


class InspectionDecision(Base):
    """What somebody at a desk decided about units that were held or rejected."""

    __tablename__ = "inspection_decision"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    verdict_id: Mapped[int] = mapped_column(sa.ForeignKey("inspection_verdict.id"))
    at: Mapped[int] = mapped_column(Millis)
    person_id: Mapped[int] = mapped_column(Id)
    follow: Mapped[str] = mapped_column(sa.String(10))
    qty: Mapped[int] = mapped_column(Id)
    note: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    event_id: Mapped[str] = mapped_column(Uuid)
    __table_args__ = (sa.Index("inspection_decision_of", "verdict_id"),)
