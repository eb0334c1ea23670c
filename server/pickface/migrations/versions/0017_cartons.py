"""Sizes of items, and the kinds of cartons that a site has.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SIZES = ("length_mm", "width_mm", "height_mm", "fragile")


def upgrade() -> None:
    """New columns in place, and one table."""
    for name in _SIZES:
        op.add_column("item", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    op.add_column("item", sa.Column("turning", sa.String(8), server_default="any", nullable=False))
    op.create_table(
        "carton_type",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("name", sa.String(80), server_default="", nullable=False),
        sa.Column("length_mm", sa.Integer(), nullable=False),
        sa.Column("width_mm", sa.Integer(), nullable=False),
        sa.Column("height_mm", sa.Integer(), nullable=False),
        sa.Column("tare_g", sa.Integer(), server_default="0", nullable=False),
        sa.Column("max_weight_g", sa.Integer(), server_default="0", nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.UniqueConstraint("site_id", "code", name="carton_type_code"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("carton_type")
    op.drop_column("item", "turning")
    for name in reversed(_SIZES):
        op.drop_column("item", name)
