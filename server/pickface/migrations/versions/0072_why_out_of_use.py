"""Why a place went out of use stands with the change.

Revision ID: 0072
Revises: 0064
"""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column; nobody had been asked before."""
    op.add_column(
        "place_change", sa.Column("why", sa.String(80), server_default="", nullable=False)
    )


def downgrade() -> None:
    """Nobody is asked again."""
    op.drop_column("place_change", "why")
