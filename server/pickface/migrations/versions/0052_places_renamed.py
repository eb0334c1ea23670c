"""What places were called and where they stood before.

Revision ID: 0052
Revises: 0051
"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """A table."""
    op.create_table(
        "place_change",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("place_id", _ID, sa.ForeignKey("place.id"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("old", sa.String(40), nullable=False),
        sa.Column("new", sa.String(40), nullable=False),
    )
    op.create_index("place_change_place", "place_change", ["place_id", "id"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("place_change")
