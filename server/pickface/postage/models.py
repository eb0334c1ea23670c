"""Labels that were bought or are wanted, and manifests of carriers."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis


class ParcelLabel(Base):
    """A label of a carrier for one parcel: ``wanted``, ``ready``, ``refused``, or bought and ``unused``.

    The row outlives its parcel: what was bought is bought. ``remote_id`` and ``rate_id`` are the service's own names
    for the parcel and the chosen price; ``asked`` is 1 while a purchase is not answered, so that it is looked for
    first.
    """

    __tablename__ = "parcel_label"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"))
    shipment_id: Mapped[int] = mapped_column(Id)
    carrier_id: Mapped[int] = mapped_column(sa.ForeignKey("carrier.id"))
    container_code: Mapped[str] = mapped_column(sa.String(40))
    state: Mapped[str] = mapped_column(sa.String(8), default="wanted", server_default="wanted")
    remote_id: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")
    rate_id: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")
    asked: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    tries: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    problem: Mapped[str] = mapped_column(sa.String(30), default="", server_default="")
    said: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    """What the carrier said of it, in its own words."""
    service: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")
    cost_minor: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    currency: Mapped[str] = mapped_column(sa.String(3), default="", server_default="")
    tracking: Mapped[str] = mapped_column(sa.String(60), default="", server_default="")
    own_tracking: Mapped[str] = mapped_column(sa.String(60), default="", server_default="")
    """The parcel's own number, which the carrier's takes the place of."""
    tracking_url: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    format: Mapped[str] = mapped_column(sa.String(4), default="", server_default="")
    content: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    track_state: Mapped[str] = mapped_column(sa.String(24), default="", server_default="")
    track_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    made_at: Mapped[int] = mapped_column(Millis)
    ready_at: Mapped[int | None] = mapped_column(Millis)
    manifest_id: Mapped[int | None] = mapped_column(Id)
    __table_args__ = (
        sa.Index("parcel_label_shipment", "shipment_id"),
        sa.Index(
            "parcel_label_followed",
            "site_id",
            "track_at",
            sqlite_where=sa.text("state = 'ready'"),
            postgresql_where=sa.text("state = 'ready'"),
        ),
    )


class CarrierManifest(Base):
    """A carrier's own manifest of a day: ``wanted``, ``ready`` or ``refused``."""

    __tablename__ = "carrier_manifest"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    carrier_id: Mapped[int] = mapped_column(sa.ForeignKey("carrier.id"))
    day: Mapped[str] = mapped_column(sa.String(10))
    state: Mapped[str] = mapped_column(sa.String(8), default="wanted", server_default="wanted")
    remote_id: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")
    problem: Mapped[str] = mapped_column(sa.String(30), default="", server_default="")
    said: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    content: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    made_at: Mapped[int] = mapped_column(Millis)
    __table_args__ = (sa.Index("carrier_manifest_day", "carrier_id", "day"),)
