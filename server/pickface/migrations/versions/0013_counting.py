"""Counts in rounds, differences that wait for a second pair of eyes, zones that stand still for a stocktake, snapshots.

Revision ID: 0013
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MS = sa.BigInteger()
_UUID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")
_WAITS = sa.text("state IN ('recount', 'approval')")
_OPEN = sa.text("closed_at = 0")


def upgrade() -> None:
    """New tables, and one column in place."""
    op.add_column("zone", sa.Column("frozen_at", _MS, server_default="0", nullable=False))
    op.create_table(
        "count_round",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("zone_id", _ID, sa.ForeignKey("zone.id"), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("created_at", _MS, nullable=False),
        sa.Column("created_by", _ID, nullable=True),
        sa.Column("filled_at", _MS, server_default="0", nullable=False),
        sa.Column("closed_at", _MS, server_default="0", nullable=False),
    )
    op.create_index(
        "count_round_open", "count_round", ["zone_id"], sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_index("count_round_site", "count_round", ["site_id", "id"])
    op.create_table(
        "count_bin",
        sa.Column("round_id", _ID, sa.ForeignKey("count_round.id"), primary_key=True),
        sa.Column("place_id", _ID, sa.ForeignKey("place.id"), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(20), server_default="", nullable=False),
        sa.Column("task_id", _ID, nullable=True),
    )
    op.create_index("count_bin_task", "count_bin", ["task_id"])
    op.create_table(
        "count_line",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("task_id", _ID, nullable=False),
        sa.Column("place_id", _ID, nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("lot_id", _ID, nullable=False),
        sa.Column("owner_id", _ID, nullable=False),
        sa.Column("booked", _ID, nullable=False),
        sa.Column("found", _ID, nullable=False),
        sa.Column("counted", _ID, nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("event_id", _UUID, nullable=False),
        sa.Column("looked_at", _MS, nullable=False),
        sa.Column("at", _MS, nullable=False),
        sa.Column("decided_by", _ID, nullable=True),
        sa.Column("decided_at", _MS, nullable=True),
    )
    op.create_index(
        "count_line_waits", "count_line", ["place_id"], sqlite_where=_WAITS, postgresql_where=_WAITS
    )
    op.create_index("count_line_site", "count_line", ["site_id", "id"])
    op.create_index("count_line_task", "count_line", ["task_id"])
    op.create_table(
        "stock_snapshot",
        sa.Column("item_id", _ID, primary_key=True),
        sa.Column("until_id", _UUID, primary_key=True),
    )
    op.create_table(
        "stock_snapshot_line",
        sa.Column("item_id", _ID, primary_key=True),
        sa.Column("until_id", _UUID, primary_key=True),
        sa.Column("lot_id", _ID, primary_key=True),
        sa.Column("place_id", _ID, primary_key=True),
        sa.Column("container", sa.String(40), primary_key=True),
        sa.Column("owner_id", _ID, primary_key=True),
        sa.Column("qty", _ID, nullable=False),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("stock_snapshot_line")
    op.drop_table("stock_snapshot")
    op.drop_table("count_line")
    op.drop_table("count_bin")
    op.drop_table("count_round")
    op.drop_column("zone", "frozen_at")
