"""Pick faces: bins that are refilled from reserve before they run dry.

Revision ID: 0021
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One table."""
    op.create_table(
        "pick_face",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("place_id", _ID, sa.ForeignKey("place.id"), nullable=False),
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), nullable=False),
        sa.Column("min_qty", _ID, server_default="0", nullable=False),
        sa.Column("max_qty", _ID, server_default="0", nullable=False),
        sa.Column("task_id", _ID, nullable=True),
        sa.Column("called_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.UniqueConstraint("place_id", "item_id", name="pick_face_once"),
        sa.CheckConstraint("min_qty >= 0 AND max_qty >= min_qty", name="pick_face_levels"),
    )
    op.create_index("pick_face_item", "pick_face", ["site_id", "item_id"])


def downgrade() -> None:
    """Forget which bins are faces."""
    op.drop_table("pick_face")
