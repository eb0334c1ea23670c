"""Trucks that take parcels away."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis


class Departure(Base):
    """A truck of a carrier at a door: ``planned`` -> ``loading`` -> ``left``; ``cancelled`` beside."""

    __tablename__ = "departure"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    carrier_id: Mapped[int] = mapped_column(sa.ForeignKey("carrier.id"))
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("place.id"))
    """The door that it stands at: a dock."""
    leaves_at: Mapped[int] = mapped_column(Millis)
    cut_off_at: Mapped[int] = mapped_column(Millis)
    """A parcel that is closed later goes with the next one."""
    state: Mapped[str] = mapped_column(sa.String(10), default="planned", server_default="planned")
    by_timetable: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    left_at: Mapped[int | None] = mapped_column(Millis)
    left_by: Mapped[int | None] = mapped_column(Id)
    __table_args__ = (
        sa.UniqueConstraint("carrier_id", "leaves_at", name="departure_once"),
        sa.Index("departure_state", "site_id", "state", "leaves_at"),
    )
