"""A pick may serve the orders of a cart, orders are released in waves, and a walk says how long it is.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add a table and columns in place: none of these tables carries triggers."""
    op.create_table(
        "cart_order",
        sa.Column("task_id", _ID, nullable=False),
        sa.Column("order_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"]),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"]),
        sa.PrimaryKeyConstraint("task_id", "order_id"),
    )
    op.create_index("cart_order_order", "cart_order", ["order_id"])
    op.add_column("orders", sa.Column("wave_id", _ID, nullable=True))
    op.create_index(
        "orders_wave",
        "orders",
        ["wave_id"],
        sqlite_where=sa.text("wave_id IS NOT NULL"),
        postgresql_where=sa.text("wave_id IS NOT NULL"),
    )
    for name in ("walk_mm", "code_order_mm"):
        op.add_column("task", sa.Column(name, sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Forget carts; a cart that is under way must be finished first, or its tasks lose their orders."""
    for name in ("code_order_mm", "walk_mm"):
        op.drop_column("task", name)
    op.drop_index("orders_wave", "orders")
    op.drop_column("orders", "wave_id")
    op.drop_index("cart_order_order", "cart_order")
    op.drop_table("cart_order")
