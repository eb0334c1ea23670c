"""Suppliers' terms and what they sell; the life of a purchase order; forecasts, proposals, and the past before us.

Revision ID: 0010
Revises: 0009
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MS = sa.BigInteger()


def _whole(
    name: str, otherwise: int | None = 0, kind: sa.types.TypeEngine[int] = _ID
) -> sa.Column[int]:
    """A number that is always there, or, without a value to begin with, one that may be missing."""
    if otherwise is None:
        return sa.Column(name, kind, nullable=True)
    return sa.Column(name, kind, server_default=str(otherwise), nullable=False)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), server_default="", nullable=False)


def _new() -> dict[str, tuple[sa.Column[Any], ...]]:
    """The columns that tables get, made afresh: a column belongs to one table."""
    return {
        "supplier": (
            _whole("min_order_minor", kind=_MS),
            _whole("min_order_qty"),
            _whole("sends_itself", kind=sa.Integer()),
            _whole("over_tolerance_pct", None, sa.Integer()),
        ),
        "purchase_order": (
            _whole("approved_at", None, _MS),
            _whole("approved_by", None),
            _whole("sent_at", None, _MS),
            _text("sent_to", 160),
            _text("send_problem", 200),
            _text("reference", 60),
        ),
        "purchase_order_line": (
            _text("expected_on", 10),
            _whole("first_received_at", None, _MS),
            _whole("last_received_at", None, _MS),
        ),
    }


def upgrade() -> None:
    """Add columns in place, and the new tables."""
    for table, columns in _new().items():
        for column in columns:
            op.add_column(table, column)
    op.execute("UPDATE purchase_order SET sent_at = ordered_at WHERE state <> 'cancelled'")
    op.create_index(
        "purchase_order_supplier", "purchase_order", ["supplier_id", "site_id", "sent_at"]
    )
    _suppliers()
    _planning()


def _suppliers() -> None:
    op.create_table(
        "supplier_item",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("supplier_id", _ID, sa.ForeignKey("supplier.id"), nullable=False),
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), nullable=False),
        _text("code", 60),
        _text("barcode", 80),
        _whole("pack_qty", 1),
        _whole("pallet_qty"),
        _whole("price_minor", kind=_MS),
        _whole("preferred", kind=sa.Integer()),
        sa.UniqueConstraint("supplier_id", "item_id", name="supplier_item_once"),
        sa.CheckConstraint("pack_qty > 0 AND pallet_qty >= 0", name="supplier_item_qty"),
    )
    op.create_index("supplier_item_item", "supplier_item", ["item_id"])
    op.create_table(
        "price_break",
        sa.Column("supplier_item_id", _ID, sa.ForeignKey("supplier_item.id"), primary_key=True),
        sa.Column("from_qty", _ID, primary_key=True),
        sa.Column("price_minor", _MS, nullable=False),
    )
    op.create_table(
        "purchase_order_change",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("purchase_order_id", _ID, sa.ForeignKey("purchase_order.id"), nullable=False),
        sa.Column("at", _MS, nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("params", sa.Text(), server_default="{}", nullable=False),
    )
    op.create_index(
        "purchase_order_change_of", "purchase_order_change", ["purchase_order_id", "id"]
    )
    op.create_table(
        "past_delivery",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("supplier_id", _ID, sa.ForeignKey("supplier.id"), nullable=False),
        sa.Column("ordered_on", sa.String(10), nullable=False),
        _text("promised_on", 10),
        sa.Column("received_on", sa.String(10), nullable=False),
        sa.Column("units_ordered", _ID, nullable=False),
        sa.Column("units_received", _ID, nullable=False),
        _whole("units_wrong"),
    )
    op.create_index(
        "past_delivery_supplier", "past_delivery", ["supplier_id", "site_id", "received_on"]
    )


def _planning() -> None:
    op.create_table(
        "reckoning",
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), primary_key=True),
        _whole("begun_at", None, _MS),
        _whole("finished_at", None, _MS),
        _whole("took_ms"),
        _whole("items"),
    )
    op.create_table(
        "forecast",
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), primary_key=True),
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), primary_key=True),
        sa.Column("reckoned_at", _MS, nullable=False),
        sa.Column("a_day_milli", _ID, nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("weeks", sa.Text(), nullable=False),
        sa.Column("below_milli", _ID, nullable=False),
        sa.Column("above_milli", _ID, nullable=False),
        sa.Column("error_pct", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(200), nullable=False),
        sa.Column("abc_xyz", sa.String(2), nullable=False),
        sa.Column("safety", _ID, nullable=False),
        sa.Column("reorder_point", _ID, nullable=False),
        sa.Column("order_up_to", _ID, nullable=False),
    )
    op.create_table(
        "proposal",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("supplier_id", _ID, sa.ForeignKey("supplier.id"), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("state", sa.String(10), server_default="open", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("made_at", _MS, nullable=False),
        sa.Column("purchase_order_id", _ID, nullable=True),
    )
    only_open = sa.text("state = 'open'")
    op.create_index(
        "proposal_open",
        "proposal",
        ["site_id", "supplier_id"],
        unique=True,
        sqlite_where=only_open,
        postgresql_where=only_open,
    )
    op.create_table(
        "proposal_line",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("proposal_id", _ID, sa.ForeignKey("proposal.id"), nullable=False),
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), nullable=False),
        sa.Column("qty", _ID, nullable=False),
        sa.Column("proposed", _ID, nullable=False),
        _whole("left_out", kind=sa.Integer()),
        sa.Column("edited_by", _ID, nullable=True),
        sa.Column("prices", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.UniqueConstraint("proposal_id", "item_id", name="proposal_line_item"),
    )
    op.create_table(
        "past_demand",
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), primary_key=True),
        sa.Column("item_id", _ID, sa.ForeignKey("item.id"), primary_key=True),
        sa.Column("day", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("units", _ID, nullable=False),
    )


def downgrade() -> None:
    """Take them away."""
    for table in (
        "past_demand", "proposal_line", "proposal", "forecast", "reckoning", "past_delivery",
        "purchase_order_change", "price_break", "supplier_item",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_index("purchase_order_supplier", "purchase_order")
    # The states that came with this migration are of an order that is on its way, or was never sent.
    op.execute("UPDATE purchase_order SET state = 'sent' WHERE state IN ('approved', 'confirmed')")
    op.execute("UPDATE purchase_order SET state = 'received' WHERE state = 'closed'")
    op.execute("UPDATE purchase_order SET state = 'cancelled' WHERE state = 'draft'")
    for table, columns in _new().items():
        for column in reversed(columns):
            op.drop_column(table, column.name)
