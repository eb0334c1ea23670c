"""What planning has reckoned: forecasts and rules for each item, proposals for each supplier, and the past it saw."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis


class Reckoning(Base):
    """When a site's forecasts and proposals were reckoned last.

    Whoever approves or writes proposals locks this row first: no two approvals see the same budget, and proposals count
    only if nothing was ordered since they were reckoned.
    """

    __tablename__ = "reckoning"
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"), primary_key=True)
    begun_at: Mapped[int | None] = mapped_column(Millis)
    finished_at: Mapped[int | None] = mapped_column(Millis)
    took_ms: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    items: Mapped[int] = mapped_column(Id, default=0, server_default="0")


class Forecast(Base):
    """What will be ordered of an item, how far such guesses were off, and when to buy it.

    Rates and spreads are whole thousandths of a unit; the rest whole units. ``days`` and ``weeks`` are JSON lists: the
    coming days in thousandths, and the weeks before in units, oldest first.
    """

    __tablename__ = "forecast"
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"), primary_key=True)
    reckoned_at: Mapped[int] = mapped_column(Millis)
    a_day_milli: Mapped[int] = mapped_column(Id)
    days: Mapped[str] = mapped_column(sa.Text)
    weeks: Mapped[str] = mapped_column(sa.Text)
    below_milli: Mapped[int] = mapped_column(Id)
    above_milli: Mapped[int] = mapped_column(Id)
    """How far eight weeks of ten lie from the forecast at most, down and up."""
    error_pct: Mapped[int | None] = mapped_column(sa.Integer)
    """How far earlier forecasts of four weeks were off; NULL where nothing was ordered in those."""
    method: Mapped[str] = mapped_column(sa.String(200))
    abc_xyz: Mapped[str] = mapped_column(sa.String(2))
    safety: Mapped[int] = mapped_column(Id)
    reorder_point: Mapped[int] = mapped_column(Id)
    order_up_to: Mapped[int] = mapped_column(Id)
    # Lists compare each item with these two; the plots beside them are wide.
    __table_args__ = (
        sa.Index("forecast_measure", "site_id", "item_id", "a_day_milli", "reorder_point"),
    )


class Proposal(Base):
    """What to order from one supplier: ``open`` until somebody approves it (``ordered``)."""

    __tablename__ = "proposal"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    supplier_id: Mapped[int] = mapped_column(sa.ForeignKey("supplier.id"))
    currency: Mapped[str] = mapped_column(sa.String(3))
    state: Mapped[str] = mapped_column(sa.String(10), default="open", server_default="open")
    version: Mapped[int] = mapped_column(sa.Integer, default=1, server_default="1")
    lead_days: Mapped[int] = mapped_column(sa.Integer)
    made_at: Mapped[int] = mapped_column(Millis)
    purchase_order_id: Mapped[int | None] = mapped_column(Id)
    __table_args__ = (
        sa.Index(
            "proposal_open",
            "site_id",
            "supplier_id",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
    )


class ProposalLine(Base):
    """So much of an item; ``proposed`` is what was reckoned, ``qty`` what a person made of it. ``why`` is JSON."""

    __tablename__ = "proposal_line"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(sa.ForeignKey("proposal.id"))
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    qty: Mapped[int] = mapped_column(Id)
    proposed: Mapped[int] = mapped_column(Id)
    left_out: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    edited_by: Mapped[int | None] = mapped_column(Id)
    prices: Mapped[str] = mapped_column(sa.Text)
    """JSON: pairs of "from so many units" and the unit's price, the first from 1."""
    why: Mapped[str] = mapped_column(sa.Text)
    __table_args__ = (sa.UniqueConstraint("proposal_id", "item_id", name="proposal_line_item"),)


class PastDemand(Base):
    """What was ordered of an item on a day before this system knew of it; ``day`` counts from 1970-01-01."""

    __tablename__ = "past_demand"
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"), primary_key=True)
    day: Mapped[int] = mapped_column(sa.Integer, primary_key=True, autoincrement=False)
    units: Mapped[int] = mapped_column(Id)


class Slotting(Base):
    """When a site's places were reckoned last, by how many orders, and the walks of a week now and were all done."""

    __tablename__ = "slotting"
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"), primary_key=True)
    reckoned_at: Mapped[int] = mapped_column(Millis)
    orders: Mapped[int] = mapped_column(Id)
    now_mm_week: Mapped[int] = mapped_column(Millis)
    then_mm_week: Mapped[int] = mapped_column(Millis)


class Relocation(Base):
    """All of an item from one bin to a better one. Those of one ``wish`` belong together, in the order of ``position``.

    ``open`` until somebody asks for it (``asked``: it is, or becomes, a task), then ``done``; or ``dropped``, when
    somebody does not want it.
    """

    __tablename__ = "relocation"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    wish: Mapped[int] = mapped_column(Id)
    position: Mapped[int] = mapped_column(Id)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"))
    from_place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"))
    to_place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"))
    saves_mm_week: Mapped[int] = mapped_column(Millis)
    costs_mm: Mapped[int] = mapped_column(Millis)
    picks: Mapped[int] = mapped_column(Id)
    state: Mapped[str] = mapped_column(sa.String(10), default="open", server_default="open")
    task_id: Mapped[int | None] = mapped_column(Id)
    reckoned_at: Mapped[int] = mapped_column(Millis)
    __table_args__ = (sa.UniqueConstraint("site_id", "wish", "position", name="relocation_once"),)
