"""Kits: what an item is made of, and kits as customers ordered them, whose components are lines.

Revision ID: 0027
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0029"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_A_KIT = "kit <> ''"


def upgrade() -> None:
    """Two tables and two columns."""
    op.add_column("item", sa.Column("kit", sa.String(8), server_default="", nullable=False))
    op.create_index(
        "item_kit",
        "item",
        ["id"],
        sqlite_where=sa.text(_A_KIT),
        postgresql_where=sa.text(_A_KIT),
    )
    op.create_table(
        "kit_component",
        sa.Column("kit_id", _ID, sa.ForeignKey("item.id"), primary_key=True, autoincrement=False),
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), primary_key=True, autoincrement=False),
        sa.Column("qty", _ID, nullable=False),
        sa.CheckConstraint("qty > 0 AND kit_id <> item_id", name="kit_component_qty"),
    )
    op.create_index("kit_component_item", "kit_component", ["item_id"])
    op.create_table(
        "order_kit",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("order_id", _ID, sa.ForeignKey("orders.id"), nullable=False),
        sa.Column("line_no", sa.Integer, nullable=False),
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), nullable=False),
        sa.Column("qty", _ID, nullable=False),
        sa.Column("price_minor", sa.BigInteger, server_default="0", nullable=False),
        sa.UniqueConstraint("order_id", "line_no", name="order_kit_no"),
        sa.CheckConstraint("qty > 0", name="order_kit_qty"),
    )
    op.create_index("order_kit_item", "order_kit", ["item_id"])
    op.add_column("order_line", sa.Column("order_kit_id", _ID, nullable=True))


def downgrade() -> None:
    """Forget them: components stay as lines of their orders."""
    op.drop_column("order_line", "order_kit_id")
    op.drop_table("order_kit")
    op.drop_table("kit_component")
    op.drop_index("item_kit", "item")
    op.drop_column("item", "kit")
