"""Better places: relocations that are worth more walking than they cost, as they were reckoned last.

Revision ID: 0029
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0025"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MS = sa.BigInteger()


def upgrade() -> None:
    """Two tables."""
    op.create_table(
        "slotting",
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), primary_key=True),
        sa.Column("reckoned_at", _MS, nullable=False),
        sa.Column("orders", _ID, nullable=False),
        sa.Column("now_mm_week", _MS, nullable=False),
        sa.Column("then_mm_week", _MS, nullable=False),
    )
    op.create_table(
        "relocation",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("wish", _ID, nullable=False),
        sa.Column("position", _ID, nullable=False),
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), nullable=False),
        sa.Column("from_place_id", _ID, sa.ForeignKey("place.id"), nullable=False),
        sa.Column("to_place_id", _ID, sa.ForeignKey("place.id"), nullable=False),
        sa.Column("saves_mm_week", _MS, nullable=False),
        sa.Column("costs_mm", _MS, nullable=False),
        sa.Column("picks", _ID, nullable=False),
        sa.Column("state", sa.String(10), nullable=False, server_default="open"),
        sa.Column("task_id", _ID, nullable=True),
        sa.Column("reckoned_at", _MS, nullable=False),
        sa.UniqueConstraint("site_id", "wish", "position", name="relocation_once"),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("relocation")
    op.drop_table("slotting")
