"""checkpoints over the journal, containers that follow what was set aside, leases by zone, when counts looked

Revision: 0002, after 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UUID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables and columns; the triggers of the append-only ones come behind every run."""
    op.create_table(
        "checkpoint",
        sa.Column("number", _ID, autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("prev", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("server_keys", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("hash"),
    )
    op.create_table(
        "checkpoint_head",
        sa.Column("stream", _UUID, nullable=False),
        sa.Column("next_seq", _ID, autoincrement=False, nullable=False),
        sa.Column("number", _ID, nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("stream", "next_seq"),
    )
    op.create_index("checkpoint_head_number", "checkpoint_head", ["number"])
    op.add_column("container", sa.Column("set_aside", _UUID, nullable=True))
    op.create_index(
        "container_set_aside",
        "container",
        ["set_aside"],
        sqlite_where=sa.text("set_aside IS NOT NULL"),
        postgresql_where=sa.text("set_aside IS NOT NULL"),
    )
    op.add_column(
        "balance", sa.Column("looked_at", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.execute("UPDATE balance SET looked_at = counted_at")
    op.add_column(
        "zone", sa.Column("lease_minutes", sa.Integer(), server_default="0", nullable=False)
    )


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("zone") as zone:
        zone.drop_column("lease_minutes")
    with op.batch_alter_table("balance") as balance:
        balance.drop_column("looked_at")
    op.drop_index("container_set_aside", "container")
    with op.batch_alter_table("container") as container:
        container.drop_column("set_aside")
    op.drop_index("checkpoint_head_number", "checkpoint_head")
    op.drop_table("checkpoint_head")
    op.drop_table("checkpoint")
