"""Channels: shops that send their orders, and what they are told of.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Three tables, and whose orders a webhook hears of."""
    op.create_table(
        "channel",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("secret", sa.String(200), nullable=False),
        sa.Column("old_secret", sa.String(200), server_default="", nullable=False),
        sa.Column("stock_buffer", sa.Integer(), server_default="0", nullable=False),
        sa.Column("take_unpaid", sa.Integer(), server_default="0", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("site_id", "code", name="channel_code"),
    )
    op.create_table(
        "channel_order",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("channel_id", _ID, sa.ForeignKey("channel.id"), nullable=False),
        sa.Column("external_id", sa.String(40), nullable=False),
        sa.Column("number", sa.String(40), server_default="", nullable=False),
        sa.Column("order_id", _ID, sa.ForeignKey("orders.id"), nullable=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("problem", sa.String(40), server_default="", nullable=False),
        sa.Column("params", sa.Text(), server_default="{}", nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("exception_id", _ID, nullable=True),
        sa.Column("told_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("channel_id", "external_id", name="channel_order_external"),
    )
    op.create_index("channel_order_state", "channel_order", ["channel_id", "state", "id"])
    op.create_table(
        "channel_message",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("channel_id", _ID, sa.ForeignKey("channel.id"), nullable=False),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("number", sa.String(40), server_default="", nullable=False),
        sa.Column("outcome", sa.String(30), server_default="", nullable=False),
        sa.Column("left_out", sa.Text(), server_default="[]", nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("channel_id", "message", name="channel_message_once"),
    )
    op.create_index("channel_message_at", "channel_message", ["at"])
    op.add_column("webhook", sa.Column("channel_id", _ID, nullable=True))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("webhook", "channel_id")
    for table in ("channel_message", "channel_order", "channel"):
        op.drop_table(table)
