"""A purchase order may be what a receiver took in that nobody had ordered or announced.

Revision ID: 0060
Revises: 0059
"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A mark; none of those that are there is one."""
    op.add_column(
        "purchase_order", sa.Column("blind", sa.Integer, server_default="0", nullable=False)
    )


def downgrade() -> None:
    """Forget which were."""
    op.drop_column("purchase_order", "blind")
