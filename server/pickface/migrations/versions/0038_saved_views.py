"""Lists as somebody keeps them, and lists of orders and purchase orders that are sorted at any size.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One table, and the indexes that a sorted list of orders walks."""
    op.create_table(
        "saved_view",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("person_id", _ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("of_list", sa.String(20), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("role", sa.String(12), server_default="", nullable=False),
        sa.Column("query", sa.String(1000), server_default="", nullable=False),
        sa.UniqueConstraint("person_id", "of_list", "name", name="saved_view_name"),
    )
    op.create_index("saved_view_shared", "saved_view", ["site_id", "of_list", "role"])
    op.create_index("orders_ship_by", "orders", ["site_id", "ship_by", "id"])
    op.create_index("orders_state_ship_by", "orders", ["site_id", "state", "ship_by", "id"])
    op.create_index("orders_urgency", "orders", ["site_id", "priority", "ship_by", "id"])
    op.create_index("orders_by_number", "orders", ["site_id", "number", "id"])
    op.create_index("purchase_order_expected", "purchase_order", ["site_id", "expected_on", "id"])


def downgrade() -> None:
    """Views are forgotten."""
    op.drop_index("purchase_order_expected", table_name="purchase_order")
    for name in ("orders_ship_by", "orders_state_ship_by", "orders_urgency", "orders_by_number"):
        op.drop_index(name, table_name="orders")
    op.drop_table("saved_view")
