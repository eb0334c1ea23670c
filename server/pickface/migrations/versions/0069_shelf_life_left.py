"""Shelf life left for the customer: as an order asks, as an item has it, and so the day for each line.

Revision ID: 0069
Revises: 0064
"""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns; orders that are there ask for nothing."""
    for table in ("orders", "item"):
        op.add_column(
            table, sa.Column("shelf_days_left", sa.Integer(), server_default="0", nullable=False)
        )
    op.add_column(
        "order_line", sa.Column("fresh_from", sa.String(10), server_default="", nullable=False)
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_column("order_line", "fresh_from")
    for table in ("item", "orders"):
        op.drop_column(table, "shelf_days_left")
