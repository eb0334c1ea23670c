"""Inspection of goods that come in: plans of items and suppliers, what waits, what was found, what was decided.

Revision ID: 0026
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0028"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MS = sa.BigInteger()
_UUID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")


def upgrade() -> None:
    """Two columns, three tables."""
    op.add_column(
        "item", sa.Column("inspection", sa.String(120), server_default="", nullable=False)
    )
    op.add_column(
        "supplier", sa.Column("inspection", sa.String(120), server_default="", nullable=False)
    )
    op.create_table(
        "inspection",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("purchase_order_id", _ID, sa.ForeignKey("purchase_order.id"), nullable=False),
        sa.Column("purchase_order_line_id", _ID, nullable=True),
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), nullable=False),
        sa.Column("lot_id", _ID, server_default="0", nullable=False),
        sa.Column("owner_id", _ID, server_default="1", nullable=False),
        sa.Column("place_id", _ID, server_default="0", nullable=False),
        sa.Column("container", sa.String(40), server_default="", nullable=False),
        sa.Column("qty", _ID, nullable=False),
        sa.Column("waiting", _ID, nullable=False),
        sa.Column("plan", sa.String(120), nullable=False),
        sa.Column("why", sa.String(10), nullable=False),
        sa.Column("came_at", _MS, nullable=False),
        sa.UniqueConstraint(
            "container", "place_id", "item_id", "lot_id", "owner_id", "purchase_order_id", name="inspection_once"
        ),
        sa.CheckConstraint("qty >= 0 AND waiting >= 0 AND waiting <= qty", name="inspection_qty"),
    )  # fmt: skip
    _index("inspection_waiting", "inspection", "waiting > 0")
    op.create_table(
        "inspection_verdict",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("inspection_id", _ID, sa.ForeignKey("inspection.id"), nullable=False),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("lot_id", _ID, server_default="0", nullable=False),
        sa.Column("owner_id", _ID, server_default="1", nullable=False),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("qty", _ID, nullable=False),
        sa.Column("looks", _ID, server_default="0", nullable=False),
        sa.Column("undecided", _ID, server_default="0", nullable=False),
        sa.Column("place_id", _ID, server_default="0", nullable=False),
        sa.Column("container", sa.String(40), server_default="", nullable=False),
        sa.Column("event_id", _UUID, nullable=True),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("at", _MS, nullable=False),
        sa.CheckConstraint("qty > 0 AND undecided >= 0", name="inspection_verdict_qty"),
    )
    op.create_index("inspection_verdict_of", "inspection_verdict", ["inspection_id"])
    op.create_index("inspection_verdict_event", "inspection_verdict", ["event_id"])
    _index("inspection_verdict_undecided", "inspection_verdict", "undecided > 0")
    op.create_table(
        "inspection_decision",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("verdict_id", _ID, sa.ForeignKey("inspection_verdict.id"), nullable=False),
        sa.Column("at", _MS, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("follow", sa.String(10), nullable=False),
        sa.Column("qty", _ID, nullable=False),
        sa.Column("note", sa.String(200), server_default="", nullable=False),
        sa.Column("event_id", _UUID, nullable=False),
    )
    op.create_index("inspection_decision_of", "inspection_decision", ["verdict_id"])


def _index(name: str, table: str, where: str) -> None:
    """Of the rows that somebody still has to see to."""
    op.create_index(name, table, ["site_id", "id"], sqlite_where=sa.text(where), postgresql_where=sa.text(where))  # fmt: skip


def downgrade() -> None:
    """Forget what was looked at; its moves stay."""
    for table in ("inspection_decision", "inspection_verdict", "inspection"):
        op.drop_table(table)
    op.drop_column("supplier", "inspection")
    op.drop_column("item", "inspection")
