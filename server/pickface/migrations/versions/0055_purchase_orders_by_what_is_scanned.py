"""A purchase order is found by its number however it is typed, without reading the others.

Revision ID: 0055
Revises: 0054
"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An index."""
    op.create_index("purchase_order_named", "purchase_order", ["site_id", sa.text("UPPER(number)")])


def downgrade() -> None:
    """As before."""
    op.drop_index("purchase_order_named", table_name="purchase_order")
