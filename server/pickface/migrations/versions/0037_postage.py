"""Labels that are bought from carriers, their manifests, and the account by which that is done.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_READY = sa.text("state = 'ready'")


def upgrade() -> None:
    """Two tables; columns in place."""
    op.create_table(
        "parcel_label",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("order_id", _ID, sa.ForeignKey("orders.id"), nullable=False),
        sa.Column("shipment_id", _ID, nullable=False),
        sa.Column("carrier_id", _ID, sa.ForeignKey("carrier.id"), nullable=False),
        sa.Column("container_code", sa.String(40), nullable=False),
        sa.Column("state", sa.String(8), server_default="wanted", nullable=False),
        sa.Column("remote_id", sa.String(80), server_default="", nullable=False),
        sa.Column("rate_id", sa.String(80), server_default="", nullable=False),
        sa.Column("asked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("problem", sa.String(30), server_default="", nullable=False),
        sa.Column("said", sa.String(300), server_default="", nullable=False),
        sa.Column("service", sa.String(80), server_default="", nullable=False),
        sa.Column("cost_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("currency", sa.String(3), server_default="", nullable=False),
        sa.Column("tracking", sa.String(60), server_default="", nullable=False),
        sa.Column("own_tracking", sa.String(60), server_default="", nullable=False),
        sa.Column("tracking_url", sa.String(300), server_default="", nullable=False),
        sa.Column("format", sa.String(4), server_default="", nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("track_state", sa.String(24), server_default="", nullable=False),
        sa.Column("track_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("ready_at", sa.BigInteger(), nullable=True),
        sa.Column("manifest_id", _ID, nullable=True),
    )
    op.create_index("parcel_label_shipment", "parcel_label", ["shipment_id"])
    op.create_index(
        "parcel_label_followed",
        "parcel_label",
        ["site_id", "track_at"],
        sqlite_where=_READY,
        postgresql_where=_READY,
    )
    op.create_table(
        "carrier_manifest",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("carrier_id", _ID, sa.ForeignKey("carrier.id"), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("state", sa.String(8), server_default="wanted", nullable=False),
        sa.Column("remote_id", sa.String(80), server_default="", nullable=False),
        sa.Column("problem", sa.String(30), server_default="", nullable=False),
        sa.Column("said", sa.String(300), server_default="", nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("carrier_manifest_day", "carrier_manifest", ["carrier_id", "day"])
    op.add_column("carrier", sa.Column("service", sa.String(12), server_default="", nullable=False))
    op.add_column(
        "carrier", sa.Column("api_key", sa.String(200), server_default="", nullable=False)
    )
    op.add_column("carrier", sa.Column("account", sa.Text(), server_default="{}", nullable=False))
    op.add_column("shipment", sa.Column("label_id", _ID, nullable=True))


def downgrade() -> None:
    """Labels that were bought are forgotten; parcels keep their tracking numbers."""
    op.drop_column("shipment", "label_id")
    op.drop_column("carrier", "account")
    op.drop_column("carrier", "api_key")
    op.drop_column("carrier", "service")
    op.drop_index("carrier_manifest_day", table_name="carrier_manifest")
    op.drop_table("carrier_manifest")
    op.drop_index("parcel_label_followed", table_name="parcel_label")
    op.drop_index("parcel_label_shipment", table_name="parcel_label")
    op.drop_table("parcel_label")
