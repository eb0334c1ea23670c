"""Carriers: their cut-offs, what a parcel costs with them, and which parcel goes with whom.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAITING = sa.text("shipped_at IS NULL")


def upgrade() -> None:
    """Two tables, two columns in place, and what manifests and the board read parcels by."""
    op.create_table(
        "carrier",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("cut_off", sa.String(5), server_default="", nullable=False),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.UniqueConstraint("site_id", "code", name="carrier_code"),
    )
    op.create_table(
        "carrier_rate",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("carrier_id", _ID, sa.ForeignKey("carrier.id"), nullable=False),
        sa.Column("country", sa.String(60), server_default="", nullable=False),
        sa.Column("max_weight_g", _ID, nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("carrier_id", "country", "max_weight_g", name="carrier_rate_once"),
    )
    op.add_column("shipment", sa.Column("carrier_id", _ID, nullable=True))
    op.add_column(
        "shipment", sa.Column("cost_minor", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.create_index("shipment_shipped", "shipment", ["site_id", "shipped_at"])
    op.create_index(
        "shipment_waiting",
        "shipment",
        ["site_id", "carrier_id"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )


def downgrade() -> None:
    """Parcels keep the name of their carrier."""
    op.drop_index("shipment_waiting", table_name="shipment")
    op.drop_index("shipment_shipped", table_name="shipment")
    op.drop_column("shipment", "cost_minor")
    op.drop_column("shipment", "carrier_id")
    op.drop_table("carrier_rate")
    op.drop_table("carrier")
