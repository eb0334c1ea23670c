"""Files that were uploaded to be brought in, and how far each has come."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis


class ImportRun(Base):
    """A file on its way in: ``uploaded``, ``checking``, ``checked``, ``applying``, ``applied``.

    ``plan`` is JSON: which column is which, and how its cells are written. ``done`` of ``total`` things are through;
    what is through counts, so that a run that was cut off goes on where it ended.
    """

    __tablename__ = "import_run"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(sa.String(120))
    hash: Mapped[str] = mapped_column(sa.String(64))
    state: Mapped[str] = mapped_column(sa.String(10), default="uploaded", server_default="uploaded")
    plan: Mapped[str] = mapped_column(sa.Text, default="{}", server_default="{}")
    reason: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    lines: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    total: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    done: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    created: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    unchanged: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    left_out: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    uploaded_at: Mapped[int] = mapped_column(Millis)
    finished_at: Mapped[int | None] = mapped_column(Millis)
    __table_args__ = (sa.Index("import_run_site", "site_id", "id"),)
