"""Work changes hands: the store that has begun a task, and where a parked one stands.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_UUID = sa.String(length=36).with_variant(sa.String(length=36, collation="C"), "postgresql")


def upgrade() -> None:
    """Add the columns in place: the task table carries no triggers, and nothing is copied."""
    op.add_column("task", sa.Column("stream", _UUID, nullable=True))
    op.add_column(
        "task", sa.Column("parked_at", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column(
        "task", sa.Column("parked_place", sa.String(length=40), server_default="", nullable=False)
    )
    op.create_index("shift_stream", "shift", ["stream"])
    waits = sa.text("set_aside IS NOT NULL")
    op.create_index(
        "task_set_aside", "task", ["set_aside"], sqlite_where=waits, postgresql_where=waits
    )


def downgrade() -> None:
    """Forget who has begun what; parked work is begun work again."""
    op.drop_index("task_set_aside", "task")
    op.drop_index("shift_stream", "shift")
    op.execute("UPDATE task SET state = 'begun' WHERE state = 'parked'")
    for name in ("parked_place", "parked_at", "stream"):
        op.drop_column("task", name)
