"""What a supplier announces may name serial numbers, one a row.

Revision ID: 0049
Revises: 0048
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

_NAMED = sa.text("serial <> ''")


def upgrade() -> None:
    """A column, and an index by which a serial is found that is awaited elsewhere."""
    op.add_column(
        "expected_goods", sa.Column("serial", sa.String(40), server_default="", nullable=False)
    )
    op.create_index(
        "expected_goods_serial",
        "expected_goods",
        ["item_id", "serial"],
        sqlite_where=_NAMED,
        postgresql_where=_NAMED,
    )


def downgrade() -> None:
    """Serials are named at the dock again."""
    op.drop_index("expected_goods_serial", table_name="expected_goods")
    op.drop_column("expected_goods", "serial")
