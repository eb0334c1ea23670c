"""The one archive that an installation was, or is being, begun with, and how far that is."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis


class ArchiveLoad(Base):
    """How far an archive is: ``part`` and ``line`` are the last row that came in, in the transaction that brought it.

    ``state``: ``checked`` (it holds together, nothing has come in), ``loading``, ``loaded``. ``password_hash`` is the
    manager's who goes on; empty where that is somebody who is signed in already.
    """

    __tablename__ = "archive_load"
    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(sa.String(64))
    state: Mapped[str] = mapped_column(sa.String(10))
    site: Mapped[str] = mapped_column(sa.Text)
    """JSON: what the archive says of its site."""
    made_at: Mapped[int] = mapped_column(Millis)
    total: Mapped[int] = mapped_column(Id)
    done: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    part: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    line: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    login: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")
    password_hash: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    problem: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    """Why it stopped; the row behind ``part`` and ``line`` is tried again."""
    began_at: Mapped[int] = mapped_column(Millis)
    ended_at: Mapped[int | None] = mapped_column(Millis)
    __table_args__ = (sa.CheckConstraint("id = 1", name="archive_load_one"),)
