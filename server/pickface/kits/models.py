"""What a kit is made of; that an item is one stands in ``item.kit``."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id


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
