"""An order may be a gift, with a note to whoever gets it.

Revision ID: 0046
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns."""
    op.add_column("orders", sa.Column("gift", sa.Integer(), server_default="0", nullable=False))
    op.add_column("orders", sa.Column("gift_note", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Gifts are orders like others."""
    op.drop_column("orders", "gift_note")
    op.drop_column("orders", "gift")
