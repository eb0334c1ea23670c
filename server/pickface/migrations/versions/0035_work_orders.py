"""Work orders: kits that are put together, or taken apart. And freight that is told of one delivery, or one receipt.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MS = sa.BigInteger()
_PLATE = sa.String(40)
_UUID = sa.String(36).with_variant(sa.String(36, collation="C"), "postgresql")


def upgrade() -> None:
    """Three tables and two columns."""
    op.create_table(
        "work_order",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), nullable=False),
        sa.Column("qty", _ID, nullable=False),
        sa.Column("place_id", _ID, sa.ForeignKey("place.id"), nullable=False),
        sa.Column("state", sa.String(10), server_default="open", nullable=False),
        sa.Column("task_id", _ID, nullable=True),
        sa.Column("note", sa.String(200), server_default="", nullable=False),
        sa.Column("made_at", _MS, nullable=False),
        sa.Column("made_by", _ID, nullable=True),
        sa.Column("done_at", _MS, nullable=True),
        sa.UniqueConstraint("site_id", "number", name="work_order_number"),
        sa.CheckConstraint("qty > 0", name="work_order_qty"),
    )
    op.create_table(
        "work_order_part",
        sa.Column(
            "work_order_id",
            _ID,
            sa.ForeignKey("work_order.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), primary_key=True, autoincrement=False),
        sa.Column("qty", _ID, nullable=False),
    )
    op.create_table(
        "work_order_goods",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("work_order_id", _ID, sa.ForeignKey("work_order.id"), nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("lot_id", _ID, server_default="0", nullable=False),
        sa.Column("qty", _ID, nullable=False),
        sa.Column("place_id", _ID, nullable=False),
        sa.Column("container", _PLATE, server_default="", nullable=False),
        sa.Column("event_id", _UUID, nullable=False),
    )
    op.create_index("work_order_goods_of", "work_order_goods", ["work_order_id"])
    op.create_index("work_order_goods_event", "work_order_goods", ["event_id"])
    op.add_column("cost_change", sa.Column("delivery_id", _ID, nullable=True))
    op.add_column("cost_change", sa.Column("receipt_id", _ID, nullable=True))
    op.create_index("cost_change_delivery", "cost_change", ["delivery_id"])


def downgrade() -> None:
    """Forget them; their moves stay."""
    op.drop_index("cost_change_delivery", "cost_change")
    op.drop_column("cost_change", "receipt_id")
    op.drop_column("cost_change", "delivery_id")
    op.drop_table("work_order_goods")
    op.drop_table("work_order_part")
    op.drop_table("work_order")
