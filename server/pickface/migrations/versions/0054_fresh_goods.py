"""Before which day goods of a site must not expire to be promised.

Revision ID: 0054
Revises: 0053
"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column; the first look at each site moves it on to the present."""
    op.add_column("site", sa.Column("fresh_from", sa.String(10), server_default="", nullable=False))


def downgrade() -> None:
    """Forget it: expired goods count as available again."""
    op.drop_column("site", "fresh_from")
