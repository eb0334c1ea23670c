"""What is measured of goods as they come in: how warm they are, and what they weigh.

Revision ID: 0056
Revises: 0055
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What an item asks for, and what was measured."""
    op.add_column("item", sa.Column("min_temp_tenths", sa.Integer))
    op.add_column("item", sa.Column("max_temp_tenths", sa.Integer))
    op.add_column("item", sa.Column("catch_weight", sa.Integer, server_default="0", nullable=False))
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    uuid = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")
    op.create_table(
        "measurement",
        sa.Column("id", number, primary_key=True),
        sa.Column("site_id", number, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("purchase_order_id", number, nullable=False),
        sa.Column("line_id", number),
        sa.Column("item_id", number, sa.ForeignKey("item.id"), nullable=False),
        sa.Column("lot", sa.String(40), server_default="", nullable=False),
        sa.Column("container", sa.String(40), server_default="", nullable=False),
        sa.Column("qty", number, nullable=False),
        sa.Column("weight_g", sa.BigInteger),
        sa.Column("temp_tenths", sa.Integer),
        sa.Column("limit_tenths", sa.Integer),
        sa.Column("held_at", number),
        sa.Column("event_id", uuid, nullable=False),
        sa.Column("person_id", number),
        sa.Column("created_at", sa.BigInteger, nullable=False),
    )
    op.create_index("measurement_purchase_order", "measurement", ["purchase_order_id", "id"])
    op.create_index("measurement_event", "measurement", ["event_id"])


def downgrade() -> None:
    """Forget it."""
    op.drop_table("measurement")
    for name in ("catch_weight", "max_temp_tenths", "min_temp_tenths"):
        op.drop_column("item", name)
