"""The moves of one balance and of one lot by indexes; who recalled a lot and why; what search looks through.

Revision ID: 0008
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from pickface.findable import SOURCES, statement
from pickface.migrations import search_text

revision = "0008"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEY = sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")
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
    op.create_table(
        "search_entry",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("key", _KEY, nullable=False),
        sa.Column("site_id", _ID, nullable=False),
        sa.Column("code", sa.String(120), nullable=False),
        sa.Column("code_key", _KEY, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "key", name="search_entry_once"),
    )
    op.create_index("search_entry_code", "search_entry", ["code_key"])
    connection = op.get_bind()
    search_text.install(connection)
    for kind in SOURCES:
        connection.execute(sa.text(statement(connection.dialect.name, kind)))


def downgrade() -> None:
    """Take them away."""
    search_text.remove(op.get_bind())
    op.drop_table("search_entry")
    op.drop_column("lot", "recall_reason")
    op.drop_column("lot", "recalled_by")
    for name in ("move_lot", "move_out_of", "move_into"):
        op.drop_index(name, "move")
