"""A bin has room for so many pallets.

Revision ID: 0050
Revises: 0049
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_LIMITED = sa.text("max_pallets > 0")


def upgrade() -> None:
    """A column (0: nobody has said), and an index of the places that have a limit."""
    op.add_column(
        "place", sa.Column("max_pallets", sa.Integer(), server_default="0", nullable=False)
    )
    op.create_index(
        "place_pallets", "place", ["site_id"], sqlite_where=_LIMITED, postgresql_where=_LIMITED
    )


def downgrade() -> None:
    """Pallets are counted by those who bring them."""
    op.drop_index("place_pallets", table_name="place")
    op.drop_column("place", "max_pallets")
