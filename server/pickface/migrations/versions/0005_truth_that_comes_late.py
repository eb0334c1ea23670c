"""Provisional counts: which devices a count still awaits. What was redacted. The margin behind leases, by zone.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UUID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables and the column; nothing is copied."""
    op.create_table(
        "count_awaits",
        sa.Column("task_id", _ID, autoincrement=False, nullable=False),
        sa.Column("device_id", _UUID, nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("looked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"]),
        sa.PrimaryKeyConstraint("task_id", "device_id"),
    )
    op.create_table(
        "redaction",
        sa.Column("event_id", _UUID, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("shift", _UUID, nullable=False),
        sa.Column("by_event", _UUID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("event_id"),
    )
    op.add_column("zone", sa.Column("lease_margin_minutes", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take them away; what was provisional is taken as counted."""
    op.drop_column("zone", "lease_margin_minutes")
    if op.get_bind().dialect.name == "sqlite":
        # They name the table; those of the revision before come behind this run.
        op.execute("DROP TRIGGER IF EXISTS scan_event_no_update")
        op.execute("DROP TRIGGER IF EXISTS verdict_no_update")
    op.drop_table("redaction")
    op.execute("UPDATE exception SET state = 'resolved' WHERE kind = 'count_provisional'")
    op.drop_table("count_awaits")
