"""Documents for customers: templates, logos, invoices; the customer's language and the tax rates of an order.

Revision ID: 0045
Revises: 0043
"""

import sqlalchemy as sa
from alembic import op

from pickface.migrations import triggers

revision = "0045"
down_revision = "0043"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LINES = ("order_line", "order_kit")


def upgrade() -> None:
    """Four tables, and a few columns."""
    op.create_table(
        "document_template",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("document", sa.String(20), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.UniqueConstraint("site_id", "document", "language", name="document_template_one"),
    )
    op.create_table(
        "document_logo",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
    )
    op.create_index("document_logo_site", "document_logo", ["site_id", "id"])
    op.create_index("document_logo_of", "document_logo", ["site_id", "sha256"])
    op.create_table(
        "invoice_series",
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), primary_key=True),
        sa.Column("last", _ID, nullable=False),
    )
    op.create_table(
        "invoice",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("order_id", _ID, sa.ForeignKey("orders.id"), nullable=False),
        sa.Column("number", _ID, nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("person_id", _ID),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.UniqueConstraint("site_id", "number", name="invoice_number"),
    )
    op.create_index("invoice_order", "invoice", ["order_id"])
    op.add_column("orders", sa.Column("language", sa.String(16), server_default="", nullable=False))
    for table in _LINES:
        op.add_column(table, sa.Column("tax_bp", sa.Integer()))
        op.add_column(table, sa.Column("billed", _ID, server_default="0", nullable=False))
    op.add_column("print_job", sa.Column("invoice_id", _ID))
    triggers.install(op.get_bind())


def downgrade() -> None:
    """Templates and invoices are forgotten."""
    op.drop_column("print_job", "invoice_id")
    for table in _LINES:
        op.drop_column(table, "billed")
        op.drop_column(table, "tax_bp")
    op.drop_column("orders", "language")
    for table in ("invoice", "invoice_series", "document_logo", "document_template"):
        op.drop_table(table)
