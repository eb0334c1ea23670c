"""Photos that events name, and the label of goods that nobody knew.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_UUID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One table, and a column in place."""
    op.create_table(
        "photo",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("event_id", _UUID, nullable=False, unique=True),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("of_event", _UUID, nullable=True),
        sa.Column("exception_id", _ID, nullable=True),
        sa.Column("shows", sa.String(12), nullable=False),
        sa.Column("named_at", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=True),
        sa.Column("gone_at", sa.BigInteger(), nullable=True),
    )
    op.create_index("photo_sha256", "photo", ["sha256"])
    op.create_index("photo_of_event", "photo", ["of_event"])
    op.create_index("photo_exception", "photo", ["exception_id"])
    op.create_index("photo_received", "photo", ["site_id", "received_at"])
    op.add_column(
        "discrepancy", sa.Column("container", sa.String(40), server_default="", nullable=False)
    )
    op.create_index("discrepancy_event", "discrepancy", ["event_id"])
    op.create_index(
        "discrepancy_container",
        "discrepancy",
        ["container"],
        sqlite_where=sa.text("container <> ''"),
        postgresql_where=sa.text("container <> ''"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index("discrepancy_container", "discrepancy")
    op.drop_index("discrepancy_event", "discrepancy")
    op.drop_column("discrepancy", "container")
    for name in ("photo_received", "photo_exception", "photo_of_event", "photo_sha256"):
        op.drop_index(name, "photo")
    op.drop_table("photo")
