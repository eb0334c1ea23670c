"""Low stock is told by rules: the rules, who changed them, what they found, and what is still to be looked at.

Revision ID: 0048
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op

from pickface.migrations import noticing, telling

revision = "0048"
down_revision = "0045"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Four tables; the triggers that note what changed are installed with all others."""
    op.create_table(
        "stock_rule",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("covers", sa.String(10), nullable=False),
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), nullable=True),
        sa.Column("abc", sa.String(1), server_default="", nullable=False),
        sa.Column("measure", sa.String(10), nullable=False),
        sa.Column("level", sa.String(14), nullable=False),
        sa.Column("under", _ID, server_default="0", nullable=False),
        sa.Column("within_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("recover_pct", sa.Integer(), server_default="10", nullable=False),
        sa.Column("roles", sa.String(60), server_default="", nullable=False),
        sa.Column("emails", sa.String(1300), server_default="", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.UniqueConstraint("site_id", "name", name="stock_rule_name"),
        sa.CheckConstraint("(covers = 'item') = (item_id IS NOT NULL)", name="stock_rule_item"),
        sa.CheckConstraint("(covers = 'class') = (abc <> '')", name="stock_rule_class"),
        sa.CheckConstraint("under >= 0 AND within_days >= 0 AND recover_pct >= 0", name="stock_rule_numbers"),
        sa.CheckConstraint("level = 'number' OR measure <> 'cover'", name="stock_rule_cover_in_days"),
    )  # fmt: skip
    op.create_table(
        "stock_rule_change",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("rule", sa.String(80), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
    )
    op.create_index("stock_rule_change_site", "stock_rule_change", ["site_id", "id"])
    op.create_table(
        "stock_changed",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("item_id", _ID, nullable=False),
    )
    op.create_table(
        "stock_alert",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("rule_id", _ID, nullable=False),
        sa.Column("rule", sa.String(80), nullable=False),
        sa.Column("measure", sa.String(10), nullable=False),
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), nullable=False),
        sa.Column("state", sa.String(5), server_default="open", nullable=False),
        sa.Column("level", _ID, nullable=False),
        sa.Column("found", _ID, nullable=False),
        sa.Column("value", _ID, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("seen_by", _ID, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("snoozed_until", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("mailed_at", sa.BigInteger(), server_default="0", nullable=False),
    )
    op.create_index(
        "stock_alert_open", "stock_alert", ["rule_id", "item_id"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )  # fmt: skip
    op.create_index("stock_alert_item", "stock_alert", ["item_id", "state"])
    op.create_index("stock_alert_newest", "stock_alert", ["site_id", "state", "opened_at", "id"])


def downgrade() -> None:
    """The triggers that name these tables go first."""
    connection = op.get_bind()
    telling.remove(connection)
    noticing.remove(connection)
    for table in ("stock_alert", "stock_changed", "stock_rule_change", "stock_rule"):
        op.drop_table(table)
