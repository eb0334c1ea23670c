"""Orders that their customers collect: by which code, and who took their parcels.

Revision ID: 0036
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns in place, and an index of codes that holds nothing else."""
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
    """Who took what is forgotten."""
    op.drop_index("orders_collection", table_name="orders")
    op.drop_column("shipment", "handed_to")
    op.drop_column("orders", "collection_code")
    op.drop_column("orders", "collect")
