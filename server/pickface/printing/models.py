"""The records of printing: printers, and jobs for them."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis

PAPERS: Final = {"parcel_label": "labels", "packing_slip": "documents", "test": ""}
"""What can be printed, and which printers take it; '' is any."""
_ALIVE = "state IN ('waiting', 'printing', 'failed')"


class Printer(Base):
    """A printer. ``kind``: ``raw`` (its port takes what it is sent) or ``browser`` (a person prints from a screen).

    ``takes``: ``labels`` (ZPL, at ``dpi``) or ``documents`` (PDF). Without a place it serves every station that has
    none of its own. While it is away it rests until ``rest_until``.
    """

    __tablename__ = "printer"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    name: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[str] = mapped_column(sa.String(8))
    host: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")
    port: Mapped[int] = mapped_column(sa.Integer, default=9100, server_default="9100")
    dpi: Mapped[int] = mapped_column(sa.Integer, default=203, server_default="203")
    takes: Mapped[str] = mapped_column(sa.String(10))
    place_id: Mapped[int | None] = mapped_column(Id)
    active: Mapped[int] = mapped_column(sa.Integer, default=1, server_default="1")
    failures: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """How often in a row it did not take what it was sent."""
    problem: Mapped[str] = mapped_column(sa.String(20), default="", server_default="")
    rest_until: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    leased_until: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    """Only one sender of all processes is at it: whoever holds this lease."""
    leased_by: Mapped[str] = mapped_column(sa.String(36), default="", server_default="")
    printed_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    __table_args__ = (sa.UniqueConstraint("site_id", "name", name="printer_name"),)


class PrintJob(Base):
    """One paper for one printer: ``waiting``, ``printing``, ``printed``, ``failed`` (a person decides), ``cancelled``.

    ``since`` is when somebody last wanted it: what has waited too long is not printed by itself any more.
    """

    __tablename__ = "print_job"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    printer_id: Mapped[int] = mapped_column(sa.ForeignKey("printer.id"))
    paper: Mapped[str] = mapped_column(sa.String(20))
    shipment_id: Mapped[int | None] = mapped_column(Id)
    invoice_id: Mapped[int | None] = mapped_column(Id)
    person_id: Mapped[int | None] = mapped_column(Id)
    """Whoever wants it, and hears when it does not come."""
    state: Mapped[str] = mapped_column(sa.String(10), default="waiting", server_default="waiting")
    attempts: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    next_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    problem: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    made_at: Mapped[int] = mapped_column(Millis)
    since: Mapped[int] = mapped_column(Millis)
    tried_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    printed_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    __table_args__ = (
        sa.Index("print_job_site", "site_id", "id"),
        sa.Index("print_job_state", "site_id", "state", "id"),
        sa.Index(
            "print_job_alive", "printer_id", "id",
            sqlite_where=sa.text(_ALIVE), postgresql_where=sa.text(_ALIVE),
        ),
        sa.Index(
            "print_job_of", "person_id", "id",
            sqlite_where=sa.text(_ALIVE), postgresql_where=sa.text(_ALIVE),
        ),
    )  # fmt: skip
