"""What was counted is found by time, and what differed without reading what agreed.

Revision ID: 0053
Revises: 0052
"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_DIFFERS = sa.text("state IN ('booked', 'recount', 'approval') AND counted <> booked")


def upgrade() -> None:
    """Two indexes; that by the order of writing goes, since nothing asks by it any more."""
    op.create_index("count_line_time", "count_line", ["site_id", "at", "id"])
    op.create_index(
        "count_line_differs",
        "count_line",
        ["site_id", "at", "id"],
        sqlite_where=_DIFFERS,
        postgresql_where=_DIFFERS,
    )
    op.drop_index("count_line_site", table_name="count_line")


def downgrade() -> None:
    """As before."""
    op.create_index("count_line_site", "count_line", ["site_id", "id"])
    op.drop_index("count_line_differs", table_name="count_line")
    op.drop_index("count_line_time", table_name="count_line")
