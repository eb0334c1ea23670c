"""rosters of devices

Revision: 0004, after 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "person", sa.Column("device_salt", sa.String(44), server_default="", nullable=False)
    )
    op.add_column(
        "person", sa.Column("device_rounds", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column(
        "person", sa.Column("device_key", sa.String(44), server_default="", nullable=False)
    )
    op.create_table(
        "device_roster",
        sa.Column(
            "device_id",
            sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.Text(), server_default="[]", nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"]),
        sa.PrimaryKeyConstraint("device_id"),
    )


def downgrade() -> None:
    op.drop_table("device_roster")
    # Not in batch mode, which would copy the table.
    for column in ("device_key", "device_rounds", "device_salt"):
        op.drop_column("person", column)
