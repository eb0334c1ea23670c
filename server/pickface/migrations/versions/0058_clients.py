"""People and shops may belong to a client, and what is a client's is found without reading the house's.

Revision ID: 0058
Revises: 0056
"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0056"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CLIENTS = sa.text("owner_id <> 1")
_INDEXES = (
    ("orders_of_client", "orders", ["owner_id", "id"]),
    ("purchase_order_of_client", "purchase_order", ["owner_id", "id"]),
    ("stock_level_of_client", "stock_level", ["owner_id", "item_id"]),
    ("move_of_client", "move", ["owner_id", "id"]),
)


def upgrade() -> None:
    """Two columns, and indexes that hold nothing of the house."""
    op.add_column("person", sa.Column("owner_id", _ID, nullable=True))
    op.add_column("channel", sa.Column("owner_id", _ID, server_default="1", nullable=False))
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns, sqlite_where=_CLIENTS, postgresql_where=_CLIENTS)


def downgrade() -> None:
    """As before."""
    for name, table, _ in reversed(_INDEXES):
        op.drop_index(name, table_name=table)
    op.drop_column("channel", "owner_id")
    op.drop_column("person", "owner_id")
