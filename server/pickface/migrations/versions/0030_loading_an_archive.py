"""An archive that is being brought in: how far it is stands beside what it brings, so that it goes on after a crash.

Revision ID: 0030
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0026"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MS = sa.BigInteger()


def upgrade() -> None:
    """One table, of one row."""
    op.create_table(
        "archive_load",
        sa.Column("id", _ID, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("made_at", _MS, nullable=False),
        sa.Column("total", _ID, nullable=False),
        sa.Column("done", _ID, nullable=False, server_default="0"),
        sa.Column("part", sa.String(40), nullable=False, server_default=""),
        sa.Column("line", _ID, nullable=False, server_default="0"),
        sa.Column("login", sa.String(80), nullable=False, server_default=""),
        sa.Column("password_hash", sa.String(200), nullable=False, server_default=""),
        sa.Column("problem", sa.String(300), nullable=False, server_default=""),
        sa.Column("began_at", _MS, nullable=False),
        sa.Column("ended_at", _MS, nullable=True),
        sa.CheckConstraint("id = 1", name="archive_load_one"),
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_table("archive_load")
