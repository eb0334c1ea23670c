"""The audit of a day finds an item's layers, and what was shared with it, without walking through the cost book.

Revision ID: 0043
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two indexes; the second holds the few entries that no move made."""
    op.create_index("cost_layer_item", "cost_layer", ["item_id"])
    op.create_index(
        "cost_entry_change",
        "cost_entry",
        ["change_id"],
        sqlite_where=sa.text("change_id IS NOT NULL"),
        postgresql_where=sa.text("change_id IS NOT NULL"),
    )


def downgrade() -> None:
    """The cost book is walked through again."""
    op.drop_index("cost_entry_change", table_name="cost_entry")
    op.drop_index("cost_layer_item", table_name="cost_layer")
