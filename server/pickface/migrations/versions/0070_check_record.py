"""What checks have found of each picker.

Revision ID: 0070
Revises: 0069
"""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """The table; records begin with the checks that follow."""
    op.create_table(
        "check_record",
        sa.Column("id", _ID, primary_key=True, nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("person_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("task_id", _ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
    )
    op.create_index("check_record_person", "check_record", ["person_id", "id"])


def downgrade() -> None:
    """Forget it."""
    op.drop_table("check_record")
