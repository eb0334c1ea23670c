"""What one piece weighs and measures is asked when it first comes in; who said so is kept.

Revision ID: 0065
Revises: 0064
"""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

_ASKS = "(min_temp_tenths IS NOT NULL OR max_temp_tenths IS NOT NULL OR catch_weight = 1)"


def upgrade() -> None:
    """A history of what was measured, and the items that ask for something each time they come in."""
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    uuid = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")
    op.create_table(
        "item_sizing",
        sa.Column("id", number, primary_key=True),
        sa.Column("item_id", number, sa.ForeignKey("item.id"), nullable=False),
        sa.Column("weight_g", sa.Integer, nullable=False),
        sa.Column("length_mm", sa.Integer, nullable=False),
        sa.Column("width_mm", sa.Integer, nullable=False),
        sa.Column("height_mm", sa.Integer, nullable=False),
        sa.Column("event_id", uuid),
        sa.Column("person_id", number),
        sa.Column("created_at", sa.BigInteger, nullable=False),
    )
    op.create_index("item_sizing_item", "item_sizing", ["item_id", "id"])
    op.create_index("item_sizing_event", "item_sizing", ["event_id"])
    op.create_index(
        "item_asks", "item", ["id"], sqlite_where=sa.text(_ASKS), postgresql_where=sa.text(_ASKS)
    )


def downgrade() -> None:
    """Forget it; items stay as they were measured."""
    op.drop_index("item_asks", "item")
    op.drop_table("item_sizing")
