"""A count's line names the container that it speaks of: who counts a bin counts what stands in containers there, too.

Revision ID: 0033
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column; what was counted before lay loose."""
    op.add_column(
        "count_line", sa.Column("container", sa.String(40), server_default="", nullable=False)
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_column("count_line", "container")
