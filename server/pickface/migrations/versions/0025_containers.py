"""Containers stand in and on each other, and remember what was done with them; plates that nobody gives twice.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NESTED = sa.text("parent <> ''")


def upgrade() -> None:
    """One column in place, and two tables."""
    op.add_column(
        "container", sa.Column("parent", sa.String(40), server_default="", nullable=False)
    )
    op.create_index(
        "container_parent", "container", ["parent"], sqlite_where=_NESTED, postgresql_where=_NESTED
    )
    op.create_index("container_place", "container", ["site_id", "place_id"])
    op.create_table(
        "container_event",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("other", sa.String(40), server_default="", nullable=False),
        sa.Column("person_id", _ID),
        sa.Column("cause", sa.String(60), nullable=False),
        sa.Column("place_before", _ID, nullable=False),
        sa.Column("place_after", _ID, nullable=False),
        sa.Column("parent_before", sa.String(40), nullable=False),
        sa.Column("parent_after", sa.String(40), nullable=False),
        sa.Column("state_before", sa.String(8), nullable=False),
        sa.Column("state_after", sa.String(8), nullable=False),
        sa.Column("weight_before", sa.Integer(), nullable=False),
        sa.Column("weight_after", sa.Integer(), nullable=False),
        sa.Column("order_before", _ID),
    )
    op.create_index("container_event_code", "container_event", ["code", "id"])
    op.create_index("container_event_cause", "container_event", ["cause"])
    op.create_table(
        "plate_series",
        sa.Column("prefix", sa.String(12), primary_key=True),
        sa.Column("next", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    """Take them away; what stood on a pallet stands beside it."""
    op.drop_table("plate_series")
    op.drop_table("container_event")
    op.drop_index("container_place", "container")
    op.drop_index("container_parent", "container")
    with op.batch_alter_table("container") as container:
        container.drop_column("parent")
