"""Which item may stand for which, who takes such a one, and order lines that stand for others.

Revision ID: 0051
Revises: 0050
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STANDS_IN = sa.text("substitute_for IS NOT NULL")


def upgrade() -> None:
    """A table and two columns."""
    op.create_table(
        "substitute",
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), primary_key=True, autoincrement=False),
        sa.Column("other_id", _ID, sa.ForeignKey("item.id"), primary_key=True, autoincrement=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.CheckConstraint("item_id <> other_id", name="substitute_other"),
    )
    op.create_index("substitute_other", "substitute", ["other_id"])
    op.add_column(
        "orders", sa.Column("substitutes", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("order_line", sa.Column("substitute_for", _ID, nullable=True))
    op.create_index(
        "order_line_substitute",
        "order_line",
        ["substitute_for"],
        sqlite_where=_STANDS_IN,
        postgresql_where=_STANDS_IN,
    )


def downgrade() -> None:
    """Forget them: substitutes stay as lines of their orders."""
    op.drop_index("order_line_substitute", table_name="order_line")
    op.drop_column("order_line", "substitute_for")
    op.drop_column("orders", "substitutes")
    op.drop_table("substitute")
