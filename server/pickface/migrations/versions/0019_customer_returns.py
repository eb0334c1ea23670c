"""Goods that customers send back: returns, what was announced of them, what came and how it was judged.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MS = sa.BigInteger()
_UUID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")
_LEFT = "undecided > 0"


def upgrade() -> None:
    """New tables, and parcels are found by their tracking number."""
    op.create_index("shipment_tracking", "shipment", ["tracking"])
    op.create_table(
        "customer_return",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("order_id", _ID, nullable=True),
        sa.Column("shipment_id", _ID, nullable=True),
        sa.Column("tracking", sa.String(60), server_default="", nullable=False),
        sa.Column("note", sa.String(200), server_default="", nullable=False),
        sa.Column("made_at", _MS, nullable=False),
        sa.Column("made_by", _ID, nullable=True),
        sa.Column("received_at", _MS, nullable=True),
        sa.UniqueConstraint("site_id", "number", name="customer_return_number"),
    )
    op.create_index("customer_return_order", "customer_return", ["order_id"])
    op.create_index("customer_return_tracking", "customer_return", ["tracking"])
    op.create_table(
        "return_line",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("return_id", _ID, sa.ForeignKey("customer_return.id"), nullable=False),
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), nullable=False),
        sa.Column("qty", _ID, nullable=False),
        sa.Column("reason", sa.String(120), server_default="", nullable=False),
        sa.CheckConstraint("qty > 0", name="return_line_qty"),
    )
    op.create_index("return_line_of", "return_line", ["return_id"])
    op.create_table(
        "return_goods",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("return_id", _ID, sa.ForeignKey("customer_return.id"), nullable=False),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), nullable=False),
        sa.Column("lot_id", _ID, server_default="0", nullable=False),
        sa.Column("owner_id", _ID, server_default="1", nullable=False),
        sa.Column("qty", _ID, nullable=False),
        sa.Column("grade", sa.String(20), nullable=False),
        sa.Column("follow", sa.String(10), nullable=False),
        sa.Column("undecided", _ID, server_default="0", nullable=False),
        sa.Column("strange", sa.String(20), server_default="", nullable=False),
        sa.Column("order_line_id", _ID, nullable=True),
        sa.Column("place_id", _ID, nullable=True),
        sa.Column("container", sa.String(40), server_default="", nullable=False),
        sa.Column("event_id", _UUID, nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("at", _MS, nullable=False),
        sa.CheckConstraint("qty > 0 AND undecided >= 0", name="return_goods_qty"),
    )
    op.create_index("return_goods_of", "return_goods", ["return_id"])
    op.create_index("return_goods_event", "return_goods", ["event_id"])
    op.create_index("return_goods_order_line", "return_goods", ["order_line_id"])
    op.create_index(
        "return_goods_undecided",
        "return_goods",
        ["site_id", "id"],
        sqlite_where=sa.text(_LEFT),
        postgresql_where=sa.text(_LEFT),
    )
    op.create_table(
        "return_decision",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("return_goods_id", _ID, sa.ForeignKey("return_goods.id"), nullable=False),
        sa.Column("at", _MS, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("follow", sa.String(10), nullable=False),
        sa.Column("qty", _ID, nullable=False),
        sa.Column("note", sa.String(200), server_default="", nullable=False),
        sa.Column("event_id", _UUID, nullable=False),
    )
    op.create_index("return_decision_of", "return_decision", ["return_goods_id"])


def downgrade() -> None:
    """Forget what came back; its moves stay."""
    op.drop_table("return_decision")
    op.drop_table("return_goods")
    op.drop_table("return_line")
    op.drop_table("customer_return")
    op.drop_index("shipment_tracking", "shipment")
