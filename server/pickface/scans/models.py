"""The journal: every scan event as it came, the verdicts beside it, the streams, repeats and checkpoints."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis, Uuid


class Stream(Base):
    """One store's contiguous sequence of events: the next number and the hash of the last body (LAWS 2)."""

    __tablename__ = "stream"
    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    site_id: Mapped[int] = mapped_column(Id)
    device_id: Mapped[str | None] = mapped_column(Uuid)
    next_seq: Mapped[int] = mapped_column(Id, default=1, server_default="1")
    head: Mapped[str] = mapped_column(sa.String(64))
    last_at: Mapped[int] = mapped_column(Millis)


class ScanEvent(Base):
    """A fact from a device, exactly as it came; append-only, partitioned by its time-ordered id."""

    __tablename__ = "scan_event"
    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    site_id: Mapped[int] = mapped_column(Id)
    received_at: Mapped[int] = mapped_column(Millis)
    device_at: Mapped[int] = mapped_column(Millis)
    stream: Mapped[str] = mapped_column(Uuid)
    seq: Mapped[int] = mapped_column(Id)
    person_id: Mapped[int | None] = mapped_column(Id)
    device_id: Mapped[str | None] = mapped_column(Uuid)
    task_id: Mapped[int | None] = mapped_column(Id)
    step: Mapped[str] = mapped_column(sa.String(20))
    kind: Mapped[str] = mapped_column(sa.String(12))
    code: Mapped[str] = mapped_column(sa.Text)
    source: Mapped[str] = mapped_column(sa.String(10))
    body: Mapped[str] = mapped_column(sa.Text)
    sig: Mapped[str] = mapped_column(sa.Text)
    __table_args__ = (
        sa.Index("scan_event_stream", "stream", "seq"),
        sa.Index("scan_event_person", "person_id", "id"),
        sa.Index("scan_event_task", "task_id"),
        {"postgresql_partition_by": "RANGE (id)"},
    )


class Redaction(Base):
    """An event that was blanked: its hash, the shift that signed it, the server's event that says who did it and why.

    Append-only; without its row here the database lets nobody blank an event (``scans/redaction.py``).
    """

    __tablename__ = "redaction"
    event_id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    hash: Mapped[str] = mapped_column(sa.String(64))
    shift: Mapped[str] = mapped_column(Uuid)
    by_event: Mapped[str] = mapped_column(Uuid)
    at: Mapped[int] = mapped_column(Millis)


class Verdict(Base):
    """What became of an event; a supervisor's resolution adds a row. Append-only.

    Carries what the event turned out to be about, so that the journal can be read by item, bin and order.
    """

    __tablename__ = "verdict"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(Uuid)
    site_id: Mapped[int] = mapped_column(Id)
    at: Mapped[int] = mapped_column(Millis)
    verdict: Mapped[str] = mapped_column(sa.String(10))
    code: Mapped[str] = mapped_column(sa.String(40))
    params: Mapped[str] = mapped_column(sa.Text)
    by_person_id: Mapped[int | None] = mapped_column(Id)
    item_id: Mapped[int | None] = mapped_column(Id)
    place_id: Mapped[int | None] = mapped_column(Id)
    order_id: Mapped[int | None] = mapped_column(Id)
    __table_args__ = (
        sa.CheckConstraint("verdict IN ('booked','refused','set_aside')", name="verdict_word"),
        sa.Index("verdict_event", "event_id"),
        sa.Index("verdict_item", "item_id"),
        sa.Index("verdict_place", "place_id"),
        sa.Index("verdict_order", "order_id"),
    )


class Delivery(Base):
    """An event that was delivered again: when, and by which device."""

    __tablename__ = "delivery"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(Uuid)
    at: Mapped[int] = mapped_column(Millis)
    device_id: Mapped[str | None] = mapped_column(Uuid)
    __table_args__ = (sa.Index("delivery_event", "event_id"),)


class ServerKey(Base):
    """The public half of a key that the server signed its own events with (sign-ins, office, API; LAWS 3)."""

    __tablename__ = "server_key"
    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    public_key: Mapped[str] = mapped_column(sa.String(120))
    created_at: Mapped[int] = mapped_column(Millis)


class Checkpoint(Base):
    """A hash over the heads of all streams at one moment, chained to the one before (LAWS 3). Append-only.

    Its heads are those that moved since the checkpoint before; what that one covered is covered by its hash.
    """

    __tablename__ = "checkpoint"
    number: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    prev: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[int] = mapped_column(Millis)
    server_keys: Mapped[str] = mapped_column(sa.Text)
    """JSON ``[[id, public key], ...]``: the keys that the server's own events are signed with."""


class CheckpointHead(Base):
    """What a checkpoint says of one stream: its next number, and the hash of its last event. Append-only."""

    __tablename__ = "checkpoint_head"
    stream: Mapped[str] = mapped_column(Uuid, primary_key=True)
    next_seq: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Id)
    head: Mapped[str] = mapped_column(sa.String(64))
    __table_args__ = (sa.Index("checkpoint_head_number", "number"),)


class Photo(Base):
    """A photo that an event names: what it belongs to, when its file came, and when it went (LAWS 27).

    ``received_at`` is NULL while it is still on its device; ``gone_at`` says that the file was let go.
    """

    __tablename__ = "photo"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    event_id: Mapped[str] = mapped_column(Uuid, unique=True)
    site_id: Mapped[int] = mapped_column(Id)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    of_event: Mapped[str | None] = mapped_column(Uuid)
    exception_id: Mapped[int | None] = mapped_column(Id)
    shows: Mapped[str] = mapped_column(sa.String(12))
    named_at: Mapped[int] = mapped_column(Millis)
    bytes: Mapped[int | None] = mapped_column(sa.Integer)
    width: Mapped[int | None] = mapped_column(sa.Integer)
    height: Mapped[int | None] = mapped_column(sa.Integer)
    received_at: Mapped[int | None] = mapped_column(Millis)
    gone_at: Mapped[int | None] = mapped_column(Millis)
    __table_args__ = (
        sa.Index("photo_sha256", "sha256"),
        sa.Index("photo_of_event", "of_event"),
        sa.Index("photo_exception", "exception_id"),
        sa.Index("photo_received", "site_id", "received_at"),
    )
