"""What a place was called leads to it; which labels are to be printed anew; which places are out of use.

Revision ID: 0059
Revises: 0058
"""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

_NAMES = sa.text("name = 'code'")
_OLD = sa.text("label_old > 0")
_OUT = sa.text("active = 0")


def upgrade() -> None:
    """A column (1: renamed since its label was printed, 2: the old one was scanned since), and three small indexes."""
    op.add_column("place", sa.Column("label_old", sa.Integer(), server_default="0", nullable=False))
    for name, where in (("place_label_old", _OLD), ("place_out_of_use", _OUT)):
        op.create_index(
            name, "place", ["site_id", "id"], sqlite_where=where, postgresql_where=where
        )
    op.create_index(
        "place_change_named",
        "place_change",
        ["site_id", "old"],
        sqlite_where=_NAMES,
        postgresql_where=_NAMES,
    )


def downgrade() -> None:
    """Old labels mean nothing again."""
    op.drop_index("place_change_named", table_name="place_change")
    op.drop_index("place_out_of_use", table_name="place")
    op.drop_index("place_label_old", table_name="place")
    op.drop_column("place", "label_old")
