"""Departures: trucks that take parcels away, when they leave, and which parcel is on which.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MS = sa.BigInteger()


def upgrade() -> None:
    """One table; a carrier has a timetable, a parcel a departure and who has put it on."""
    op.create_table(
        "departure",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("carrier_id", _ID, sa.ForeignKey("carrier.id"), nullable=False),
        sa.Column("place_id", _ID, sa.ForeignKey("place.id"), nullable=False),
        sa.Column("leaves_at", _MS, nullable=False),
        sa.Column("cut_off_at", _MS, nullable=False),
        sa.Column("state", sa.String(10), server_default="planned", nullable=False),
        sa.Column("by_timetable", sa.Integer(), server_default="0", nullable=False),
        sa.Column("left_at", _MS, nullable=True),
        sa.Column("left_by", _ID, nullable=True),
        sa.UniqueConstraint("carrier_id", "leaves_at", name="departure_once"),
    )
    op.create_index("departure_state", "departure", ["site_id", "state", "leaves_at"])
    op.add_column("carrier", sa.Column("timetable", sa.Text(), server_default="[]", nullable=False))
    op.add_column("shipment", sa.Column("departure_id", _ID, nullable=True))
    op.add_column("shipment", sa.Column("loaded_at", _MS, nullable=True))
    op.add_column("shipment", sa.Column("load_event_id", sa.String(36), nullable=True))
    op.add_column("shipment", sa.Column("also_event_id", sa.String(36), nullable=True))
    op.add_column(
        "shipment", sa.Column("off_truck", sa.Integer(), server_default="0", nullable=False)
    )
    op.create_index("shipment_departure", "shipment", ["departure_id"])
    op.create_index(
        "shipment_loaded",
        "shipment",
        ["load_event_id"],
        sqlite_where=sa.text("load_event_id IS NOT NULL"),
        postgresql_where=sa.text("load_event_id IS NOT NULL"),
    )


def downgrade() -> None:
    """What was shipped stays shipped."""
    op.drop_index("shipment_loaded", table_name="shipment")
    op.drop_index("shipment_departure", table_name="shipment")
    for column in ("off_truck", "also_event_id", "load_event_id", "loaded_at", "departure_id"):
        op.drop_column("shipment", column)
    op.drop_column("carrier", "timetable")
    op.drop_index("departure_state", table_name="departure")
    op.drop_table("departure")
