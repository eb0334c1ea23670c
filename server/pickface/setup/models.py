"""What setting up leaves behind: which labels were printed, by whom and when."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis


class PrintRun(Base):
    """Labels that were made to be printed: of what (``bins``, ``badges``, ``totes``), how many, and by whom."""

    __tablename__ = "print_run"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    kind: Mapped[str] = mapped_column(sa.String(12))
    labels: Mapped[int] = mapped_column(sa.Integer)
    at: Mapped[int] = mapped_column(Millis)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    __table_args__ = (sa.Index("print_run_kind", "site_id", "kind"),)
