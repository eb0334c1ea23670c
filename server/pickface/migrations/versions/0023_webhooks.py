"""Webhooks: who is told what, what there is to tell, and how far that is.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

from pickface.migrations import telling

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UUID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables; the triggers that note facts are installed with all others."""
    op.create_table(
        "webhook",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("events", sa.String(200), nullable=False),
        sa.Column("secret", sa.String(80), nullable=False),
        sa.Column("old_secret", sa.String(80), server_default="", nullable=False),
        sa.Column("old_secret_until", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("state", sa.String(10), server_default="active", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rest_until", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("leased_until", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("leased_by", sa.String(36), server_default="", nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("told_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
    )
    op.create_index("webhook_site", "webhook", ["site_id", "ended_at"])
    op.create_table(
        "webhook_fact",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("subject", _ID, nullable=False),
        sa.Column("detail", sa.String(20), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "webhook_message",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("webhook_id", _ID, sa.ForeignKey("webhook.id"), nullable=False),
        sa.Column("uuid", _UUID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(10), server_default="waiting", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("tried_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("took_ms", sa.Integer(), server_default="0", nullable=False),
        sa.Column("status", sa.Integer(), server_default="0", nullable=False),
        sa.Column("problem", sa.String(40), server_default="", nullable=False),
    )
    op.create_index(
        "webhook_message_turn", "webhook_message", ["webhook_id", "state", "subject", "id"]
    )
    op.create_index("webhook_message_state", "webhook_message", ["webhook_id", "state", "id"])
    op.create_index("webhook_message_old", "webhook_message", ["state", "made_at"])


def downgrade() -> None:
    """Take the triggers away first, which name these tables."""
    telling.remove(op.get_bind())
    for table in ("webhook_message", "webhook_fact", "webhook"):
        op.drop_table(table)
