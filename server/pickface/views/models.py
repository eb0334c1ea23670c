"""The record of a list as somebody keeps it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id


class SavedView(Base):
    """Filters, order and columns of one list under a name, as its address has them."""

    __tablename__ = "saved_view"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    of_list: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(sa.String(60))
    role: Mapped[str] = mapped_column(sa.String(12), default="", server_default="")
    """Whom it is shared with; '' is nobody."""
    query: Mapped[str] = mapped_column(sa.String(1000), default="", server_default="")
    """What stands behind the question mark."""
    __table_args__ = (
        sa.UniqueConstraint("person_id", "of_list", "name", name="saved_view_name"),
        sa.Index("saved_view_shared", "site_id", "of_list", "role"),
    )
