"""The moves of one balance and of one lot by indexes.

Revision ID: 0008
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LOTTED = sa.text("lot_id > 0")


def upgrade() -> None:
    """Add indexes and columns in place: append-only tables are not copied."""
    op.create_index("move_into", "move", ["to_place_id", "item_id", "to_container", "id"])
    op.create_index("move_out_of", "move", ["from_place_id", "item_id", "from_container", "id"])
    op.create_index(
        "move_lot", "move", ["lot_id", "id"], sqlite_where=_LOTTED, postgresql_where=_LOTTED
    )
    op.add_column("lot", sa.Column("recalled_by", _ID, nullable=True))
    op.add_column(
        "lot", sa.Column("recall_reason", sa.String(200), server_default="", nullable=False)
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_column("lot", "recall_reason")
    op.drop_column("lot", "recalled_by")
    for name in ("move_lot", "move_out_of", "move_into"):
        op.drop_index(name, "move")
