"""Orders that their customers collect, and what happened to orders that were split or merged.

Revision ID: 0036
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0030"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One table; columns in place, and an index of codes that holds nothing else."""
    op.create_table(
        "order_change",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("order_id", _ID, sa.ForeignKey("orders.id"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("other_id", _ID, sa.ForeignKey("orders.id"), nullable=False),
        sa.Column("params", sa.Text(), server_default="{}", nullable=False),
    )
    op.create_index("order_change_order", "order_change", ["order_id", "id"])
    op.add_column("orders", sa.Column("collect", sa.Integer(), server_default="0", nullable=False))
    op.add_column(
        "orders", sa.Column("collection_code", sa.String(12), server_default="", nullable=False)
    )
    op.add_column(
        "shipment", sa.Column("handed_to", sa.String(128), server_default="", nullable=False)
    )
    op.create_index(
        "orders_collection",
        "orders",
        ["collection_code"],
        sqlite_where=sa.text("collection_code <> ''"),
        postgresql_where=sa.text("collection_code <> ''"),
    )


def downgrade() -> None:
    """Who took what, and what was split or merged, is forgotten."""
    op.drop_index("order_change_order", table_name="order_change")
    op.drop_table("order_change")
    op.drop_index("orders_collection", table_name="orders")
    op.drop_column("shipment", "handed_to")
    op.drop_column("orders", "collection_code")
    op.drop_column("orders", "collect")
