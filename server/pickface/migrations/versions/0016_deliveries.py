"""Deliveries that suppliers announce: cartons and pallets by SSCC, and what is in them.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MS = sa.BigInteger()
_UUID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")


def upgrade() -> None:
    """New tables, and one column in place."""
    op.add_column("supplier", sa.Column("sample_cartons", sa.Integer(), nullable=True))
    op.create_table(
        "expected_delivery",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("supplier_id", _ID, sa.ForeignKey("supplier.id"), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("state", sa.String(12), server_default="expected", nullable=False),
        sa.Column("expected_on", sa.String(10), server_default="", nullable=False),
        sa.Column("announced_at", _MS, nullable=False),
        sa.Column("announced_by", _ID, nullable=True),
        sa.UniqueConstraint("site_id", "number", name="expected_delivery_number"),
    )
    op.create_index("expected_delivery_state", "expected_delivery", ["site_id", "state"])
    op.create_table(
        "expected_carton",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("delivery_id", _ID, sa.ForeignKey("expected_delivery.id"), nullable=False),
        sa.Column("sscc", sa.String(18), nullable=False),
        sa.Column("pallet", sa.String(18), server_default="", nullable=False),
        sa.Column("state", sa.String(12), server_default="expected", nullable=False),
        sa.Column("container", sa.String(40), server_default="", nullable=False),
        sa.Column("at", _MS, nullable=True),
        sa.Column("event_id", _UUID, nullable=True),
        sa.Column("also_event_id", _UUID, nullable=True),
        sa.UniqueConstraint("sscc", name="expected_carton_sscc"),
    )
    op.create_index("expected_carton_delivery", "expected_carton", ["delivery_id", "state"])
    op.create_index("expected_carton_pallet", "expected_carton", ["pallet"])
    op.create_index("expected_carton_event", "expected_carton", ["event_id"])
    op.create_table(
        "expected_goods",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("carton_id", _ID, sa.ForeignKey("expected_carton.id"), nullable=False),
        sa.Column("purchase_order_id", _ID, sa.ForeignKey("purchase_order.id"), nullable=False),
        sa.Column("purchase_order_line_id", _ID, nullable=True),
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), nullable=False),
        sa.Column("qty", _ID, nullable=False),
        sa.Column("lot", sa.String(40), server_default="", nullable=False),
        sa.Column("expires_on", sa.String(10), server_default="", nullable=False),
        sa.CheckConstraint("qty > 0", name="expected_goods_qty"),
    )
    op.create_index("expected_goods_carton", "expected_goods", ["carton_id"])
    op.create_index("expected_goods_order", "expected_goods", ["purchase_order_id"])


def downgrade() -> None:
    """Forget what was announced."""
    op.drop_table("expected_goods")
    op.drop_table("expected_carton")
    op.drop_table("expected_delivery")
    op.drop_column("supplier", "sample_cartons")
